// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * One signature, verified by the JDK's provider: one thread, an engine and a key made once, octets that were decoded before.
 * It reads no JSON, imports no key and remembers nothing.
 */
final class BareSignature {

    private final Signature engine;
    private final PublicKey key;

    BareSignature(DpopMaterial material) throws GeneralSecurityException {
        this.engine = Signature.getInstance(material.scenario().jcaName());
        this.key = material.clientKey();
    }

    @SuppressWarnings("UnusedException") // only whether it passes is asked for
    boolean accepts(DpopRequest request) throws GeneralSecurityException {
        engine.initVerify(key);
        engine.update(request.signingInput());
        try {
            return engine.verify(request.signature());
        } catch (SignatureException e) {
            return false; // a changed signature of Ed25519 need not hold a point
        }
    }
}
