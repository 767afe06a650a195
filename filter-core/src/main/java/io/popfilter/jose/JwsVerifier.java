// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.MalformedException;
import java.util.List;
import java.util.Optional;

/** Verifies a JWS with one of an issuer's keys (RFC 7515 section 5.2). */
public final class JwsVerifier {

    /** Keys that are tried for a JWS without a {@code kid}: what an attacker's text may cost. */
    static final int MAX_ATTEMPTS = 8;

    private final List<VerificationKey> keys;
    private final Signatures signatures;

    /** Verifies with these keys and no others: keys that the JWS brings or points to are not looked at. */
    public JwsVerifier(List<VerificationKey> keys, Signatures signatures) {
        this.keys = List.copyOf(keys);
        this.signatures = signatures;
    }

    /** Returns when the signature verifies. */
    public void verify(CompactJws jws) throws JoseException, MalformedException {
        JoseHeaders.refuseExtensions(jws.header());
        SignatureAlgorithm algorithm =
                jws.algorithm().orElseThrow(() -> new JoseException(JoseException.Fault.ALGORITHM_NOT_ACCEPTED, "alg"));
        Optional<String> kid = JoseHeaders.kid(jws.header());
        int attempts = 0;
        for (VerificationKey key : keys) {
            if (!key.fits(algorithm) || (kid.isPresent() && !kid.equals(key.kid()))) {
                continue;
            }
            if (++attempts > MAX_ATTEMPTS) {
                break;
            }
            if (signatures.verify(jws, algorithm, key)) {
                return;
            }
        }
        if (attempts == 0) {
            throw new JoseException(JoseException.Fault.KEY_UNKNOWN, "no key for this kid and alg");
        }
        throw new JoseException(JoseException.Fault.NOT_AUTHENTIC, "signature");
    }
}
