// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;
import static io.popfilter.servlet.settings.Problem.Kind.UNSUPPORTED;

import io.popfilter.scheme.SchemeName;
import java.util.Set;

/** Reads the names of schemes; those of other versions are told apart from typing errors. */
final class SchemeText {

    private static final Set<String> NOT_IN_THIS_VERSION = Set.of("Signature");

    private SchemeText() {}

    static SchemeName parse(String text) throws BadValueException {
        for (SchemeName scheme : SchemeName.values()) {
            if (text.equals(scheme.toString())) {
                return scheme;
            }
        }
        if (NOT_IN_THIS_VERSION.contains(text)) {
            throw BadValueException.about(
                    text,
                    UNSUPPORTED,
                    "is a scheme that this version does not have",
                    "choose from PoP, DPoP, mTLS, Bearer");
        }
        throw BadValueException.about(text, MALFORMED, "is not a scheme", "choose from PoP, DPoP, mTLS, Bearer");
    }
}
