// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Authenticated decryption of the content (RFC 7518 section 5). */
final class ContentDecrypter {

    private static final int GCM_IV_OCTETS = 12;
    private static final int GCM_TAG_OCTETS = 16;
    private static final int CBC_IV_OCTETS = 16;

    private final EnginePool<Cipher> gcm = new EnginePool<>(() -> JweDecrypter.newCipher("AES/GCM/NoPadding"));

    byte[] decrypt(CompactJwe jwe, byte[] cek, ContentEncryption encryption) throws GeneralSecurityException {
        return encryption.hmac().isPresent() ? cbc(jwe, cek, encryption.hmac().get()) : gcm(jwe, cek);
    }

    // RFC 7518 section 5.3
    private byte[] gcm(CompactJwe jwe, byte[] cek) throws GeneralSecurityException {
        // the JDK would take a shorter tag out of the ciphertext
        if (jwe.iv().length != GCM_IV_OCTETS || jwe.tag().length != GCM_TAG_OCTETS) {
            throw new AEADBadTagException();
        }
        Cipher engine = gcm.take();
        engine.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(cek, "AES"), new GCMParameterSpec(GCM_TAG_OCTETS * 8, jwe.iv()));
        engine.updateAAD(jwe.additionalData());
        byte[] plaintext = engine.doFinal(join(jwe.ciphertext(), jwe.tag()));
        gcm.give(engine);
        return plaintext;
    }

    /** Ciphertext and tag as JCA wants them. */
    static byte[] join(byte[] ciphertext, byte[] tag) {
        byte[] joined = Arrays.copyOf(ciphertext, ciphertext.length + tag.length);
        System.arraycopy(tag, 0, joined, ciphertext.length, tag.length);
        return joined;
    }

    // RFC 7518 section 5.2.2.2: the MAC over AAD || IV || ciphertext || AL is checked before anything is decrypted
    private static byte[] cbc(CompactJwe jwe, byte[] cek, String hmac) throws GeneralSecurityException {
        int half = cek.length / 2;
        if (jwe.iv().length != CBC_IV_OCTETS || jwe.tag().length != half) {
            throw new AEADBadTagException();
        }
        Mac mac = Mac.getInstance(hmac);
        mac.init(new SecretKeySpec(cek, 0, half, hmac));
        mac.update(jwe.additionalData());
        mac.update(jwe.iv());
        mac.update(jwe.ciphertext());
        byte[] bits = ByteBuffer.allocate(Long.BYTES)
                .putLong(jwe.additionalData().length * 8L)
                .array();
        byte[] tag = Arrays.copyOf(mac.doFinal(bits), half);
        if (!MessageDigest.isEqual(tag, jwe.tag())) {
            throw new AEADBadTagException();
        }
        Cipher engine = JweDecrypter.newCipher("AES/CBC/PKCS5Padding");
        engine.init(Cipher.DECRYPT_MODE, new SecretKeySpec(cek, half, half, "AES"), new IvParameterSpec(jwe.iv()));
        return engine.doFinal(jwe.ciphertext());
    }
}
