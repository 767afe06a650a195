// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;
import java.util.Locale;

/**
 * Content-Type in one form (RFC 9110 section 8.3.1): {@code type/subtype;name=value}, without white space around
 * {@code ;}; type, subtype, parameter names and the value of {@code charset} in lower case, other values as sent.
 *
 * <p>Needed because a container may hand the filter another letter case than the client sent.
 */
final class MediaType {

    private MediaType() {}

    static String canonical(String value) throws MalformedException {
        int semicolon = end(value, 0);
        String type = lowerCase(value.substring(0, semicolon).strip());
        int slash = type.indexOf('/');
        if (slash <= 0 || slash == type.length() - 1 || type.indexOf(' ') >= 0) {
            throw new MalformedException("malformed media type");
        }
        StringBuilder canonical = new StringBuilder(type);
        while (semicolon < value.length()) {
            int next = end(value, semicolon + 1);
            appendParameter(canonical, value.substring(semicolon + 1, next).strip());
            semicolon = next;
        }
        return canonical.toString();
    }

    private static void appendParameter(StringBuilder canonical, String parameter) throws MalformedException {
        if (parameter.isEmpty()) {
            return; // RFC 9110 section 5.6.6 allows empty parameters
        }
        int equals = parameter.indexOf('=');
        if (equals <= 0 || equals == parameter.length() - 1) {
            throw new MalformedException("malformed media type parameter");
        }
        String name = lowerCase(parameter.substring(0, equals));
        String value = parameter.substring(equals + 1);
        canonical.append(';').append(name).append('=').append(name.equals("charset") ? lowerCase(value) : value);
    }

    /** Where the part that starts here ends: at a semicolon outside quotes, or with the value. */
    private static int end(String value, int from) throws MalformedException {
        boolean isQuoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '\\' && isQuoted) {
                i++;
            } else if (c == ';' && !isQuoted) {
                return i;
            }
        }
        if (isQuoted) {
            throw new MalformedException("unfinished quoted string");
        }
        return value.length();
    }

    static String lowerCase(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}
