// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 with reused engines, as the hashes of the signed request use it: base64url without padding. */
public final class Digests {

    private final EnginePool<MessageDigest> engines = new EnginePool<>(Digests::newSha256);

    /** Engines of its own. */
    public Digests() {}

    /** A new engine for a caller that hashes piece by piece. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digest of these octets. */
    public String sha256(byte[] octets, int from, int length) {
        MessageDigest engine = start();
        engine.update(octets, from, length);
        return finish(engine);
    }

    /** An engine for a caller that hashes piece by piece and then calls {@link #finish}, or drops it when that fails. */
    public MessageDigest start() {
        return engines.take();
    }

    /** The digest of what the engine was given; the caller has to let go of it. */
    public String finish(MessageDigest engine) {
        String hash = Base64Url.encode(engine.digest());
        engines.give(engine);
        return hash;
    }

    /** The digest of a text, one octet per character (ISO-8859-1, as containers decode header fields). */
    public String sha256(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return sha256(octets, 0, octets.length);
    }

    /** Compares two hashes in constant time. */
    public static boolean isEqual(String expected, String received) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.ISO_8859_1), received.getBytes(StandardCharsets.ISO_8859_1));
    }
}
