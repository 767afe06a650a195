// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.regex.Pattern;

/** Configured text made safe for one line of a log. */
final class Printable {

    private static final int QUOTED_LENGTH = 80;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");

    private Printable() {}

    /** The text with every control or invisible formatting character replaced by {@code ?}. */
    static String of(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }

    /** The text in quotation marks, shortened when long. */
    static String quote(String text) {
        String shown = text.length() <= QUOTED_LENGTH ? text : text.substring(0, QUOTED_LENGTH) + "…";
        return '"' + of(shown) + '"';
    }
}
