// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts JWEs (RFC 7516 section 5.2) with the JDK's providers.
 *
 * <p>It never says which step failed: a wrong key, a changed tag and a changed ciphertext are one answer.
 */
public final class JweDecrypter {

    private static final int GCM_IV_OCTETS = 12;
    private static final int GCM_TAG_OCTETS = 16;
    private static final OAEPParameterSpec OAEP_256 =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private final EnginePool<Cipher> keyWrap = new EnginePool<>(() -> newCipher("AESWrap"));
    private final ContentDecrypter content = new ContentDecrypter();
    private final SecureRandom random = new SecureRandom();

    /** Engines of its own, for any number of threads. */
    public JweDecrypter() {}

    /** Decrypts with one of these keys: the one of the JWE's {@code kid}, or without a {@code kid} each that fits. */
    public Decrypted decrypt(CompactJwe jwe, List<DecryptionKey> keys) throws JoseException, MalformedException {
        JoseHeaders.refuseExtensions(jwe.header());
        KeyManagement algorithm = jwe.keyManagement().orElseThrow(() -> notAccepted("alg"));
        ContentEncryption encryption = jwe.contentEncryption().orElseThrow(() -> notAccepted("enc"));
        Optional<String> kid = JoseHeaders.kid(jwe.header());
        int attempts = 0;
        for (DecryptionKey key : keys) {
            if (!key.fits(algorithm, encryption) || (kid.isPresent() && !kid.equals(key.kid()))) {
                continue;
            }
            if (++attempts > JwsVerifier.MAX_ATTEMPTS) {
                break;
            }
            Optional<byte[]> plaintext = decrypt(jwe, key, algorithm, encryption);
            if (plaintext.isPresent()) {
                return new Decrypted(plaintext.get(), algorithm.family() == KeyManagement.Family.SHARED);
            }
        }
        if (attempts == 0) {
            throw new JoseException(JoseException.Fault.KEY_UNKNOWN, "no key for this kid, alg and enc");
        }
        throw new JoseException(JoseException.Fault.NOT_AUTHENTIC, "decryption");
    }

    private static JoseException notAccepted(String member) {
        return new JoseException(JoseException.Fault.ALGORITHM_NOT_ACCEPTED, member);
    }

    private Optional<byte[]> decrypt(
            CompactJwe jwe, DecryptionKey key, KeyManagement algorithm, ContentEncryption encryption)
            throws MalformedException {
        byte[] cek;
        try {
            cek = contentEncryptionKey(jwe, key, algorithm, encryption);
        } catch (GeneralSecurityException e) {
            cek = new byte[0];
        }
        if (cek.length != encryption.keyOctets()) {
            // RFC 7516 section 11.5: go on with a random key, so that the time tells nothing about the padding
            cek = new byte[encryption.keyOctets()];
            random.nextBytes(cek);
        }
        try {
            return Optional.of(content.decrypt(jwe, cek, encryption));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private byte[] contentEncryptionKey(
            CompactJwe jwe, DecryptionKey key, KeyManagement algorithm, ContentEncryption encryption)
            throws GeneralSecurityException, MalformedException {
        return switch (algorithm) {
            case DIR -> {
                requireNoEncryptedKey(jwe);
                yield key.key().getEncoded();
            }
            case A128KW, A192KW, A256KW -> unwrap(key.key(), jwe.encryptedKey());
            case A128GCMKW, A192GCMKW, A256GCMKW -> unwrapGcm(key.key(), jwe);
            case RSA_OAEP_256 -> unwrapOaep(key.key(), jwe.encryptedKey());
            case ECDH_ES -> {
                requireNoEncryptedKey(jwe);
                yield EcdhEs.derive(jwe.header(), key, encryption.joseName(), encryption.keyOctets());
            }
            case ECDH_ES_A128KW, ECDH_ES_A192KW, ECDH_ES_A256KW -> {
                byte[] kek = EcdhEs.derive(jwe.header(), key, algorithm.joseName(), algorithm.wrappingOctets());
                yield unwrap(new SecretKeySpec(kek, "AES"), jwe.encryptedKey());
            }
        };
    }

    private static void requireNoEncryptedKey(CompactJwe jwe) throws MalformedException {
        if (jwe.encryptedKey().length > 0) {
            throw new MalformedException("an encrypted key that the algorithm does not have");
        }
    }

    private byte[] unwrap(Key key, byte[] wrapped) throws GeneralSecurityException {
        Cipher engine = keyWrap.take();
        engine.init(Cipher.UNWRAP_MODE, key);
        byte[] cek = engine.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
        keyWrap.give(engine);
        return cek;
    }

    // RFC 7518 section 4.7.1: iv and tag of the key wrapping travel in the header
    private byte[] unwrapGcm(Key key, CompactJwe jwe) throws GeneralSecurityException, MalformedException {
        byte[] iv = octets(jwe.header(), "iv", GCM_IV_OCTETS);
        byte[] tag = octets(jwe.header(), "tag", GCM_TAG_OCTETS);
        Cipher engine = newCipher("AES/GCM/NoPadding");
        engine.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(GCM_TAG_OCTETS * 8, iv));
        return engine.doFinal(ContentDecrypter.join(jwe.encryptedKey(), tag));
    }

    private static byte[] octets(JsonObject header, String name, int length) throws MalformedException {
        String text = header.text(name);
        byte[] octets = text == null ? new byte[0] : Base64Url.decode(text);
        if (octets.length != length) {
            throw new MalformedException("header member " + name + " is not of " + length + " octets");
        }
        return octets;
    }

    private static byte[] unwrapOaep(Key key, byte[] wrapped) throws GeneralSecurityException {
        Cipher engine = newCipher("RSA/ECB/OAEPPadding");
        engine.init(Cipher.DECRYPT_MODE, key, OAEP_256);
        return engine.doFinal(wrapped);
    }

    static Cipher newCipher(String transformation) {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + transformation, e);
        }
    }
}
