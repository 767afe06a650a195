// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.List;
import java.util.Locale;

/** The methods of client authentication, by their registered names (RFC 7591 section 2, RFC 8705 section 2.1.1). */
enum ClientAuthMethod {
    CLIENT_SECRET_BASIC,
    CLIENT_SECRET_POST,
    PRIVATE_KEY_JWT,
    TLS_CLIENT_AUTH;

    static ClientAuthMethod parse(String text) throws BadValueException {
        return Parser.oneOf(List.of(values()), ClientAuthMethod::toString).parse(text);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
