// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.impl.BaseJWEProvider;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes compact JWEs (RFC 7516 section 5.1). */
final class Jwe {

    private Jwe() {}

    /** With Nimbus, right in every respect; with {@code kid} in the header or without. */
    static String encrypt(
            String alg, String enc, String key, @Nullable String kid, String plaintext, SecureRandom random) {
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.parse(alg), EncryptionMethod.parse(enc))
                .keyID(kid)
                .type(new JOSEObjectType("at+jwt"))
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(plaintext));
        try {
            JWEEncrypter encrypter = encrypter(alg, Keys.of(key));
            ((BaseJWEProvider) encrypter).getJCAContext().setSecureRandom(random);
            jwe.encrypt(encrypter);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwe.serialize();
    }

    private static JWEEncrypter encrypter(String alg, JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return new RSAEncrypter(rsa);
        }
        if (key instanceof ECKey ec) {
            return new ECDHEncrypter(ec);
        }
        return alg.equals("dir")
                ? new DirectEncrypter(key.toOctetSequenceKey())
                : new AESEncrypter(key.toOctetSequenceKey());
    }

    /** By hand: content encrypted with A256GCM under the key itself, whatever the header says. */
    static String direct(String header, String key, String encryptedKey, String plaintext, SecureRandom random) {
        byte[] iv = new byte[12];
        random.nextBytes(iv);
        String encodedHeader = Jws.encode(header);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Keys.secret(key), "AES"), new GCMParameterSpec(128, iv));
            cipher.updateAAD(Keys.octets(encodedHeader));
            byte[] sealed = cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8));
            int tag = sealed.length - 16;
            return String.join(
                    ".",
                    encodedHeader,
                    encryptedKey,
                    Keys.base64url(iv),
                    Keys.base64url(Arrays.copyOf(sealed, tag)),
                    Keys.base64url(Arrays.copyOfRange(sealed, tag, sealed.length)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
