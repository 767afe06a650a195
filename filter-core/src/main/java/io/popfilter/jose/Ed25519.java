// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** Public keys of Ed25519 (RFC 8037 section 2, RFC 8032 section 5.1). */
final class Ed25519 {

    static final int OCTETS = 32;

    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER_8 =
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);

    /** y of the eight points whose order divides 8: with such a key anybody can sign anything. */
    private static final Set<BigInteger> SMALL_ORDER =
            Set.of(BigInteger.ZERO, BigInteger.ONE, P.subtract(BigInteger.ONE), ORDER_8, P.subtract(ORDER_8));

    private Ed25519() {}

    /** The key of these octets, y little-endian with the sign of x in the highest bit. */
    static PublicKey key(byte[] octets) throws KeyDefectException, GeneralSecurityException {
        byte[] bigEndian = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            bigEndian[i] = octets[OCTETS - 1 - i];
        }
        boolean xIsOdd = bigEndian[0] < 0;
        bigEndian[0] &= 0x7F;
        BigInteger y = new BigInteger(1, bigEndian);
        if (SMALL_ORDER.contains(y)) {
            throw KeyDefectException.unacceptable("point of small order");
        }
        PublicKey key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(xIsOdd, y)));
        Signature.getInstance("Ed25519").initVerify(key); // only here the JDK looks whether it is a point at all
        return key;
    }
}
