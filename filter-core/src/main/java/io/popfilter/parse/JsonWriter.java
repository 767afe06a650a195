// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import java.util.List;

/** Writes one JSON object, member by member, without white space. Whoever uses it adds each name once. */
public final class JsonWriter {

    private final StringBuilder json = new StringBuilder("{");

    /** An empty object. */
    public JsonWriter() {}

    /** A string member. */
    public void text(String name, String value) {
        name(name);
        quote(value);
    }

    /** A number member. */
    public void number(String name, long value) {
        name(name);
        json.append(value);
    }

    /** A member whose value is {@code [[names],"hash"]}. */
    public void namesAndHash(String name, List<String> names, String hash) {
        name(name);
        json.append("[[");
        list(names);
        json.append("],");
        quote(hash);
        json.append(']');
    }

    /** A member whose value is an array of strings. */
    public void texts(String name, List<String> values) {
        name(name);
        json.append('[');
        list(values);
        json.append(']');
    }

    /** A member whose value is JSON already. */
    public void raw(String name, String value) {
        name(name);
        json.append(value);
    }

    private void list(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            quote(texts.get(i));
        }
    }

    private void name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        quote(name);
        json.append(':');
    }

    // RFC 8259 section 7
    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    @Override
    public String toString() {
        return json + "}";
    }
}
