// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * base64url without padding (RFC 7515 section 2), strictly: every octet sequence has exactly one spelling.
 *
 * <p>The JDK's decoder does the work; what it lets pass (padding, and bits in the last character that no octet holds) is
 * refused here, or one token would have several texts.
 */
public final class Base64Url {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Base64Url() {}

    /** The text of these octets. */
    public static String encode(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** The octets of this text. */
    public static byte[] decode(String text) throws MalformedException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return decode(octets, 0, octets.length);
    }

    /** The octets of the text at {@code [from, to)}. */
    public static byte[] decode(byte[] text, int from, int to) throws MalformedException {
        int spare = (to - from) % 4;
        if (spare == 1) {
            throw new MalformedException("base64url of an impossible length");
        }
        if (spare != 0) {
            int last = ALPHABET.indexOf(text[to - 1]);
            int unused = spare == 2 ? 0b1111 : 0b11;
            if (last < 0 || (last & unused) != 0) {
                throw new MalformedException("base64url with a non-canonical end");
            }
        } else if (to > from && text[to - 1] == '=') {
            throw new MalformedException("base64url with padding");
        }
        try {
            ByteBuffer octets = Base64.getUrlDecoder().decode(ByteBuffer.wrap(text, from, to - from));
            return octets.array();
        } catch (IllegalArgumentException e) {
            throw new MalformedException("illegal character in base64url");
        }
    }
}
