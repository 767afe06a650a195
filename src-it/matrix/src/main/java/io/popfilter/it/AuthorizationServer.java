// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Issues tokens of every form, good and bad; made with Nimbus, not with our own code. */
final class AuthorizationServer {

    static final String ISSUER = "https://as.example.com";
    static final String RESOURCE = "https://api.example.com";
    static final String SUBJECT = "alice";
    static final String CLIENT = "client-1";

    /** One for all tests: RSA keys take long to make. */
    static final AuthorizationServer ONLY = new AuthorizationServer();

    private final Map<Integer, OctetSequenceKey> shared = new LinkedHashMap<>();
    private final RSAKey rsa;
    private final ECKey ec;
    private final ECKey signing;
    private final RSAKey otherSigning;
    private final InstantSource clock = InstantSource.system();

    private AuthorizationServer() {
        try {
            for (int bits : List.of(128, 192, 256, 384, 512)) {
                shared.put(
                        bits,
                        new OctetSequenceKeyGenerator(bits)
                                .keyID("shared-" + bits)
                                .generate());
            }
            rsa = new RSAKeyGenerator(2048).keyID("rs-rsa").generate();
            ec = new ECKeyGenerator(Curve.P_256).keyID("rs-ec").generate();
            signing = new ECKeyGenerator(Curve.P_256).keyID("as-1").generate();
            otherSigning = new RSAKeyGenerator(2048).keyID("as-rsa").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    Instant now() {
        return clock.instant();
    }

    /** What the resource server decrypts with, as a JWK Set. */
    String decryptionKeys() {
        List<JWK> keys = new ArrayList<>(shared.values());
        keys.add(rsa);
        keys.add(ec);
        return new JWKSet(keys).toString(false);
    }

    /** What the resource server verifies tokens with, as a JWK Set. */
    String verificationKeys() {
        return new JWKSet(List.of(signing, otherSigning)).toString(true);
    }

    /** The RSA key among {@link #verificationKeys()}, which everybody knows. */
    RSAKey publicRsa() {
        return otherSigning.toPublicJWK();
    }

    /** Values that must not be seen in any log or answer. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        shared.values().forEach(key -> secrets.add(key.getKeyValue().toString()));
        secrets.add(rsa.getPrivateExponent().toString());
        secrets.add(ec.getD().toString());
        return secrets;
    }

    /** Claims that are in order, bound as {@code cnf} says; to be changed at will. */
    Map<String, Object> claims(Map<String, Object> cnf) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", SUBJECT);
        claims.put("aud", RESOURCE);
        claims.put("client_id", CLIENT);
        claims.put("scope", "read write");
        claims.put("iat", now().getEpochSecond());
        claims.put("exp", now().getEpochSecond() + 600);
        claims.put("cnf", cnf);
        return claims;
    }

    /** A token that is in order, for this key. */
    String token(TokenForm form, ConfirmationForm confirmation, ClientKey key) {
        return token(form, claims(confirmation.of(key, this)));
    }

    String token(TokenForm form, Map<String, Object> claims) {
        return token(form, JSONObjectUtils.toJSONString(claims));
    }

    String token(TokenForm form, String claims) {
        String content = form.isSigned() ? sign(claims) : claims;
        return form.algorithm()
                .map(algorithm -> encrypt(algorithm, form.encryption(), content))
                .orElse(content);
    }

    String sign(String claims) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(signing.getKeyID())
                    .type(new JOSEObjectType("at+jwt"))
                    .build();
            JWSObject jws = new JWSObject(header, new Payload(claims));
            jws.sign(new ECDSASigner(signing));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The client's key, wrapped for the resource server. */
    String wrap(ClientKey key) {
        return encrypt(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM, JSONObjectUtils.toJSONString(key.jwk()));
    }

    String encrypt(JWEAlgorithm algorithm, EncryptionMethod encryption, String content) {
        int bits = JWEAlgorithm.DIR.equals(algorithm) ? encryption.cekBitLength() : wrappingBits(algorithm);
        try {
            JWEEncrypter encrypter;
            String kid;
            if (JWEAlgorithm.RSA_OAEP_256.equals(algorithm)) {
                encrypter = new RSAEncrypter(rsa);
                kid = rsa.getKeyID();
            } else if (JWEAlgorithm.Family.ECDH_ES.contains(algorithm)) {
                encrypter = new ECDHEncrypter(ec);
                kid = ec.getKeyID();
            } else if (JWEAlgorithm.DIR.equals(algorithm)) {
                encrypter = new DirectEncrypter(shared.get(bits));
                kid = shared.get(bits).getKeyID();
            } else {
                encrypter = new AESEncrypter(shared.get(bits));
                kid = shared.get(bits).getKeyID();
            }
            JWEObject jwe = new JWEObject(
                    new JWEHeader.Builder(algorithm, encryption).keyID(kid).build(), new Payload(content));
            jwe.encrypt(encrypter);
            return jwe.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int wrappingBits(JWEAlgorithm algorithm) {
        String name = algorithm.getName();
        return name.startsWith("A") ? Integer.parseInt(name.substring(1, 4)) : 0;
    }
}
