// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;
import static io.popfilter.servlet.settings.Problem.Kind.UNSUPPORTED;

import java.util.Set;

/** The authentication schemes that can be accepted. */
public enum SchemeName {
    /** {@code PoP}: the signed HTTP request of draft-ietf-oauth-signed-http-request-03. */
    POP;

    private static final Set<String> NOT_IN_THIS_VERSION = Set.of("DPoP", "Signature", "mTLS", "Bearer");

    static SchemeName parse(String text) throws BadValueException {
        if (text.equals("PoP")) {
            return POP;
        }
        if (NOT_IN_THIS_VERSION.contains(text)) {
            throw BadValueException.about(text, UNSUPPORTED, "is a scheme that this version does not have", "use PoP");
        }
        throw BadValueException.about(text, MALFORMED, "is not a scheme", "use PoP");
    }
}
