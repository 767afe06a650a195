// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What a client, or a resource server that introspects tokens, is known by.
 *
 * @param id its {@code client_id}
 * @param secret its {@code client_secret}; who has none signs assertions instead ({@code private_key_jwt})
 * @param keys its public keys
 */
public record Credentials(String id, Optional<String> secret, ClientKeys keys) {

    /** Of somebody who sends a secret, and has no keys. */
    public static Credentials withSecret(String id, String secret) {
        return new Credentials(id, Optional.of(secret), ClientKeys.none());
    }

    /** Of somebody who signs assertions with one of these keys. */
    public static Credentials withKeys(String id, ClientKeys keys) {
        return new Credentials(id, Optional.empty(), keys);
    }

    /** In the same time for any wrong secret of the same length. */
    boolean hasSecret(String candidate) {
        return secret.isPresent()
                && MessageDigest.isEqual(
                        candidate.getBytes(StandardCharsets.UTF_8), secret.get().getBytes(StandardCharsets.UTF_8));
    }

    /** The id only. */
    @Override
    public String toString() {
        return id;
    }
}
