// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

/** The parts of a request that a policy can require to be covered by the signature. */
public enum Component {
    /** The method, {@code m}. */
    METHOD("method"),
    /** Host and port, {@code u}. */
    AUTHORITY("authority"),
    /** The path, {@code p}. */
    PATH("path"),
    /** The query, {@code q}; also an empty one, so that none can be taken away. */
    QUERY("query"),
    /** The header field that says what the body is, in {@code h}; only when there is a body and the field. */
    CONTENT_TYPE("content-type"),
    /** The body, {@code b}; also an empty one, so that none can be taken away. */
    BODY("body");

    private final String text;

    Component(String text) {
        this.text = text;
    }

    /** The name in configuration and logs. */
    @Override
    public String toString() {
        return text;
    }
}
