// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.jetty;

import io.popfilter.it.Application;
import io.popfilter.it.Container;
import io.popfilter.it.TlsKeys;
import io.popfilter.it.TlsProvider;
import io.popfilter.jetty.AnyClientSslContextFactory;
import io.popfilter.jetty.ProviderBindings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty 12: what its versions and environments have in common. */
public class JettyContainer implements Container {

    private static final String HOST = "127.0.0.1";

    private final Function<Application, ContextHandler> contexts;
    private final Function<Application, ContextHandler> relaxedContexts;
    private final Function<Path, ContextHandler> wars;
    private final Consumer<HttpConfiguration> settings;
    private final Supplier<SslContextFactory.Server> tls;

    /**
     * One environment.
     *
     * @param contexts make a context of an application
     * @param relaxedContexts make one that decodes ambiguous paths
     * @param wars make a context of a WAR
     */
    protected JettyContainer(
            Function<Application, ContextHandler> contexts,
            Function<Application, ContextHandler> relaxedContexts,
            Function<Path, ContextHandler> wars) {
        this(contexts, relaxedContexts, wars, http -> {}, SslContextFactory.Server::new);
    }

    private JettyContainer(
            Function<Application, ContextHandler> contexts,
            Function<Application, ContextHandler> relaxedContexts,
            Function<Path, ContextHandler> wars,
            Consumer<HttpConfiguration> settings,
            Supplier<SslContextFactory.Server> tls) {
        this.contexts = contexts;
        this.relaxedContexts = relaxedContexts;
        this.wars = wars;
        this.settings = settings;
        this.tls = tls;
    }

    @Override
    public Family family() {
        return Family.JETTY;
    }

    @Override
    public Container keepingLetterCase() {
        return with(http -> http.setHeaderCacheCaseSensitive(true));
    }

    @Override
    public Container takingOddTargets() {
        return new JettyContainer(
                relaxedContexts, relaxedContexts, wars, http -> http.setUriCompliance(UriCompliance.UNSAFE), tls);
    }

    @Override
    public Container askingForCertificates() {
        return new JettyContainer(contexts, relaxedContexts, wars, settings, AnyClientSslContextFactory::new);
    }

    @Override
    public Container doingTlsWith(TlsProvider provider) {
        return new JettyContainer(
                contexts,
                relaxedContexts,
                wars,
                settings.andThen(http -> http.addCustomizer(new ProviderBindings())),
                () -> new AnyClientSslContextFactory(provider.provider()));
    }

    @Override
    public boolean tellsOfSessions() {
        return true;
    }

    @Override
    public Container believingProxies() {
        return with(http -> http.addCustomizer(new ForwardedRequestCustomizer()));
    }

    @Override
    public Map<String, Container> withForwardingHelpers() {
        return Map.of("ForwardedRequestCustomizer", believingProxies());
    }

    private Container with(Consumer<HttpConfiguration> otherSettings) {
        return new JettyContainer(contexts, relaxedContexts, wars, otherSettings, tls);
    }

    @Override
    public Running start(Application application, Path directory) throws Exception {
        return start(contexts.apply(application), application.contextPath(), directory);
    }

    @Override
    public Optional<WarDeployer> warDeployer() {
        return Optional.of((contextPath, war, directory) -> start(wars.apply(war), contextPath, directory));
    }

    private Running start(ContextHandler context, String contextPath, Path directory) throws Exception {
        context.setContextPath(contextPath.isEmpty() ? "/" : contextPath);
        context.setTempDirectory(directory.toFile());
        Server server = new Server();
        ServerConnector clearText = clearText(server);
        ServerConnector tls = tls(server);
        server.addConnector(clearText);
        server.addConnector(tls);
        server.setHandler(context);
        Started started = new Started(server, clearText, tls);
        try {
            server.start();
        } catch (Exception e) {
            started.close();
            throw e;
        }
        return started;
    }

    private ServerConnector clearText(Server server) {
        HttpConfiguration http = http();
        ServerConnector connector =
                new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(HOST);
        return connector;
    }

    private ServerConnector tls(Server server) {
        HttpConfiguration https = http(new SecureRequestCustomizer());
        HttpConnectionFactory http1 = new HttpConnectionFactory(https);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        SslContextFactory.Server keys = tls.get();
        keys.setKeyStore(TlsKeys.ofThisProcess().keyStore());
        keys.setKeyStorePassword(TlsKeys.PASSWORD);
        ServerConnector connector = new ServerConnector(
                server,
                new SslConnectionFactory(keys, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(https),
                http1);
        connector.setHost(HOST);
        return connector;
    }

    /** With what customizes a request before the settings of a test do. */
    private HttpConfiguration http(HttpConfiguration.Customizer... first) {
        HttpConfiguration http = new HttpConfiguration();
        Stream.of(first).forEach(http::addCustomizer);
        http.setRequestHeaderSize(MAX_HEADER);
        settings.accept(http);
        return http;
    }

    private record Started(Server server, ServerConnector clearText, ServerConnector tls) implements Running {

        @Override
        public int port() {
            return clearText.getLocalPort();
        }

        @Override
        public int tlsPort() {
            return tls.getLocalPort();
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
