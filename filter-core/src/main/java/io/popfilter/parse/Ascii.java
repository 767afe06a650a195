// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import java.nio.charset.StandardCharsets;

/** Classes of ASCII characters, without regard to locale or Unicode. */
public final class Ascii {

    private Ascii() {}

    /** One octet for each character; {@code ?} for one that is not ISO-8859-1. Malformed: surrogate pairs. */
    public static byte[] octets(String text) throws MalformedException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        if (octets.length != text.length()) { // a pair of surrogates became one octet: positions would differ
            throw new MalformedException("illegal character");
        }
        return octets;
    }

    /** {@code 0} to {@code 9}. */
    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@code a} to {@code z}. */
    public static boolean isLowerLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** {@code A} to {@code Z}. */
    public static boolean isUpperLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
