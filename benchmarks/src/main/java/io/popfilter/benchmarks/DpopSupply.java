// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import com.nimbusds.jose.JOSEException;
import java.security.GeneralSecurityException;

/** Requests that were signed beforehand. When all of them were used, the spent ids are forgotten, and they are used again. */
final class DpopSupply {

    private static final int REQUESTS = 1_000;
    private static final int WARM_UP_ROUNDS = 120;

    private final DpopRequest[] requests;
    private int next;

    DpopSupply(DpopMaterial material) throws GeneralSecurityException {
        this.requests = material.sign(REQUESTS);
    }

    /** Proofs that are quick to verify. */
    static DpopMaterial quick() throws JOSEException, GeneralSecurityException {
        return new DpopMaterial(DpopScenario.DPOP_RS256);
    }

    /**
     * Warms up by number, not by time: with RS256 where ES256 is measured, of which a second holds a thousand runs of the
     * code around the signature, too few to compile it.
     */
    void warmUp(Variant<? super DpopRequest> variant, Variant<? super DpopRequest> quickVariant, DpopMaterial quick)
            throws Exception {
        DpopRequest[] quickRequests = quick.sign(REQUESTS);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (int i = 0; i < REQUESTS; i++) {
                require(quickVariant.accepts(quickRequests[i]));
                if (i % 100 == 0) {
                    require(variant.accepts(next(variant)));
                }
            }
            quickVariant.forgetSpentIds();
        }
    }

    DpopRequest next(Variant<?> variant) {
        if (next == requests.length) {
            variant.forgetSpentIds();
        }
        return next();
    }

    DpopRequest next() {
        if (next == requests.length) {
            next = 0;
        }
        return requests[next++];
    }

    static boolean require(boolean isAccepted) {
        if (!isAccepted) {
            throw new IllegalStateException("a good request was refused");
        }
        return true;
    }
}
