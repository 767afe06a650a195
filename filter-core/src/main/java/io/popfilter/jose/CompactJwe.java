// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import java.util.Arrays;
import java.util.Optional;

/** A parsed, undecrypted JWE in compact form (RFC 7516 section 7.1). */
public final class CompactJwe {

    private static final int PARTS = 5;

    private final JsonObject header;
    private final byte[] additionalData;
    private final byte[] encryptedKey;
    private final byte[] iv;
    private final byte[] ciphertext;
    private final byte[] tag;

    private CompactJwe(byte[] text, int[] ends) throws MalformedException {
        this.header = Json.object(Base64Url.decode(text, 0, ends[0]));
        this.additionalData = Arrays.copyOf(text, ends[0]); // RFC 7516 5.2 step 14: the encoded header
        this.encryptedKey = Base64Url.decode(text, ends[0] + 1, ends[1]);
        this.iv = Base64Url.decode(text, ends[1] + 1, ends[2]);
        this.ciphertext = Base64Url.decode(text, ends[2] + 1, ends[3]);
        this.tag = Base64Url.decode(text, ends[3] + 1, ends[4]);
    }

    /** Parses the text. */
    public static CompactJwe parse(String compact) throws MalformedException {
        int[] ends = new int[PARTS];
        int start = 0;
        for (int part = 0; part < PARTS - 1; part++) {
            ends[part] = compact.indexOf('.', start);
            start = ends[part] + 1;
            if (start == 0) {
                throw new MalformedException("not five parts");
            }
        }
        ends[PARTS - 1] = compact.length();
        if (compact.indexOf('.', start) >= 0) {
            throw new MalformedException("not five parts");
        }
        return new CompactJwe(Ascii.octets(compact), ends);
    }

    /** The JOSE header. */
    public JsonObject header() {
        return header;
    }

    Optional<KeyManagement> keyManagement() throws MalformedException {
        String alg = header.text("alg");
        return alg == null ? Optional.empty() : KeyManagement.of(alg);
    }

    Optional<ContentEncryption> contentEncryption() throws MalformedException {
        String enc = header.text("enc");
        return enc == null ? Optional.empty() : ContentEncryption.of(enc);
    }

    byte[] additionalData() {
        return additionalData;
    }

    byte[] encryptedKey() {
        return encryptedKey;
    }

    byte[] iv() {
        return iv;
    }

    byte[] ciphertext() {
        return ciphertext;
    }

    byte[] tag() {
        return tag;
    }
}
