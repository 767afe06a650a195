// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client's key: for our signer, for the token (made with Nimbus), and for signing without either (with the JDK). */
final class ClientKey {

    private static final Map<SignatureAlgorithm, ClientKey> ONE_EACH = new EnumMap<>(SignatureAlgorithm.class);
    private static final int ED25519_OCTETS = 32;

    private final SignatureAlgorithm algorithm;
    private final SigningKey signing;
    private final JWK jwk;
    private final KeyPair pair;
    private final byte[] secret;

    private ClientKey(SignatureAlgorithm algorithm, SigningKey signing, JWK jwk, KeyPair pair, byte[] secret) {
        this.algorithm = algorithm;
        this.signing = signing;
        this.jwk = jwk;
        this.pair = pair;
        this.secret = secret;
    }

    /** Always the same key for an algorithm: RSA keys take long to make. */
    static synchronized ClientKey of(SignatureAlgorithm algorithm) {
        return ONE_EACH.computeIfAbsent(algorithm, ClientKey::generate);
    }

    /** Another key than any other. */
    static ClientKey generate(SignatureAlgorithm algorithm) {
        try {
            return switch (algorithm.keyType()) {
                case SECRET ->
                    secret(algorithm, Integer.parseInt(algorithm.joseName().substring(2)) / 8);
                case RSA -> rsa(algorithm);
                case P256 -> ec(algorithm, Curve.P_256);
                case P384 -> ec(algorithm, Curve.P_384);
                case P521 -> ec(algorithm, Curve.P_521);
                case ED25519 -> ed25519(algorithm);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClientKey secret(SignatureAlgorithm algorithm, int octets) {
        byte[] secret = new byte[octets];
        new SecureRandom().nextBytes(secret);
        JWK jwk = new OctetSequenceKey.Builder(secret).build();
        return new ClientKey(algorithm, SigningKey.secret(algorithm, secret), jwk, null, secret);
    }

    private static ClientKey rsa(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        return pair(algorithm, pair, new RSAKey.Builder((RSAPublicKey) pair.getPublic()).build());
    }

    private static ClientKey ec(SignatureAlgorithm algorithm, Curve curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve.getStdName()));
        KeyPair pair = generator.generateKeyPair();
        return pair(algorithm, pair, new ECKey.Builder(curve, (ECPublicKey) pair.getPublic()).build());
    }

    private static ClientKey ed25519(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] info = pair.getPublic().getEncoded(); // RFC 8410 section 4: ends with the key
        byte[] x = Arrays.copyOfRange(info, info.length - ED25519_OCTETS, info.length);
        return pair(algorithm, pair, new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).build());
    }

    private static ClientKey pair(SignatureAlgorithm algorithm, KeyPair pair, JWK jwk) {
        return new ClientKey(algorithm, SigningKey.pair(algorithm, pair), jwk, pair, null);
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    SigningKey signing() {
        return signing;
    }

    boolean isSecret() {
        return secret != null;
    }

    /** As it goes into a token: a secret with its value, a pair with its public half. */
    Map<String, Object> jwk() {
        return jwk.toJSONObject();
    }

    String thumbprint() {
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] sign(byte[] input) {
        try {
            if (secret != null) {
                return mac("HmacSHA" + algorithm.joseName().substring(2), secret, input);
            }
            Signature signature = signature();
            signature.initSign(pair.getPrivate());
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] mac(String jcaName, byte[] secret, byte[] input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(jcaName);
        mac.init(new SecretKeySpec(secret, jcaName));
        return mac.doFinal(input);
    }

    private Signature signature() throws GeneralSecurityException {
        return switch (algorithm) {
            case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
            case ES384 -> Signature.getInstance("SHA384withECDSAinP1363Format");
            case ES512 -> Signature.getInstance("SHA512withECDSAinP1363Format");
            case EDDSA, ED25519 -> Signature.getInstance("Ed25519");
            case RS256 -> Signature.getInstance("SHA256withRSA");
            case PS256 -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
            case HS256, HS384, HS512 -> throw new IllegalStateException("not a signature");
        };
    }

    /** The public key as the bytes that a confused verifier could take for an HMAC secret. */
    byte[] publicKeyInfo() {
        return pair.getPublic().getEncoded();
    }
}
