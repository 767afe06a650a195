// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 text of files that people edit: bytes that are no UTF-8 are refused, a byte order mark is not part of the text. */
final class Utf8 {

    private Utf8() {}

    static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
