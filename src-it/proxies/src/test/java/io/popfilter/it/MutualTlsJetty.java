// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty that listens with TLS only, and asks for a certificate that it does not judge: whose it is, the filter finds out. */
final class MutualTlsJetty implements Container {

    @Override
    public Family family() {
        return Family.JETTY;
    }

    @Override
    public Container askingForCertificates() {
        return this;
    }

    @Override
    public boolean tellsOfSessions() {
        return true;
    }

    @Override
    public Running start(Application application, Path directory) throws Exception {
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.addServletContainerInitializer((classes, starting) -> application.register(starting));
        context.setTempDirectory(directory.toFile());
        org.eclipse.jetty.server.Server server = new org.eclipse.jetty.server.Server();
        HttpConfiguration https = new HttpConfiguration();
        https.setRequestHeaderSize(MAX_HEADER);
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false); // the name in Host is the proxy's
        https.addCustomizer(customizer);
        ServerConnector connector = new ServerConnector(
                server, new SslConnectionFactory(new AnyCertificate(), "http/1.1"), new HttpConnectionFactory(https));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        return new Started(server, connector);
    }

    private static final class AnyCertificate extends SslContextFactory.Server {

        AnyCertificate() {
            setKeyStore(TlsKeys.ofThisProcess().keyStore());
            setKeyStorePassword(TlsKeys.PASSWORD);
            setWantClientAuth(true);
        }

        @Override
        protected TrustManager[] getTrustManagers(KeyStore trustStore, Collection<? extends CRL> crls) {
            return new TrustManager[] {new JudgesNothing()};
        }
    }

    private static final class JudgesNothing extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new IllegalStateException("it is a server itself");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new IllegalStateException("it is a server itself");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new IllegalStateException("it is a server itself");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private record Started(org.eclipse.jetty.server.Server server, ServerConnector connector) implements Running {

        @Override
        public int port() {
            throw new IllegalStateException("it does not listen in clear text");
        }

        @Override
        public int tlsPort() {
            return connector.getLocalPort();
        }

        @Override
        public void close() {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException("Jetty does not stop", e);
            }
        }
    }
}
