// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

/** A document and its media type, in lower case and without parameters. */
public final class Fetched {

    private final String mediaType;
    private final byte[] body;

    Fetched(String mediaType, byte[] body) {
        this.mediaType = mediaType;
        this.body = body;
    }

    /** For instance {@code application/json}. */
    public String mediaType() {
        return mediaType;
    }

    /** The octets; not copied. */
    public byte[] body() {
        return body;
    }
}
