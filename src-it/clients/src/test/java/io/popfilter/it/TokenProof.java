// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Optional;

/** A DPoP proof of a token request, checked with Nimbus and the JDK instead of our own code (RFC 9449 section 4.3). */
record TokenProof(String thumbprint, Optional<String> nonce) {

    /** RFC 8410 section 4: what stands in front of an Ed25519 key. */
    private static final byte[] ED25519_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

    /** Nothing when there is none, or none that is in order. */
    static Optional<TokenProof> read(String compact, String method, String uri) {
        if (compact == null) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(compact);
            JWK key = jwt.getHeader().getJWK();
            boolean isInOrder = "dpop+jwt".equals(String.valueOf(jwt.getHeader().getType()))
                    && method.equals(jwt.getJWTClaimsSet().getStringClaim("htm"))
                    && uri.equals(jwt.getJWTClaimsSet().getStringClaim("htu"))
                    && key != null
                    && !key.isPrivate()
                    && verifies(jwt, key);
            return isInOrder
                    ? Optional.of(new TokenProof(
                            key.computeThumbprint().toString(),
                            Optional.ofNullable(jwt.getJWTClaimsSet().getStringClaim("nonce"))))
                    : Optional.empty();
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static boolean verifies(SignedJWT jwt, JWK key) throws JOSEException, GeneralSecurityException {
        return switch (key.getKeyType().getValue()) {
            case "EC" -> jwt.verify(new ECDSAVerifier(key.toECKey()));
            case "RSA" -> jwt.verify(new RSASSAVerifier(key.toRSAKey()));
            default -> verifiesEd25519(jwt, key.toOctetKeyPair());
        };
    }

    // Nimbus needs another library for it
    private static boolean verifiesEd25519(SignedJWT jwt, OctetKeyPair key) throws GeneralSecurityException {
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes(ED25519_INFO);
        info.writeBytes(key.getDecodedX());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info.toByteArray())));
        signature.update(jwt.getSigningInput());
        return signature.verify(jwt.getSignature().decode());
    }
}
