// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;
import java.util.List;

/**
 * The text that {@code h} hashes: {@code name: value} lines joined with one LF
 * (draft-ietf-oauth-signed-http-request-03 section 3.2; the hash printed there was made with CR LF and is wrong).
 */
public final class FieldLines {

    private static final int TYPICAL_LENGTH = 128;

    private final CanonicalRules rules;
    private final StringBuilder text = new StringBuilder(TYPICAL_LENGTH);

    /** No lines yet. */
    public FieldLines(CanonicalRules rules) {
        this.rules = rules;
    }

    /** Appends a field that was sent on these lines: one, or several if it is a list. Malformed: it cannot be covered. */
    public void add(String lowerCaseName, List<String> lines) throws MalformedException {
        String value;
        if (rules.isList(lowerCaseName)) {
            value = FieldRules.canonicalList(lowerCaseName, lines);
        } else if (lines.size() == 1) {
            value = FieldRules.canonicalValue(lowerCaseName, lines.get(0));
        } else {
            throw new MalformedException("not on one line", "send it once, or name it as a list on both sides");
        }
        startLine();
        text.append(lowerCaseName).append(": ").append(value);
    }

    /** Appends a field that was not sent: its name and a colon, which no field that was sent comes to. */
    public void addAbsent(String lowerCaseName) {
        startLine();
        text.append(lowerCaseName).append(':');
    }

    private void startLine() {
        if (!text.isEmpty()) {
            text.append('\n');
        }
    }

    /** All lines. */
    public String text() {
        return text.toString();
    }
}
