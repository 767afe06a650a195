// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;
import java.util.List;
import java.util.Set;

/** Which header fields can be covered, which must be, and the form in which their values are hashed. */
public final class FieldRules {

    private static final String CONTENT_TYPE = "content-type";
    private static final String CONTENT_ENCODING = "content-encoding";
    private static final String DATE = "date";

    /** Fields that intermediaries add, change or drop by design, and those that carry the authenticator itself. */
    private static final Set<String> NEVER_COVERABLE = Set.of(
            "accept-encoding",
            "age",
            "authorization",
            "cache-control",
            "connection",
            "content-length",
            "cookie",
            DATE,
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
    private static final List<String> DESCRIBING_BODY = List.of(CONTENT_TYPE, CONTENT_ENCODING);

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
    static boolean isCoverable(String name, Set<Allowance> allowances) {
        if (name.isEmpty() || name.startsWith("-") || name.endsWith("-")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Ascii.isLowerLetter(c) && !Ascii.isDigit(c) && c != '-') {
                return false;
            }
        }
        return !NEVER_COVERABLE.contains(name) || (name.equals(DATE) && allowances.contains(Allowance.DATE_FIELD));
    }

    /** Whether several lines of this field may mean the same as one with commas. */
    static boolean canBeList(String name) {
        return !name.equals(CONTENT_TYPE) && !name.equals(DATE);
    }

    /**
     * The value of a field's one line as it is hashed: without surrounding white space, and for the fields whose letter case
     * does not matter and is changed on the way, in lower case.
     */
    static String canonicalValue(String name, String line) throws MalformedException {
        String value = trim(line);
        if (value.isEmpty()) {
            throw new MalformedException("empty value", "leave the field out");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw new MalformedException(
                        "value that is not printable ASCII", "encode it, for instance as base64 or as RFC 8187 says");
            }
            if (c == ' ' && value.charAt(i + 1) == ' ') {
                throw new MalformedException("value with two spaces in a row", "write one space");
            }
        }
        return switch (name) {
            case CONTENT_TYPE -> MediaType.canonical(value);
            case CONTENT_ENCODING -> MediaType.lowerCase(value);
            default -> value;
        };
    }

    /** The lines of a list, joined as proxies join them (RFC 9110 section 5.3); what they could drop is refused. */
    static String canonicalList(String name, List<String> lines) throws MalformedException {
        StringBuilder list = new StringBuilder();
        for (String line : lines) {
            String value = canonicalValue(name, line);
            requireMembers(value);
            list.append(list.isEmpty() ? "" : ", ").append(value);
        }
        return list.toString();
    }

    private static void requireMembers(String value) throws MalformedException {
        boolean isQuoted = false;
        boolean isMemberDue = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' && !isQuoted) {
                if (isMemberDue) {
                    throw emptyMember();
                }
                isMemberDue = true;
            } else if (c != ' ') {
                isMemberDue = false;
                isQuoted ^= c == '"';
                i += c == '\\' && isQuoted ? 1 : 0;
            }
        }
        if (isMemberDue) {
            throw emptyMember();
        }
        if (isQuoted) {
            throw new MalformedException("unfinished quoted string", "close the quotation marks on the same line");
        }
    }

    private static MalformedException emptyMember() {
        return new MalformedException("list with an empty member", "write one comma between two members");
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
