// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/**
 * What the authorization server knows of a client.
 *
 * @param id its {@code client_id}
 * @param secret its {@code client_secret}
 * @param proof whether it can prove possession of a key
 * @param scopes what it may ask for
 */
public record RegisteredClient(String id, String secret, Proof proof, Set<String> scopes) {

    /** Whether the client can prove possession of a key. */
    public enum Proof {
        /** It cannot, so this server has no token for it. */
        NEVER,
        /** It can, and says so in each request with {@code token_type=pop}. */
        WHEN_ASKED,
        /** It can: known from its registration, so {@code token_type} may be left out. */
        ALWAYS
    }

    /** Keeps the scopes as they are now. */
    public RegisteredClient {
        scopes = Set.copyOf(scopes);
    }

    /** In the same time for any wrong secret of the same length. */
    boolean hasSecret(String candidate) {
        return MessageDigest.isEqual(
                candidate.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The id only. */
    @Override
    public String toString() {
        return id;
    }
}
