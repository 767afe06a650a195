// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.servlet.tls.DirectTls;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.TlsConnection;
import io.popfilter.tls.TlsExporter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.conscrypt.Conscrypt;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jetty with other TLS providers than the JDK's, and clients with either that ask their own end of the connection. */
class ProviderBindingsTest {

    private static final String PASSWORD = "changeit";
    private static final String CERTIFICATE = "certificate";

    @TempDir
    private static Path folder;

    private final Server jetty = new Server();

    /** Who does TLS; each keeps its sessions to itself. */
    private enum Tls {
        JDK,
        CONSCRYPT,
        BOUNCY_CASTLE;

        SSLContext context() throws GeneralSecurityException, IOException {
            KeyStore keys = keys();
            Provider bouncyCastle = new BouncyCastleJsseProvider(new BouncyCastleProvider());
            SSLContext context = switch (this) {
                case JDK -> SSLContext.getInstance("TLS");
                case CONSCRYPT -> SSLContext.getInstance("TLS", Conscrypt.newProvider());
                case BOUNCY_CASTLE -> SSLContext.getInstance("TLS", bouncyCastle);
            };
            // BouncyCastle asks for keys by names that only its own factory knows
            KeyManagerFactory own = this == BOUNCY_CASTLE
                    ? KeyManagerFactory.getInstance("PKIX", bouncyCastle)
                    : KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD.toCharArray());
            context.init(own.getKeyManagers(), trusting(), null);
            return context;
        }

