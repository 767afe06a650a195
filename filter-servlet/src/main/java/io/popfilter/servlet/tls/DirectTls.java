// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.TlsConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The TLS connection that ends in this container. */
public final class DirectTls implements TlsSource {

    private static final String CLIENT_CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    /** Asks the container. */
    public DirectTls() {}

    @Override
    public TlsConnection of(HttpServletRequest request) {
        return new Connection(request);
    }

    private record Connection(HttpServletRequest request) implements TlsConnection {

        @Override
        public ChannelBinding binding(BindingType type) {
            return new ChannelBinding.Unavailable("this container does not tell");
        }

        @Override
        public Optional<CertificateThumbprint> clientCertificate() {
            // Jakarta Servlet 6.0 section 3.9: the first is the client's own
            if (!(request.getAttribute(CLIENT_CERTIFICATES) instanceof X509Certificate[] chain) || chain.length == 0) {
                return Optional.empty();
            }
            try {
                return Optional.of(CertificateThumbprint.of(chain[0].getEncoded()));
            } catch (CertificateEncodingException e) {
                return Optional.empty();
            }
        }

        @Override
        public boolean mayBeEarlyData() {
            return false; // containers that end TLS here accept none
        }
    }
}
