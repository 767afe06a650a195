// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import io.popfilter.tls.TlsConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Who tells of TLS connections: the container itself, or a proxy in front of it. Never both. */
@FunctionalInterface
public interface TlsSource {

    /** What is known of the connection of a request; values are looked at when they are asked for. */
    TlsConnection of(HttpServletRequest request);

    /** Fields, by their names in lower case, that the application must not see of this request. */
    default Set<String> hiddenFields(HttpServletRequest request) {
        return Set.of();
    }

    /** Nobody: every binding is unavailable, and no client has a certificate. */
    static TlsSource none() {
        return request -> TlsConnection.unknown();
    }
}
