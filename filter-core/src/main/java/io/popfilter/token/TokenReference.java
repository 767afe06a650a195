// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

/** How a request refers to its access token; never shows it. */
public sealed interface TokenReference {

    /** The token itself. */
    record Text(String text) implements TokenReference {
        @Override
        public String toString() {
            return "a token";
        }
    }

    /** The hash of a token that this server has seen: SHA-256 of its text as base64url. */
    record Identifier(String hash) implements TokenReference {
        @Override
        public String toString() {
            return "the identifier of a token";
        }
    }
}
