// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

/** Classes of ASCII characters, without regard to locale or Unicode. */
public final class Ascii {

    private Ascii() {}

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
