// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.parse.Ascii;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;

/** The one Authorization line, bounded before anything else is done with it (RFC 9110 section 11.4). */
record Credentials(String line, int schemeEnd) {

    private static final int MAX_LENGTH = 8 * 1024;
    private static final int MAX_SHOWN_LENGTH = 20;

    static Credentials of(ReceivedRequest request) throws Rejection {
        List<String> lines = request.fieldLines("authorization");
        if (lines.isEmpty()) {
            throw new Rejection(Reason.NO_CREDENTIALS);
        }
        if (lines.size() > 1) {
            throw new Rejection(Reason.AUTHORIZATION_REPEATED, Facts.expected("1 line", lines.size() + " lines"));
        }
        String line = lines.get(0);
        if (line.length() > MAX_LENGTH) {
            throw new Rejection(
                    Reason.AUTHENTICATOR_TOO_LARGE,
                    Facts.expected("at most " + MAX_LENGTH + " characters", Integer.toString(line.length())));
        }
        return new Credentials(line, schemeEnd(line));
    }

    private static int schemeEnd(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
            end++;
        }
        return end;
    }

    String scheme() {
        return line.substring(0, schemeEnd);
    }

    boolean isFor(String name) {
        return scheme().equalsIgnoreCase(name); // RFC 9110 section 11.1
    }

    /** What follows the scheme name and one or more spaces; empty when anything else follows. */
    String token() {
        int start = schemeEnd;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        return start == schemeEnd ? "" : line.substring(start);
    }

    /** {@link #token()}, made of the characters that RFC 9110 section 11.2 allows. */
    String token68() throws Rejection {
        String token = token();
        int end = token.length();
        while (end > 0 && token.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!isOfToken68(token.charAt(i))) {
                throw new Rejection(Reason.TOKEN_MALFORMED, Facts.about("a character that is not of token68"));
            }
        }
        if (end == 0) {
            throw new Rejection(Reason.TOKEN_MALFORMED, Facts.about("no token after the scheme"));
        }
        return token;
    }

    private static boolean isOfToken68(char c) {
        return Ascii.isLowerLetter(c) || Ascii.isUpperLetter(c) || Ascii.isDigit(c) || "-._~+/".indexOf(c) >= 0;
    }

    /** The scheme's name for a log, unless it may be a token that was sent without a scheme. */
    @Override
    public String toString() {
        boolean isName = schemeEnd < line.length() && schemeEnd <= MAX_SHOWN_LENGTH;
        return isName ? scheme() : "no scheme's name";
    }
}
