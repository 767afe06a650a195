// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import java.util.Optional;

/** Nothing is known of the connection. */
enum Unknown implements TlsConnection {
    INSTANCE;

    @Override
    public ChannelBinding binding(BindingType type) {
        return new ChannelBinding.Unavailable("nothing is known of the connection");
    }

    @Override
    public Optional<CertificateThumbprint> clientCertificate() {
        return Optional.empty();
    }

    @Override
    public boolean mayBeEarlyData() {
        return false;
    }
}
