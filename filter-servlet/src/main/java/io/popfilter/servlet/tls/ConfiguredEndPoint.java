// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.ServerEndPoint;
import io.popfilter.tls.TlsConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Connections to a server whose certificates are known beforehand, since neither the container nor a proxy tells of them.
 *
 * @param origin tells of everything else
 * @param certificates those that clients may see, asked for at every use
 */
public record ConfiguredEndPoint(TlsSource origin, Supplier<List<X509Certificate>> certificates) implements TlsSource {

    @Override
    public TlsConnection of(HttpServletRequest request) {
        return new Connection(origin.of(request), certificates);
    }

    @Override
    public Set<String> hiddenFields(HttpServletRequest request) {
        return origin.hiddenFields(request);
    }

    private record Connection(TlsConnection origin, Supplier<List<X509Certificate>> certificates)
            implements TlsConnection {

        @Override
        public ChannelBinding binding(BindingType type) {
            return switch (type) {
                case TLS_SERVER_END_POINT -> ServerEndPoint.ofAny(certificates.get());
                case TLS_EXPORTER, TLS_UNIQUE -> origin.binding(type);
            };
        }

        @Override
        public Optional<CertificateThumbprint> clientCertificate() {
            return origin.clientCertificate();
        }

        @Override
        public String whyNoCertificate() {
            return origin.whyNoCertificate();
        }

        @Override
        public boolean mayBeEarlyData() {
            return origin.mayBeEarlyData();
        }
    }
}
