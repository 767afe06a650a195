// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import com.nimbusds.jose.JOSEException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Makes compact JWSs (RFC 7515 section 5.1) from texts that need not be right. */
final class Jws {

    private Jws() {}

    static String sign(String header, String payload, String kid, String alg, SecureRandom random) {
        String input = encode(header) + "." + encode(payload);
        return input + "." + Keys.base64url(signature(input, kid, alg, random));
    }

    static String encode(String text) {
        return Keys.base64url(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    static byte[] signature(String input, String kid, String alg, SecureRandom random) {
        try {
            Key key = Keys.jca(kid);
            return key instanceof SecretKey
                    ? mac(input, key, "HmacSHA" + alg.substring(2))
                    : signature(input, (PrivateKey) key, alg, random);
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] mac(String input, Key key, String algorithm) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(key);
        return mac.doFinal(Keys.octets(input));
    }

    private static byte[] signature(String input, PrivateKey key, String alg, SecureRandom random)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (alg) {
                    case "ES256" -> "SHA256withECDSAinP1363Format";
                    case "ES384" -> "SHA384withECDSAinP1363Format";
                    case "ES512" -> "SHA512withECDSAinP1363Format";
                    case "EdDSA", "Ed25519" -> "Ed25519";
                    case "PS256" -> "RSASSA-PSS";
                    case "RS256" -> "SHA256withRSA";
                    default -> throw new IllegalArgumentException(alg);
                });
        if (alg.equals("PS256")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initSign(key, random);
        signature.update(Keys.octets(input));
        return signature.sign();
    }
}
