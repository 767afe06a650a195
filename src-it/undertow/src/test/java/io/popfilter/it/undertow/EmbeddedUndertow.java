// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.undertow;

import io.popfilter.it.Application;
import io.popfilter.it.Container;
import io.popfilter.it.TlsKeys;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;

/** Undertow without an application server around it, which is who would deploy a WAR. */
public final class EmbeddedUndertow implements Container {

    private static final String HOST = "127.0.0.1";

    private final UnaryOperator<Undertow.Builder> settings;
    private final TrustManager[] trusted;
    private final UnaryOperator<HttpHandler> outermost;

    /** For the service loader. */
    public EmbeddedUndertow() {
        this(UnaryOperator.identity(), null, UnaryOperator.identity());
    }

    private EmbeddedUndertow(
            UnaryOperator<Undertow.Builder> settings, TrustManager[] trusted, UnaryOperator<HttpHandler> outermost) {
        this.settings = settings;
        this.trusted = trusted;
        this.outermost = outermost;
    }

    @Override
    public Container takingOddTargets() {
        return new EmbeddedUndertow(
                builder -> builder.setServerOption(UndertowOptions.DECODE_SLASH, true), trusted, outermost);
    }

    @Override
    public Container askingForCertificates() {
        return new EmbeddedUndertow(
                builder -> builder.setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUESTED),
                new TrustManager[] {new AnyClient()},
                outermost);
    }

    @Override
    public Map<String, Container> withForwardingHelpers() {
        return Map.of("ProxyPeerAddressHandler", new EmbeddedUndertow(settings, trusted, Handlers::proxyPeerAddress));
    }

    @Override
    public boolean tellsOfSessions() {
        return false;
    }

    /** As in the modules for Jetty and Tomcat. */
    private static final class AnyClient extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Override
    public Family family() {
        return Family.UNDERTOW;
    }

    @Override
    public Running start(Application application, Path directory) throws Exception {
        DeploymentManager deployment =
                Servlets.newContainer().addDeployment(deployment(application).setTempDir(directory.toFile()));
        deployment.deploy();
        Undertow undertow = settings.apply(Undertow.builder())
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY)
                .addHttpListener(0, HOST)
                .addHttpsListener(0, HOST, tls())
                .setHandler(
                        outermost.apply(Handlers.path().addPrefixPath(contextPath(application), deployment.start())))
                .build();
        Started started = new Started(undertow, deployment);
        try {
            undertow.start();
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private static DeploymentInfo deployment(Application application) {
        FilterInfo filter = Servlets.filter(
                        Application.FILTER,
                        application.filter().getClass(),
                        new ImmediateInstanceFactory<>(application.filter()))
                .setAsyncSupported(true);
        application.initParams().forEach(filter::addInitParam);
        ServletInfo servlet = Servlets.servlet(
                        Application.SERVLET,
                        application.servlet().getClass(),
                        new ImmediateInstanceFactory<>(application.servlet()))
                .setAsyncSupported(true)
                .setMultipartConfig(application.multipart())
                .addMappings(application.servletPatterns());
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(EmbeddedUndertow.class.getClassLoader())
                .setDeploymentName("application")
                .setEagerFilterInit(true) // else a wrong configuration shows at the first request only
                .setContextPath(contextPath(application))
                .addFilter(filter)
                .addServlet(servlet)
                .addErrorPage(Servlets.errorPage(Application.ERROR_PAGE, Application.TEAPOT));
        for (DispatcherType dispatch : application.dispatches()) {
            deployment.addFilterUrlMapping(Application.FILTER, Application.EVERYTHING, dispatch);
        }
        return deployment;
    }

    private static String contextPath(Application application) {
        return application.contextPath().isEmpty() ? "/" : application.contextPath();
    }

    private SSLContext tls() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(TlsKeys.ofThisProcess().keyStore(), TlsKeys.PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trusted, null);
        return tls;
    }

    private record Started(Undertow undertow, DeploymentManager deployment) implements Running {

        @Override
        public int port() {
            return port(0);
        }

        @Override
        public int tlsPort() {
            return port(1);
        }

        private int port(int listener) {
            return ((InetSocketAddress) undertow.getListenerInfo().get(listener).getAddress()).getPort();
        }

        @Override
        public void close() {
            try {
                undertow.stop();
                deployment.stop();
                deployment.undeploy();
            } catch (ServletException e) {
                throw new IllegalStateException("Undertow does not stop", e);
            }
        }
    }
}
