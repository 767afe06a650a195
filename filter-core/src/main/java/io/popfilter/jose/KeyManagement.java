// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.util.Optional;

/**
 * Key management algorithms of JWE (RFC 7518 section 4.1) that are ever executed here.
 *
 * <p>Left out on purpose: {@code RSA1_5} (Bleichenbacher), {@code RSA-OAEP} with SHA-1, and PBES2, whose {@code p2c} lets
 * a sender choose how long the receiver works.
 */
enum KeyManagement {
    DIR("dir", Family.SHARED, 0),
    A128KW("A128KW", Family.SHARED, 16),
    A192KW("A192KW", Family.SHARED, 24),
    A256KW("A256KW", Family.SHARED, 32),
    A128GCMKW("A128GCMKW", Family.SHARED, 16),
    A192GCMKW("A192GCMKW", Family.SHARED, 24),
    A256GCMKW("A256GCMKW", Family.SHARED, 32),
    RSA_OAEP_256("RSA-OAEP-256", Family.RSA, 0),
    ECDH_ES("ECDH-ES", Family.EC, 0),
    ECDH_ES_A128KW("ECDH-ES+A128KW", Family.EC, 16),
    ECDH_ES_A192KW("ECDH-ES+A192KW", Family.EC, 24),
    ECDH_ES_A256KW("ECDH-ES+A256KW", Family.EC, 32);

    /** Whose key it takes. */
    enum Family {
        /** One secret for both sides: who could encrypt is who shares it. */
        SHARED,
        /** The receiver's RSA key: anybody can encrypt. */
        RSA,
        /** The receiver's EC key: anybody can encrypt. */
        EC
    }

    private final String joseName;
    private final Family family;
    private final int wrappingOctets;

    KeyManagement(String joseName, Family family, int wrappingOctets) {
        this.joseName = joseName;
        this.family = family;
        this.wrappingOctets = wrappingOctets;
    }

    static Optional<KeyManagement> of(String alg) {
        for (KeyManagement algorithm : values()) {
            if (algorithm.joseName.equals(alg)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    String joseName() {
        return joseName;
    }

    Family family() {
        return family;
    }

    /** Octets of the AES key that wraps the content encryption key; 0 when none does. */
    int wrappingOctets() {
        return wrappingOctets;
    }
}
