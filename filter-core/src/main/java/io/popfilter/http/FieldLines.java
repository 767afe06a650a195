// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;

/**
 * The text that {@code h} hashes: {@code name: value} lines joined with one LF
 * (draft-ietf-oauth-signed-http-request-03 section 3.2; the hash printed there was made with CR LF and is wrong).
 */
public final class FieldLines {

    private static final int TYPICAL_LENGTH = 128;

    private final StringBuilder text = new StringBuilder(TYPICAL_LENGTH);

    /** No lines yet. */
    public FieldLines() {}

    /** Appends a field. Malformed: its value cannot be covered. */
    public void add(String lowerCaseName, String line) throws MalformedException {
        String value = FieldRules.canonicalValue(lowerCaseName, line);
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(lowerCaseName).append(": ").append(value);
    }

    /** All lines. */
    public String text() {
        return text.toString();
    }
}
