// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Optional;

/** The NIST curves of RFC 7518 section 6.2.1.1. */
enum EcCurve {
    P_256("P-256", "secp256r1", KeyType.P256, 32),
    P_384("P-384", "secp384r1", KeyType.P384, 48),
    P_521("P-521", "secp521r1", KeyType.P521, 66);

    private final String joseName;
    private final KeyType keyType;
    private final int octets;

    @SuppressWarnings("ImmutableEnumChecker") // the JDK's parameter specs are immutable, they only do not say so
    private final ECParameterSpec parameters;

    EcCurve(String joseName, String jcaName, KeyType keyType, int octets) {
        this.joseName = joseName;
        this.keyType = keyType;
        this.octets = octets;
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec(jcaName));
            this.parameters = curve.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks the curve " + joseName, e);
        }
    }

    static Optional<EcCurve> of(String crv) {
        for (EcCurve curve : values()) {
            if (curve.joseName.equals(crv)) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }

    static EcCurve of(KeyType type) {
        return switch (type) {
            case P256 -> P_256;
            case P384 -> P_384;
            case P521 -> P_521;
            case SECRET, RSA, ED25519 -> throw new IllegalArgumentException(type + " is not on a NIST curve");
        };
    }

    String joseName() {
        return joseName;
    }

    KeyType keyType() {
        return keyType;
    }

    /** Octets of a coordinate, and of r and s. */
    int octets() {
        return octets;
    }

    ECParameterSpec parameters() {
        return parameters;
    }

    /** The point, when it is on the curve: y^2 = x^3 + a x + b (mod p), both coordinates below p. */
    Optional<ECPoint> point(BigInteger x, BigInteger y) {
        BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return Optional.empty();
        }
        BigInteger left = y.multiply(y).mod(p);
        BigInteger right = x.multiply(x)
                .add(parameters.getCurve().getA())
                .multiply(x)
                .add(parameters.getCurve().getB())
                .mod(p);
        return left.equals(right) ? Optional.of(new ECPoint(x, y)) : Optional.empty();
    }

    /** Whether r and s of a signature in IEEE P1363 form are both in [1, n-1] (FIPS 186-5 section 6.4.2). */
    boolean isInRange(byte[] signature) {
        BigInteger n = parameters.getOrder();
        BigInteger r = new BigInteger(1, signature, 0, octets);
        BigInteger s = new BigInteger(1, signature, octets, octets);
        return r.signum() > 0 && s.signum() > 0 && r.compareTo(n) < 0 && s.compareTo(n) < 0;
    }
}
