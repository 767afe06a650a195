// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Content-Type in one form (RFC 9110 section 8.3.1): {@code type/subtype;name=value}, without white space around
 * {@code ;}; type, subtype, parameter names and the value of {@code charset} in lower case, other values as sent, quotation
 * marks included.
 *
 * <p>Needed because a container may hand the filter another letter case than the client sent. An unquoted value may have any
 * character but white space, quotation marks, commas and semicolons: boundaries with {@code /} or {@code =} are common.
 */
final class MediaType {

    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~"; // RFC 9110 section 5.6.2

    private MediaType() {}

    static String canonical(String value) throws MalformedException {
        if (isPlain(value)) {
            return value; // which is usual
        }
        int end = tokenEnd(value, 0);
        int subtypeEnd = end < value.length() && value.charAt(end) == '/' ? tokenEnd(value, end + 1) : end;
        if (end == 0 || subtypeEnd <= end + 1) {
            throw new MalformedException("media type that is not type/subtype", "write for instance application/json");
        }
        StringBuilder canonical = new StringBuilder(lowerCase(value.substring(0, subtypeEnd)));
        Set<String> names = new HashSet<>();
        int at = skipSpaces(value, subtypeEnd);
        while (at < value.length()) {
            if (value.charAt(at) != ';') {
                throw malformedParameter();
            }
            at = skipSpaces(value, at + 1);
            if (at < value.length() && value.charAt(at) != ';') { // RFC 9110 section 5.6.6 allows empty parameters
                at = skipSpaces(value, appendParameter(canonical, names, value, at));
            }
        }
        return canonical.toString();
    }

    /** Whether it is {@code type/subtype} in lower case and nothing else. */
    private static boolean isPlain(String value) {
        int slash = value.indexOf('/');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Ascii.isUpperLetter(c) || (!isTokenCharacter(c) && i != slash)) {
                return false;
            }
        }
        return slash > 0 && slash < value.length() - 1;
    }

    private static int appendParameter(StringBuilder canonical, Set<String> names, String value, int start)
            throws MalformedException {
        int equals = tokenEnd(value, start);
        if (equals == start || equals == value.length() || value.charAt(equals) != '=') {
            throw malformedParameter();
        }
        String name = lowerCase(value.substring(start, equals));
        if (!names.add(name)) { // RFC 6838 section 4.3
            throw new MalformedException("media type with a parameter twice", "write it once");
        }
        int end = valueEnd(value, equals + 1);
        String parameter = value.substring(equals + 1, end);
        canonical
                .append(';')
                .append(name)
                .append('=')
                .append(name.equals("charset") ? lowerCase(parameter) : parameter);
        return end;
    }

    private static int valueEnd(String value, int start) throws MalformedException {
        if (start < value.length() && value.charAt(start) == '"') {
            for (int i = start + 1; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '"') {
                    return i + 1;
                }
                i += c == '\\' ? 1 : 0;
            }
            throw new MalformedException("unfinished quoted string", "close the quotation marks");
        }
        int end = start;
        while (end < value.length() && " ;,\"".indexOf(value.charAt(end)) < 0) {
            end++;
        }
        if (end == start) {
            throw malformedParameter();
        }
        return end;
    }

    private static int tokenEnd(String value, int start) {
        int end = start;
        while (end < value.length() && isTokenCharacter(value.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isTokenCharacter(char c) {
        return Ascii.isLowerLetter(c)
                || Ascii.isUpperLetter(c)
                || Ascii.isDigit(c)
                || TOKEN_PUNCTUATION.indexOf(c) >= 0;
    }

    private static int skipSpaces(String value, int start) {
        int at = start;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static MalformedException malformedParameter() {
        return new MalformedException(
                "malformed media type parameter", "write ;name=value, quoting what is not a word");
    }

    static String lowerCase(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}
