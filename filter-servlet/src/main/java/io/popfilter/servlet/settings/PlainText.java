// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import java.util.regex.Pattern;

/** Text that is used as it stands. */
final class PlainText {

    private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}]+");
    private static final Pattern ONE_LINE = Pattern.compile("\\P{Cntrl}+");
    // RFC 9110 5.6.4: what a quoted-string can hold without a backslash
    private static final Pattern QUOTABLE = Pattern.compile("[ !#-\\[\\]-~]+");

    private PlainText() {}

    /** Text without white space, such as an issuer or the name of a claim. */
    static String word(String text) throws BadValueException {
        if (!WORD.matcher(text).matches()) {
            throw BadValueException.about(
                    text, MALFORMED, "has white space or control characters", "write it without them");
        }
        return text;
    }

    /** Printable ASCII without quotation mark and backslash. */
    static String quotable(String text) throws BadValueException {
        if (!QUOTABLE.matcher(text).matches()) {
            throw BadValueException.about(
                    text,
                    MALFORMED,
                    "has characters that a challenge cannot carry",
                    "use printable ASCII without \" and \\");
        }
        return text;
    }

    /** Any text on one line. */
    static String line(String text) throws BadValueException {
        if (!ONE_LINE.matcher(text).matches()) {
            throw BadValueException.about(
                    text, MALFORMED, "has line ends or other control characters", "write it on one line");
        }
        return text;
    }

    /** A password: any text on one line. Never quoted, wherever it comes from. */
    static String secret(String text) throws BadValueException {
        if (!ONE_LINE.matcher(text).matches()) {
            throw BadValueException.unquoted(
                    MALFORMED, "has line ends or other control characters", "write it on one line");
        }
        return text;
    }
}