        static KeyStore keys() throws GeneralSecurityException, IOException {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
                keys.load(in, PASSWORD.toCharArray());
            }
            return keys;
        }

        static TrustManager[] trusting() throws GeneralSecurityException, IOException {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(keys());
            return trusted.getTrustManagers();
        }

        byte[] unique(SSLSocket socket) {
            return switch (this) {
                case JDK -> throw new IllegalArgumentException("it does not tell");
                case CONSCRYPT -> Conscrypt.getTlsUnique(socket);
                case BOUNCY_CASTLE -> ((BCSSLSocket) socket).getConnection().getChannelBinding("tls-unique");
            };
        }
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        folder.resolve("server.p12").toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    @ParameterizedTest
    @EnumSource(names = "BOUNCY_CASTLE", mode = EnumSource.Mode.EXCLUDE)
    void theExporterOfConscryptIsThatOfTheClient(Tls clients) throws Exception {
        int port = start(Tls.CONSCRYPT);
        SSLContext context = clients.context();
        try (SSLSocket first = connect(context, port, "TLSv1.3");
                SSLSocket second = connect(context, port, "TLSv1.3")) {
            String one = told(first, BindingType.TLS_EXPORTER);
            String other = told(second, BindingType.TLS_EXPORTER);

            assertThat(one).startsWith("Known").isNotEqualTo(other);
            if (clients == Tls.CONSCRYPT) {
                byte[] own = Conscrypt.exportKeyingMaterial(first, "EXPORTER-Channel-Binding", new byte[0], 32);
                assertThat(one).isEqualTo(ChannelBinding.of(own).toString());
            } else if (TlsExporter.isOfThisJvm()) {
                assertThat(one).isEqualTo(TlsExporter.of(first.getSession()).toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONSCRYPT, CONSCRYPT",
        "CONSCRYPT, BOUNCY_CASTLE",
        "BOUNCY_CASTLE, CONSCRYPT",
        "BOUNCY_CASTLE, BOUNCY_CASTLE",
    })
    void tlsUniqueIsThatOfTheClient(Tls servers, Tls clients) throws Exception {
        int port = start(servers);
        SSLContext context = clients.context();
        try (SSLSocket first = connect(context, port, "TLSv1.2");
                SSLSocket second = connect(context, port, "TLSv1.2")) {
            assertThat(told(first, BindingType.TLS_UNIQUE))
                    .isEqualTo(ChannelBinding.of(clients.unique(first)).toString());
            assertThat(told(second, BindingType.TLS_UNIQUE))
                    .isEqualTo(ChannelBinding.of(clients.unique(second)).toString())
                    .isNotEqualTo(told(first, BindingType.TLS_UNIQUE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONSCRYPT,     TLSv1.3, TLS_UNIQUE",
        "CONSCRYPT,     TLSv1.2, TLS_EXPORTER",
        "BOUNCY_CASTLE, TLSv1.3, TLS_UNIQUE",
        "BOUNCY_CASTLE, TLSv1.3, TLS_EXPORTER",
        "BOUNCY_CASTLE, TLSv1.2, TLS_EXPORTER",
        "JDK,           TLSv1.3, TLS_UNIQUE",
        "JDK,           TLSv1.2, TLS_UNIQUE",
        "JDK,           TLSv1.2, TLS_EXPORTER",
    })
    void theRestIsUnavailable(Tls servers, String version, BindingType type) throws Exception {
        int port = start(servers);
        try (SSLSocket socket = connect(Tls.JDK.context(), port, version)) {
            assertThat(told(socket, type)).startsWith("Unavailable");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServersCertificateIsToldByEveryProvider(Tls servers) throws Exception {
        int port = start(servers);
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket socket = connect(Tls.JDK.context(), port, version)) {
                assertThat(told(socket, BindingType.TLS_SERVER_END_POINT)).startsWith("Known");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void mt01_theClientsCertificateIsToldByEveryProvider(Tls servers) throws Exception {
        int port = start(servers);
        SSLContext context = Tls.JDK.context();
        String own = Optional.of(CertificateThumbprint.of(certificate())).toString();
        SSLContext anonymous = SSLContext.getInstance("TLS");
        anonymous.init(null, Tls.trusting(), null);
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket socket = connect(context, port, version);
                    SSLSocket without = connect(anonymous, port, version)) {
                assertThat(told(socket, CERTIFICATE)).isEqualTo(own);
                assertThat(told(without, CERTIFICATE))
                        .isEqualTo(Optional.empty().toString());
            }
        }
    }

    private static byte[] certificate() throws GeneralSecurityException, IOException {
        return Tls.keys().getCertificate("mykey").getEncoded();
    }

    private int start(Tls servers) throws Exception {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        keys.setSslContext(servers.context());
        keys.setWantClientAuth(true);
        HttpConfiguration https = new HttpConfiguration();
        https.addCustomizer(new SecureRequestCustomizer());
        https.addCustomizer(new ProviderBindings());
        HttpConnectionFactory http = new HttpConnectionFactory(https);
        ServerConnector connector =
                new ServerConnector(jetty, new SslConnectionFactory(keys, http.getProtocol()), http);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Telling()), "/*");
        jetty.setHandler(context);
        jetty.start();
        return connector.getLocalPort();
    }

    /** Answers what the filter would compare: a binding, or the certificate of the client. */
    private static final class Telling extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            TlsConnection connection = new DirectTls().of(request);
            response.getOutputStream()
                    .print(BindingType.of(request.getQueryString())
                            .map(type -> connection.binding(type).toString())
                            .orElseGet(() -> connection.clientCertificate().toString()));
        }
    }

    private static SSLSocket connect(SSLContext context, int port, String version) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        SSLSession session = socket.getSession();
        assertThat(session.getProtocol()).isEqualTo(version);
        return socket;
    }

    private static String told(SSLSocket socket, BindingType type) throws IOException {
        return told(socket, type.toString());
    }

    private static String told(SSLSocket socket, String what) throws IOException {
        String request = "GET /?" + what + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head).startsWith("HTTP/1.1 200");
        String length = head.toString().replaceFirst("(?s).*Content-Length: (\\d+).*", "$1");
        return new String(socket.getInputStream().readNBytes(Integer.parseInt(length)), StandardCharsets.US_ASCII);
    }
}
