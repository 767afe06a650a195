// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;
import java.util.List;
import java.util.Set;

/** Which header fields can be covered, which must be, and the form in which their values are hashed. */
public final class FieldRules {

    /** Fields that intermediaries add, change or drop by design, and those that carry the authenticator itself. */
    private static final Set<String> NEVER_COVERABLE = Set.of(
            "accept-encoding",
            "age",
            "authorization",
            "cache-control",
            "connection",
            "content-length",
            "cookie",
            "date",
            "expect",
            "forwarded",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "keep-alive",
            "max-forwards",
            "pragma",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "range",
            "signature",
            "signature-input",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via",
            "warning",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-real-ip");

    /** Fields that let a request mean something else than its signed target and method. */
    private static final List<String> SENSITIVE =
            List.of("x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url");

    /** Fields that say how a body is to be read. */
    private static final List<String> DESCRIBING_BODY = List.of("content-type", "content-encoding");

    private FieldRules() {}

    /** Fields that must be covered when they are present. */
    public static List<String> sensitive() {
        return SENSITIVE;
    }

    /** Fields that must be covered when they are present and there is a body. */
    public static List<String> describingBody() {
        return DESCRIBING_BODY;
    }

    /** Whether a field of this lower-case name may be covered; names with other characters are dropped by proxies. */
    public static boolean isCoverable(String name) {
        if (name.isEmpty() || name.startsWith("-") || name.endsWith("-")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Ascii.isLowerLetter(c) && !Ascii.isDigit(c) && c != '-') {
                return false;
            }
        }
        return !NEVER_COVERABLE.contains(name);
    }

    /**
     * The value of a field's one line as it is hashed: without surrounding white space, and for the fields whose letter case
     * does not matter and is changed on the way, in lower case.
     */
    public static String canonicalValue(String name, String line) throws MalformedException {
        String value = trim(line);
        if (value.isEmpty()) {
            throw new MalformedException("empty value");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw new MalformedException("value that is not printable ASCII");
            }
            if (c == ' ' && value.charAt(i + 1) == ' ') {
                throw new MalformedException("value with two spaces in a row");
            }
        }
        return switch (name) {
            case "content-type" -> MediaType.canonical(value);
            case "content-encoding" -> MediaType.lowerCase(value);
            default -> value;
        };
    }

    private static String trim(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isSpace(line.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    // RFC 9110 section 5.6.3: optional white space
    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
