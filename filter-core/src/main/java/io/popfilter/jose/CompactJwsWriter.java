// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonWriter;
import java.nio.charset.StandardCharsets;

/** Makes a JWS in compact form (RFC 7515 section 7.1). */
public final class CompactJwsWriter {

    private final Signatures signatures = new Signatures();

    /** Engines of its own, for any number of threads. */
    public CompactJwsWriter() {}

    /** The compact form of a payload, signed with the key; the header holds {@code alg}, {@code typ}, and the key's {@code kid}. */
    public String write(SigningKey key, String type, String payload) {
        JsonWriter header = header(key, type);
        key.kid().ifPresent(kid -> header.text("kid", kid));
        return write(header, key, payload);
    }

    /**
     * The same with the public key in the header ({@code jwk}), and without its name.
     *
     * @throws IllegalArgumentException when the key is a secret
     */
    public String writePresentingKey(SigningKey key, String type, String payload) {
        JsonWriter header = header(key, type);
        header.raw(
                "jwk",
                key.publicJwk().orElseThrow(() -> new IllegalArgumentException("a secret key cannot be presented")));
        return write(header, key, payload);
    }

    private static JsonWriter header(SigningKey key, String type) {
        JsonWriter header = new JsonWriter();
        header.text("alg", key.algorithm().joseName());
        header.text("typ", type);
        return header;
    }

    private String write(JsonWriter header, SigningKey key, String payload) {
        String signingInput = encode(header.toString()) + "." + encode(payload);
        byte[] signature = signatures.sign(key, signingInput.getBytes(StandardCharsets.US_ASCII));
        return signingInput + "." + Base64Url.encode(signature);
    }

    private static String encode(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }
}
