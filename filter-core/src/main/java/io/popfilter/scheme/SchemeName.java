// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import java.util.EnumSet;
import java.util.Set;

/** The authentication schemes that can be switched on. */
public enum SchemeName {
    /** Signed HTTP requests, draft-ietf-oauth-signed-http-request-03. */
    POP("PoP"),
    /** Demonstrating proof of possession, RFC 9449. */
    DPOP("DPoP"),
    /** Tokens that are bound to no key, RFC 6750. */
    BEARER("Bearer");

    private final String text;

    SchemeName(String text) {
        this.text = text;
    }

    /** What an authenticator of this scheme can say about a request (for DPoP, RFC 9449 section 11.7); nothing without one. */
    public Set<Component> coverable() {
        return switch (this) {
            case POP -> EnumSet.allOf(Component.class);
            case DPOP -> EnumSet.of(Component.METHOD, Component.AUTHORITY, Component.PATH);
            case BEARER -> EnumSet.noneOf(Component.class);
        };
    }

    /** The name as it is written in challenges and configuration. */
    @Override
    public String toString() {
        return text;
    }
}
