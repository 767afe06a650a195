// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

/** The authentication schemes that can be switched on. */
public enum SchemeName {
    /** Signed HTTP requests, draft-ietf-oauth-signed-http-request-03. */
    POP("PoP");

    private final String text;

    SchemeName(String text) {
        this.text = text;
    }

    /** The name as it is written in challenges and configuration. */
    @Override
    public String toString() {
        return text;
    }
}
