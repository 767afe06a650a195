// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import io.popfilter.parse.MalformedException;

/**
 * One certificate in PEM (RFC 7468 section 5), in the two ways in which it fits on the line of a field: percent-coded, or
 * with blanks for line breaks.
 */
final class Pem {

    private static final String BEGIN = "-----BEGIN CERTIFICATE----- ";
    private static final String END = " -----END CERTIFICATE-----";

    private Pem() {}

    /** What is between the markers. */
    static byte[] certificate(String line) throws MalformedException {
        String text = withoutLineBreaks(line.indexOf('%') < 0 ? line : percentDecoded(line));
        if (text.length() < BEGIN.length() + END.length() || !text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new MalformedException("not one certificate in PEM");
        }
        String lines = text.substring(BEGIN.length(), text.length() - END.length());
        if (lines.startsWith(" ") || lines.endsWith(" ") || lines.contains("  ")) {
            throw new MalformedException("empty line in PEM");
        }
        return ByteSequence.base64(lines.replace(" ", ""));
    }

    private static String withoutLineBreaks(String text) {
        String blanks = text.replace('\n', ' ');
        return blanks.endsWith(" ") ? blanks.substring(0, blanks.length() - 1) : blanks;
    }

    /** RFC 3986 section 2.1; what is not coded has to be unreserved. */
    private static String percentDecoded(String text) throws MalformedException {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                decoded.append(unreserved(c));
                continue;
            }
            if (i + 2 >= text.length()) {
                throw new MalformedException("unfinished percent-coding");
            }
            decoded.append((char) (hexDigit(text.charAt(i + 1)) << 4 | hexDigit(text.charAt(i + 2))));
            i += 2;
        }
        return decoded.toString();
    }

    private static char unreserved(char c) throws MalformedException {
        boolean isUnreserved =
                (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || "-._~".indexOf(c) >= 0;
        if (!isUnreserved) {
            throw new MalformedException("character that is not percent-coded");
        }
        return c;
    }

    private static int hexDigit(char c) throws MalformedException {
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw new MalformedException("percent-coding without two hexadecimal digits");
        }
        return digit;
    }
}
