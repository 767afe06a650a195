// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;

/**
 * Percent-normal form: of all spellings that name the same thing, one.
 *
 * <p>A triplet whose octet may stand for itself becomes that character, every other triplet gets upper-case hex, and a raw
 * printable character that is illegal here becomes a triplet (RFC 3986 section 6.2.2, one documented step beyond it for
 * paths). Idempotent.
 */
final class PercentNormalForm {
    private static final String OTHER_PCHAR =
            "!$&'()*+,=:@"; // RFC 3986 section 3.3, besides the unreserved ones and ";"

    /** Of a path: besides the unreserved characters, {@code ! $ & ' ( ) * + , = : @} stand for themselves. */
    static final PercentNormalForm PATH = new PercentNormalForm(OTHER_PCHAR, "/");

    /** Of a segment with parameters, where {@code %3D} and {@code =} may differ: only unreserved characters are decoded. */
    static final PercentNormalForm PARAMETERS = new PercentNormalForm("", OTHER_PCHAR + ";");

    /** Of a query: only the unreserved characters are decoded. */
    static final PercentNormalForm QUERY = new PercentNormalForm("", OTHER_PCHAR + "/;?");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final boolean[] decoded = new boolean[128];
    private final boolean[] legal = new boolean[128];

    private PercentNormalForm(String alsoDecoded, String alsoLegal) {
        for (char c = 0; c < 128; c++) {
            boolean isUnreserved =
                    Ascii.isLowerLetter(c) || Ascii.isUpperLetter(c) || Ascii.isDigit(c) || "-._~".indexOf(c) >= 0;
            decoded[c] = isUnreserved || alsoDecoded.indexOf(c) >= 0;
            legal[c] = decoded[c] || alsoLegal.indexOf(c) >= 0;
        }
    }

    /** Whether this character stands for itself. */
    boolean isLegal(char c) {
        return c < 128 && legal[c];
    }

    /** The normal form. Malformed: a broken triplet; a raw space, control or non-ASCII character, {@code #}. */
    String of(String raw) throws MalformedException {
        for (int i = 0; i < raw.length(); i++) {
            if (!isLegal(raw.charAt(i))) {
                return rewrite(raw, i);
            }
        }
        return raw;
    }

    private String rewrite(String raw, int from) throws MalformedException {
        StringBuilder normal = new StringBuilder(raw.length() + 16).append(raw, 0, from);
        for (int i = from; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int octet = octet(raw, i);
                i += 2;
                if (octet < 128 && decoded[octet]) {
                    normal.append((char) octet);
                } else {
                    appendTriplet(normal, octet);
                }
            } else if (isLegal(c)) {
                normal.append(c);
            } else {
                refuseUnsendable(c);
                appendTriplet(normal, c);
            }
        }
        return normal.toString();
    }

    private static void refuseUnsendable(char c) throws MalformedException {
        if (c == ' ') {
            throw TargetDefect.RAW_SPACE.exception();
        }
        if (c < ' ' || c == 0x7F) {
            throw TargetDefect.RAW_CONTROL.exception();
        }
        if (c > 0x7F) {
            throw TargetDefect.RAW_NON_ASCII.exception();
        }
        if (c == '#') {
            throw TargetDefect.FRAGMENT.exception();
        }
    }

    private static int octet(String raw, int at) throws MalformedException {
        int high = at + 2 < raw.length() ? hex(raw.charAt(at + 1)) : -1;
        int low = high < 0 ? -1 : hex(raw.charAt(at + 2));
        if (low < 0) {
            throw TargetDefect.MALFORMED_PERCENT.exception();
        }
        return high << 4 | low;
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static void appendTriplet(StringBuilder normal, int octet) {
        normal.append('%').append(HEX[octet >> 4]).append(HEX[octet & 15]);
    }
}
