// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import java.util.EnumSet;
import java.util.Set;

/** The authentication schemes that can be switched on. */
public enum SchemeName {
    /** Signed HTTP requests, draft-ietf-oauth-signed-http-request-03. */
    POP("PoP", "PoP"),
    /** Demonstrating proof of possession, RFC 9449. */
    DPOP("DPoP", "DPoP"),
    /** Tokens that are bound to a client certificate alone, RFC 8705. */
    MTLS("mTLS", "Bearer"),
    /** Tokens that are bound to nothing, RFC 6750. */
    BEARER("Bearer", "Bearer");

    private final String text;
    private final String authScheme;

    SchemeName(String text, String authScheme) {
        this.text = text;
        this.authScheme = authScheme;
    }

    /** How it is called in the Authorization field and in challenges (RFC 9110 section 11.1). */
    public String authScheme() {
        return authScheme;
    }

    /** What an authenticator of this scheme can say about a request (for DPoP, RFC 9449 section 11.7); nothing without one. */
    public Set<Component> coverable() {
        return switch (this) {
            case POP -> EnumSet.allOf(Component.class);
            case DPOP -> EnumSet.of(Component.METHOD, Component.AUTHORITY, Component.PATH);
            case MTLS, BEARER -> EnumSet.noneOf(Component.class);
        };
    }

    /** The name as it is written in the configuration. */
    @Override
    public String toString() {
        return text;
    }
}
