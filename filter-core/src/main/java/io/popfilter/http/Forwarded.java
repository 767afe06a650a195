// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The value of one Forwarded line (RFC 7239 section 4), parsed strictly: elements with their parameters, names in lower case.
 */
final class Forwarded {

    private static final int MAX_LENGTH = 4096;

    private final String text;
    private int at;

    private Forwarded(String text) {
        this.text = text;
    }

    /** The elements in order. Malformed: empty ones, a parameter twice in one, or anything else that the grammar does not have. */
    static List<Map<String, String>> parse(String line) throws MalformedException {
        if (line.length() > MAX_LENGTH) {
            throw new MalformedException("Forwarded is too long");
        }
        Forwarded parser = new Forwarded(line);
        List<Map<String, String>> elements = new ArrayList<>();
        do {
            elements.add(parser.element());
        } while (parser.skip(','));
        if (parser.at < line.length()) {
            throw new MalformedException("Forwarded is malformed");
        }
        return elements;
    }

    private Map<String, String> element() throws MalformedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        do {
            skipSpaces();
            String name = token().toLowerCase(Locale.ROOT);
            if (!skip('=')) {
                throw new MalformedException("Forwarded has a parameter without value");
            }
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            if (parameters.put(name, value) != null) {
                throw new MalformedException("Forwarded has a parameter twice");
            }
            skipSpaces();
        } while (skip(';'));
        return parameters;
    }

    private String token() throws MalformedException {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw new MalformedException("Forwarded is malformed");
        }
        return text.substring(start, at);
    }

    // RFC 9110 section 5.6.4
    private String quoted() throws MalformedException {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && ++at == text.length()) {
                break;
            }
            char literal = text.charAt(at);
            if (literal < ' ' || literal > '~') {
                throw new MalformedException("Forwarded has an illegal character");
            }
            value.append(literal);
        }
        throw new MalformedException("Forwarded has an unfinished quoted string");
    }

    private boolean skip(char c) {
        boolean isThere = at < text.length() && text.charAt(at) == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    // RFC 9110 section 5.6.1: optional white space around the comma of a list
    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isTokenCharacter(char c) {
        return Ascii.isLowerLetter(c)
                || Ascii.isUpperLetter(c)
                || Ascii.isDigit(c)
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
