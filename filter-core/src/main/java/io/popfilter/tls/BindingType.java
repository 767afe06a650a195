// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import java.util.Arrays;
import java.util.Optional;

/** The channel bindings that can be compared, by their registered names (RFC 5056 section 7). */
public enum BindingType {
    /** Keying material of the connection itself, TLS 1.3 only here (RFC 9266). */
    TLS_EXPORTER("tls-exporter"),
    /** The hash of the server's certificate: binds to the server, not to the connection (RFC 5929 section 4). */
    TLS_SERVER_END_POINT("tls-server-end-point"),
    /** The first Finished message, TLS 1.2 only (RFC 5929 section 3). */
    TLS_UNIQUE("tls-unique");

    private final String text;

    BindingType(String text) {
        this.text = text;
    }

    /** The type of this name, letter case included; nothing for one that is not known here. */
    public static Optional<BindingType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.text.equals(name)).findAny();
    }

    /** The registered name. */
    @Override
    public String toString() {
        return text;
    }
}
