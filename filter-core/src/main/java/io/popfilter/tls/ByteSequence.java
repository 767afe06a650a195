// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import io.popfilter.parse.MalformedException;
import java.util.Base64;

/**
 * A Byte Sequence of structured fields, {@code :cHJldGVuZA==:} (RFC 9651 section 3.3.5), as the only thing on its line: no
 * parameters, no list. Every octet sequence has exactly one spelling.
 */
final class ByteSequence {

    private ByteSequence() {}

    static byte[] decode(String text) throws MalformedException {
        if (text.length() < 2 || !text.startsWith(":") || !text.endsWith(":")) {
            throw new MalformedException("not a byte sequence, :base64:");
        }
        return base64(text.substring(1, text.length() - 1));
    }

    /** With padding (RFC 4648 section 4). The JDK's decoder lets padding be left out, and spare bits be set. */
    static byte[] base64(String text) throws MalformedException {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("illegal character or padding in base64");
        }
        if (!Base64.getEncoder().encodeToString(octets).equals(text)) {
            throw new MalformedException("base64 without padding, or with a non-canonical end");
        }
        return octets;
    }
}
