// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** Writes public keys as JWK texts (RFC 7518 section 6, RFC 8037 section 2). */
final class PublicJwk {

    private PublicJwk() {}

    static String of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "{\"kty\":\"RSA\",\"n\":\"" + number(rsa.getModulus()) + "\",\"e\":\""
                    + number(rsa.getPublicExponent()) + "\"}";
        }
        if (key instanceof ECPublicKey ec) {
            EcCurve curve = curve(ec);
            return "{\"kty\":\"EC\",\"crv\":\"" + curve.joseName() + "\",\"x\":\""
                    + coordinate(ec.getW().getAffineX(), curve.octets()) + "\",\"y\":\""
                    + coordinate(ec.getW().getAffineY(), curve.octets()) + "\"}";
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
            return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Base64Url.encode(encoded(ed)) + "\"}";
        }
        throw new IllegalArgumentException("no signature algorithm for a key of type " + key.getAlgorithm());
    }

    private static EcCurve curve(ECPublicKey key) {
        for (EcCurve curve : EcCurve.values()) {
            if (curve.parameters().getOrder().equals(key.getParams().getOrder())) {
                return curve;
            }
        }
        throw new IllegalArgumentException("the key's curve is not supported");
    }

    private static String number(BigInteger value) {
        byte[] octets = value.toByteArray();
        return coordinate(value, octets[0] == 0 ? octets.length - 1 : octets.length);
    }

    private static String coordinate(BigInteger value, int length) {
        return Base64Url.encode(bigEndian(value, length));
    }

    private static byte[] bigEndian(BigInteger value, int length) {
        byte[] octets = new byte[length];
        byte[] minimal = value.toByteArray();
        int significant = Math.min(minimal.length, length);
        System.arraycopy(minimal, minimal.length - significant, octets, length - significant, significant);
        return octets;
    }

    // RFC 8032 section 5.1.2
    private static byte[] encoded(EdECPublicKey key) {
        byte[] y = bigEndian(key.getPoint().getY(), 32);
        byte[] x = new byte[32];
        for (int i = 0; i < 32; i++) {
            x[i] = y[31 - i];
        }
        if (key.getPoint().isXOdd()) {
            x[31] |= (byte) 0x80;
        }
        return x;
    }
}
