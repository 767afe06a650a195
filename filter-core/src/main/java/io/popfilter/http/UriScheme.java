// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

/** The two schemes of HTTP (RFC 9110 section 4.2). */
public enum UriScheme {
    /** Clear text. */
    HTTP("http", 80),
    /** TLS. */
    HTTPS("https", 443);

    private final String text;
    private final int defaultPort;

    UriScheme(String text, int defaultPort) {
        this.text = text;
        this.defaultPort = defaultPort;
    }

    int defaultPort() {
        return defaultPort;
    }

    @Override
    public String toString() {
        return text;
    }
}
