// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.jose.VerificationKey;
import io.popfilter.reject.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the keys of an issuer or of a client come from. */
public interface VerificationKeys {

    /**
     * The keys in force.
     *
     * @param kid the key that a token asks for: hostile text, to be compared and nothing else
     * @param now the time of the request
     * @throws Rejection with {@link io.popfilter.reject.Reason#VERIFICATION_KEYS_UNAVAILABLE} when there are none to be had
     */
    List<VerificationKey> inForce(Optional<String> kid, Instant now) throws Rejection;
}
