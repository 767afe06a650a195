// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.jetty.AnyClientSslContextFactory;
import java.nio.file.Path;
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
        SslContextFactory.Server keys = new AnyClientSslContextFactory();
        keys.setKeyStore(TlsKeys.ofThisProcess().keyStore());
        keys.setKeyStorePassword(TlsKeys.PASSWORD);
        ServerConnector connector = new ServerConnector(
                server, new SslConnectionFactory(keys, "http/1.1"), new HttpConnectionFactory(https));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        return new Started(server, connector);
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
