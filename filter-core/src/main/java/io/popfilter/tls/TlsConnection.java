// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import java.util.Optional;

/** The TLS connection between client and server, as far as the container, or a proxy that is trusted, tells of it. */
public interface TlsConnection {

    /** What a channel binding of this type is here. Asked for at every request: a value is never taken from another one. */
    ChannelBinding binding(BindingType type);

    /** The certificate with whose key the client authenticated; nothing when it did not, or nobody can tell. */
    Optional<CertificateThumbprint> clientCertificate();

    /** Why there is no {@link #clientCertificate()}, for the log. */
    default String whyNoCertificate() {
        return "none";
    }

    /** Whether the request may have been sent before the handshake was over, and more than once (RFC 8470 section 3). */
    boolean mayBeEarlyData();

    /** One of which nothing is known. */
    static TlsConnection unknown() {
        return Unknown.INSTANCE;
    }
}
