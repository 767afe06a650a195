// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;

/** What can be wrong with a path or a query, and what its maker can do about it. */
enum TargetDefect {
    NO_SLASH("no slash at the start", "begin the path with /"),
    EMPTY_SEGMENT("empty segment //", "write one slash"),
    DOT_SEGMENT("dot segment", "resolve it before signing, for instance with java.net.URI.normalize()"),
    PATH_PARAMETER(
            "path parameter ;",
            "leave it out; write %3B for a semicolon that is data; or allow PATH_PARAMETERS on both sides"),
    EMPTY_SEGMENT_WITH_PARAMETER("path parameter of an empty segment", "put a name before the semicolon"),
    BACKSLASH("backslash", "separate segments with /"),
    ENCODED_SLASH("encoded slash %2F", "choose a name without a slash, or write it as base64url"),
    ENCODED_BACKSLASH("encoded backslash %5C", "choose a name without a backslash, or write it as base64url"),
    ENCODED_PERCENT(
            "encoded percent sign %25",
            "do not encode twice; for a percent sign that is data allow ENCODED_PERCENT on both sides"),
    ENCODED_CONTROL("encoded control character", "leave it out, or write the name as base64url"),
    NOT_UTF8("octets that are not UTF-8", "percent-encode the octets of UTF-8"),
    MALFORMED_PERCENT("percent sign without two hexadecimal digits", "write %25 for a percent sign that is data"),
    RAW_SPACE("space", "write %20"),
    RAW_CONTROL("control character", "percent-encode it, or leave it out"),
    RAW_NON_ASCII("character that is not ASCII", "percent-encode it, for instance with java.net.URI.toASCIIString()"),
    FRAGMENT("fragment #", "leave it out; write %23 for a # that is data"),
    OUTSIDE_CONTEXT("outside the context path", "spell the context path as the server does");

    private final String text;
    private final String remedy;

    TargetDefect(String text, String remedy) {
        this.text = text;
        this.remedy = remedy;
    }

    MalformedException exception() {
        return new MalformedException(text, remedy);
    }

    /** As it stands in facts. */
    @Override
    public String toString() {
        return text;
    }
}
