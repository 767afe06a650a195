// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Percent-encoding by regular expressions, and so otherwise than the code that is tested does it. */
final class Spelling {

    private static final Pattern TRIPLET = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern UNIT = Pattern.compile(TRIPLET + "|.", Pattern.DOTALL);

    static final String UNRESERVED = "2[DE]|7E|5F|[46][1-9A-F]|[57][0-9A]|3[0-9]";
    static final String SUB_DELIMITERS = "21|24|2[6-9A-C]|3[AD]|40";

    private Spelling() {}

    /** Characters and triplets. */
    static List<String> units(String text) {
        List<String> units = new ArrayList<>();
        Matcher matcher = UNIT.matcher(text);
        while (matcher.find()) {
            units.add(matcher.group());
        }
        return units;
    }

    /** One character per octet, for ASCII. */
    static String decoded(String text) {
        return decoded(text, "..");
    }

    /** Of a text without broken triplets; another stays, since proxies refuse it. */
    static String decoded(String text, String hexPattern) {
        if (BROKEN.matcher(text).find()) {
            return text;
        }
        return Pattern.compile("%(?=[0-9A-F]{2})(" + hexPattern + ")", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .replaceAll(triplet -> Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(triplet.group().substring(1), 16))));
    }

    /** With triplets for these characters. */
    static String encoded(String text, String characters) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            encoded.append(characters.indexOf(c) < 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }

    static String upperCaseHex(String text) {
        return TRIPLET.matcher(text).replaceAll(triplet -> triplet.group().toUpperCase(Locale.ROOT));
    }

    /** Changes what is no triplet. */
    static String outsideTriplets(String text, UnaryOperator<String> change) {
        StringBuilder changed = new StringBuilder();
        for (String unit : units(text)) {
            changed.append(unit.length() == 3 ? unit : change.apply(unit));
        }
        return changed.toString();
    }
}
