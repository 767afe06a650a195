// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.ServerEndPoint;
import io.popfilter.tls.TlsConnection;
import io.popfilter.tls.TlsExporter;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;

/**
 * The TLS connection that ends in this container.
 *
 * <p>A value is computed for every request: sessions outlive connections, so one that was kept with a session could be compared
 * with another connection.
 */
public final class DirectTls implements TlsSource {

    /**
     * The request attribute of containers and TLS providers that are not asked otherwise: a {@link Function} from the registered
     * name of a binding to its octets on this connection, or to null. It comes before what is found here.
     */
    public static final String EXPORTER = "io.popfilter.tls.exporter";

    private static final String CLIENT_CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String VERSION_OF_TLS_UNIQUE = "TLSv1.2";
    private static final int MIN_FINISHED = 12; // RFC 5246 section 7.4.9

    /** Asks the container. */
    public DirectTls() {}

    @Override
    public TlsConnection of(HttpServletRequest request) {
        return new Connection(request);
    }

    private record Connection(HttpServletRequest request) implements TlsConnection {

        @Override
        public ChannelBinding binding(BindingType type) {
            return switch (type) {
                case TLS_EXPORTER -> exporter();
                case TLS_SERVER_END_POINT -> serverEndPoint();
                case TLS_UNIQUE -> unique();
            };
        }

        private ChannelBinding exporter() {
            Optional<SSLSession> session = ContainerTls.session(request);
            Optional<String> version = session.map(SSLSession::getProtocol);
            if (version.isEmpty() || version.get().equals(TlsExporter.VERSION)) {
                Optional<byte[]> told = told(BindingType.TLS_EXPORTER);
                if (told.isPresent()) {
                    return told.get().length == TlsExporter.LENGTH
                            ? ChannelBinding.of(told.get())
                            : new ChannelBinding.Unavailable(EXPORTER + " gives " + told.get().length + " octets");
                }
            }
            return session.map(TlsExporter::of)
                    .orElseGet(() -> new ChannelBinding.Unavailable(ContainerTls.whyUnknown("TLS session", request)));
        }

        private ChannelBinding unique() {
            Optional<String> version = ContainerTls.session(request).map(SSLSession::getProtocol);
            // RFC 5929 section 3 has none for TLS 1.3, and some providers make one up
            if (version.isPresent() && !version.get().equals(VERSION_OF_TLS_UNIQUE)) {
                return new ChannelBinding.Unavailable("it takes TLS 1.2, and this is " + version.get());
            }
            return told(BindingType.TLS_UNIQUE)
                    .filter(octets -> octets.length >= MIN_FINISHED)
                    .map(ChannelBinding::of)
                    .orElseGet(() -> new ChannelBinding.Unavailable("nothing tells of it at this connector"));
        }

        private ChannelBinding serverEndPoint() {
            return ContainerTls.serverCertificate(request)
                    .map(ServerEndPoint::of)
                    .orElseGet(() -> new ChannelBinding.Unavailable(ContainerTls.whyUnknown("certificate", request)));
        }

        private Optional<byte[]> told(BindingType type) {
            // whoever sets the attribute has seen its Javadoc, and the octets are looked at
            return request.getAttribute(EXPORTER) instanceof Function<?, ?> function
                    ? octets(function, type)
                    : ContainerTls.bindings(request).flatMap(own -> octets(own, type));
        }

        @SuppressWarnings("unchecked")
        private static Optional<byte[]> octets(Function<?, ?> function, BindingType type) {
            return ((Function<String, ?>) function).apply(type.toString()) instanceof byte[] octets
                    ? Optional.of(octets)
                    : Optional.empty();
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
