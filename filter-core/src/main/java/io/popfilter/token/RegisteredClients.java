// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.jose.VerificationKey;
import io.popfilter.reject.Rejection;
import java.time.Instant;
import java.util.Optional;

/** The keys that clients registered (RFC 7591 section 2, jwks and jwks_uri). */
public interface RegisteredClients {

    /**
     * A registered key, and whether it is the client's or that of one instance of it.
     *
     * @param key the key
     * @param binding CLIENT or INSTANCE
     */
    record RegisteredKey(VerificationKey key, Binding binding) {}

    /** The key that this client registered under this {@code kid}; both are only ever compared. */
    Optional<RegisteredKey> key(String clientId, String kid, Instant now) throws Rejection;
}
