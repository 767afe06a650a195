// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import java.time.Instant;

/**
 * A NumericDate (RFC 7519 section 2): seconds since 1970-01-01T00:00:00Z, from then to the end of the year 9999.
 *
 * <p>The range is checked on the text: a library that multiplies first turns {@code 1e300} into a day in 1969.
 */
public final class NumericDate {

    private static final int MAX_DIGITS = 12;
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** The last one. */
    public static final Instant MAX = Instant.ofEpochSecond(MAX_SECONDS);

    private NumericDate() {}

    /** Whole seconds only. */
    public static Instant whole(String name, JsonValue value) throws MalformedException {
        String text = text(name, value);
        return seconds(name, text);
    }

    /** Seconds; a decimal fraction is legal in RFC 7519 and cut off, an exponent is refused. */
    public static Instant truncated(String name, JsonValue value) throws MalformedException {
        String text = text(name, value);
        int point = text.indexOf('.');
        if (point < 0) {
            return seconds(name, text);
        }
        for (int i = point + 1; i < text.length(); i++) {
            requireDigit(name, text.charAt(i));
        }
        return seconds(name, text.substring(0, point));
    }

    private static String text(String name, JsonValue value) throws MalformedException {
        if (value instanceof JsonValue.Numeral number) {
            return number.text();
        }
        throw new MalformedException(name + " is not a number");
    }

    private static Instant seconds(String name, String digits) throws MalformedException {
        if (digits.length() > MAX_DIGITS) {
            throw new MalformedException(name + " is out of range");
        }
        long seconds = 0;
        for (int i = 0; i < digits.length(); i++) {
            requireDigit(name, digits.charAt(i));
            seconds = seconds * 10 + digits.charAt(i) - '0';
        }
        if (seconds > MAX_SECONDS) {
            throw new MalformedException(name + " is out of range");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static void requireDigit(String name, char c) throws MalformedException {
        if (!Ascii.isDigit(c)) {
            throw new MalformedException(name + " is not a number of seconds");
        }
    }
}
