// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

/** How a DPoP proof is signed; the token is signed with ES256 and remembered. */
public enum DpopScenario {
    /** ECDSA on P-256. */
    DPOP_ES256("ES256", "SHA256withECDSAinP1363Format"),
    /** Ed25519. */
    DPOP_EDDSA("EdDSA", "Ed25519"),
    /** RSASSA-PKCS1-v1_5 with 2,048 bits. */
    DPOP_RS256("RS256", "SHA256withRSA");

    private final String joseName;
    private final String jcaName;

    DpopScenario(String joseName, String jcaName) {
        this.joseName = joseName;
        this.jcaName = jcaName;
    }

    String joseName() {
        return joseName;
    }

    String jcaName() {
        return jcaName;
    }
}
