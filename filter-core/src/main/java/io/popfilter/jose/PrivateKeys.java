// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;

/** Private keys of JWKs (RFC 7518 sections 6.2.2 and 6.3.2, RFC 8037 section 2). */
final class PrivateKeys {

    private static final int ED25519_OCTETS = 32;

    private PrivateKeys() {}

    static PrivateKey rsa(JwkMembers jwk) throws KeyDefectException, GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        jwk.number("n"),
                        jwk.number("e"),
                        jwk.number("d"),
                        jwk.number("p"),
                        jwk.number("q"),
                        jwk.number("dp"),
                        jwk.number("dq"),
                        jwk.number("qi")));
    }

    static PrivateKey ec(JwkMembers jwk, EcCurve curve) throws KeyDefectException, GeneralSecurityException {
        BigInteger d = new BigInteger(1, jwk.octets("d", curve.octets()));
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(d, curve.parameters()));
    }

    static PrivateKey ed25519(JwkMembers jwk) throws KeyDefectException, GeneralSecurityException {
        byte[] d = jwk.octets("d", ED25519_OCTETS);
        return KeyFactory.getInstance("Ed25519").generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, d));
    }
}
