// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import java.util.List;
import java.util.Optional;

/** What holds for every JOSE header (RFC 7515 section 4.1, RFC 8725). */
final class JoseHeaders {

    /** No extension is understood here, so none can be critical; and nothing is decompressed (RFC 8725 section 3.6). */
    private static final List<String> EXTENSIONS = List.of("crit", "b64", "zip");

    private JoseHeaders() {}

    static void refuseExtensions(JsonObject header) throws JoseException {
        for (String extension : EXTENSIONS) {
            if (header.has(extension)) {
                throw new JoseException(JoseException.Fault.HEADER_FORBIDDEN, extension);
            }
        }
    }

    /** The key identifier; hostile text that is only ever compared. */
    static Optional<String> kid(JsonObject header) throws MalformedException {
        return Optional.ofNullable(header.text("kid"));
    }
}
