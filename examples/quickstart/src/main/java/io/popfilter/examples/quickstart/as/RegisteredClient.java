// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the authorization server knows of a client.
 *
 * @param credentials its {@code client_id}, and its secret or keys
 * @param proof whether it can prove possession of a key
 * @param scopes what it may ask for
 * @param softwareId the software of which it is one instance, which registered itself (RFC 7591 section 2)
 */
public record RegisteredClient(Credentials credentials, Proof proof, Set<String> scopes, Optional<String> softwareId) {

    /**
     * Whether the client can prove possession of a key: {@code pop_bound_access_tokens} in its metadata, and {@code
     * dpop_bound_access_tokens}. Whichever it is, a DPoP proof in a request for a token is proof enough.
     */
    public enum Proof {
        /** It cannot otherwise, so this server has no other token for it. */
        NEVER,
        /** It can, and says so in each request with {@code token_type=pop}. */
        WHEN_ASKED,
        /** It can: known from its registration, so {@code token_type} may be left out. */
        ALWAYS,
        /** It does so always, by DPoP proofs (RFC 9449 section 5.2), so it gets no token without one. */
        BY_DPOP;

        /** Its name in metadata. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Keeps the scopes as they are now. */
    public RegisteredClient {
        scopes = Set.copyOf(scopes);
    }

    /** A client that was registered by hand, with a secret. */
    public static RegisteredClient withSecret(String id, String secret, Proof proof, Set<String> scopes) {
        return new RegisteredClient(Credentials.withSecret(id, secret), proof, scopes, Optional.empty());
    }

    /** Its {@code client_id}. */
    public String id() {
        return credentials.id();
    }

    ClientKeys keys() {
        return credentials.keys();
    }

    /** The id only. */
    @Override
    public String toString() {
        return id();
    }
}
