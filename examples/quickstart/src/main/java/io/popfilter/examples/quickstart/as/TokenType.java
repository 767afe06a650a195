// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

/** How the holder of a token proves that it has the key: {@code token_type}. */
enum TokenType {
    /** By signed requests (draft-ietf-oauth-signed-http-request-03). */
    POP("pop", "PoP"),
    /** By DPoP proofs (RFC 9449 section 5). */
    DPOP("DPoP", "DPoP");

    private final String text;
    private final String scheme;

    TokenType(String text, String scheme) {
        this.text = text;
        this.scheme = scheme;
    }

    /** The scheme in the Authorization field. */
    String scheme() {
        return scheme;
    }

    /** Its name in a request for a token, and in the answer; letter case does not matter. */
    @Override
    public String toString() {
        return text;
    }
}
