// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.Map;

/** How a token names its key. */
enum ConfirmationForm {
    /** {@code {"jwk": {...}}}, RFC 7800 section 3.2. */
    JWK(false),
    /** {@code {"jwe": "..."}}, RFC 7800 section 3.3. */
    JWE(false),
    /** {@code {"jwk": "..."}}, draft-jones-oauth-proof-of-possession-00 section 3.2. */
    STRING(false),
    /** {@code {"jkt": "..."}}, RFC 9449 section 6.1. */
    JKT(true),
    /** {@code {"kid": "..."}}, RFC 7800 section 3.4, with a thumbprint. */
    KID(true);

    private final boolean presented;

    ConfirmationForm(boolean presented) {
        this.presented = presented;
    }

    /** Whether the request has to bring the key along. */
    boolean isPresented() {
        return presented;
    }

    boolean allows(TokenForm form, ClientKey key) {
        if (!key.isSecret()) {
            return true;
        }
        return !presented && (this != JWK || form.isEncrypted());
    }

    Map<String, Object> of(ClientKey key, AuthorizationServer server) {
        return switch (this) {
            case JWK -> Map.of("jwk", key.jwk());
            case JWE -> Map.of("jwe", server.wrap(key));
            case STRING -> Map.of("jwk", server.wrap(key));
            case JKT -> Map.of("jkt", key.thumbprint());
            case KID -> Map.of("kid", key.thumbprint());
        };
    }
}
