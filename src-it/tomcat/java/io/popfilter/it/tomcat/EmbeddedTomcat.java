// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.tomcat;

import io.popfilter.it.Application;
import io.popfilter.it.Container;
import io.popfilter.it.TlsProvider;
import io.popfilter.tomcat.BouncyCastleImplementation;
import io.popfilter.tomcat.ConscryptImplementation;
import io.popfilter.tomcat.SessionTellingImplementation;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.filters.RemoteIpFilter;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat 10.1 and 11: the same source in both modules. */
public final class EmbeddedTomcat implements Container {

    private static final String HOST = "127.0.0.1";
    private static final String HOST_FIELD = "X-Forwarded-Host";
    private static final String PORT_FIELD = "X-Forwarded-Port";
    private static final String ODD = "\"<>[\\]^`{|}";

    private final Consumer<Connector> settings;
    private final ConnectorTls tls;
    private final Helper helper;

    /** A helper for proxies, which believes every field that it can. */
    private enum Helper {
        NONE,
        VALVE,
        FILTER
    }

    /** For the service loader. */
    public EmbeddedTomcat() {
        this(connector -> {}, ConnectorTls.AS_IT_COMES, Helper.NONE);
    }

    private EmbeddedTomcat(Consumer<Connector> settings, ConnectorTls tls, Helper helper) {
        this.settings = settings;
        this.tls = tls;
        this.helper = helper;
    }

    @Override
    public Family family() {
        return Family.TOMCAT;
    }

    @Override
    public Running start(Application application, Path directory) throws Exception {
        Tomcat tomcat = tomcat(directory);
        Context context = tomcat.addContext(application.contextPath(), directory.toString());
        ErrorPage teapot = new ErrorPage();
        teapot.setErrorCode(Application.TEAPOT);
        teapot.setLocation(Application.ERROR_PAGE);
        context.addErrorPage(teapot);
        addHelperTo(context);
        context.addServletContainerInitializer((classes, starting) -> application.register(starting), Set.of());
        return start(tomcat);
    }

    /** In front of the application. */
    private void addHelperTo(Context context) {
        switch (helper) {
            case NONE -> {
                // as it comes
            }
            case VALVE -> context.getPipeline().addValve(valve());
            case FILTER ->
                context.addServletContainerInitializer((classes, starting) -> addFilterTo(starting), Set.of());
        }
    }

    private static RemoteIpValve valve() {
        RemoteIpValve valve = new RemoteIpValve();
        valve.setHostHeader(HOST_FIELD);
        valve.setPortHeader(PORT_FIELD);
        return valve;
    }

    private static void addFilterTo(ServletContext context) {
        FilterRegistration.Dynamic filter = context.addFilter("remote-ip", new RemoteIpFilter());
        filter.setInitParameters(Map.of("hostHeader", HOST_FIELD, "portHeader", PORT_FIELD));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(null, false, Application.EVERYTHING);
    }

    @Override
    public Container takingOddTargets() {
        return new EmbeddedTomcat(
                connector -> {
                    connector.setEncodedSolidusHandling("decode");
                    connector.setProperty("relaxedPathChars", ODD);
                    connector.setProperty("relaxedQueryChars", ODD);
                },
                tls,
                helper);
    }

    @Override
    public Map<String, Container> withForwardingHelpers() {
        return Map.of(
                "RemoteIpValve", new EmbeddedTomcat(settings, tls, Helper.VALVE),
                "RemoteIpFilter", new EmbeddedTomcat(settings, tls, Helper.FILTER));
    }

    @Override
    public Container askingForCertificates() {
        return doingTlsWith(TlsProvider.JDK);
    }

    @Override
    public EmbeddedTomcat doingTlsWith(TlsProvider provider) {
        return with(tls.of(switch (provider) {
            case JDK -> SessionTellingImplementation.class;
            case CONSCRYPT -> ConscryptImplementation.class;
            case BOUNCY_CASTLE -> BouncyCastleImplementation.class;
        }));
    }

    /** The same container with the connector of asynchronous channels for TLS. */
    public EmbeddedTomcat withNio2() {
        return with(new ConnectorTls("org.apache.coyote.http11.Http11Nio2Protocol", tls.ours(), tls.keys()));
    }

    /** The same container with a key of its own. */
    public EmbeddedTomcat withKeys(Consumer<SSLHostConfigCertificate> keys) {
        return with(new ConnectorTls(tls.protocol(), tls.ours(), keys));
    }

    private EmbeddedTomcat with(ConnectorTls newTls) {
        return new EmbeddedTomcat(settings, newTls, helper);
    }

    @Override
    public boolean tellsOfSessions() {
        return tls.ours().isPresent();
    }

    @Override
    public Optional<WarDeployer> warDeployer() {
        return Optional.of(this::deploy);
    }

    private Running deploy(String contextPath, Path war, Path directory) throws Exception {
        Tomcat tomcat = tomcat(directory);
        tomcat.setAddDefaultWebXmlToWebapp(false);
        Files.createDirectory(directory.resolve("webapps")); // where the WAR is unpacked
        Context context = tomcat.addWebapp(contextPath, war.toString());
        addHelperTo(context);
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false); // the tests' own, slow and none of its
        return start(tomcat);
    }

    private Tomcat tomcat(Path directory) {
        // else it makes the directory of the first one of this process anew
        System.setProperty(Globals.CATALINA_HOME_PROP, directory.toString());
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setHostname(HOST);
        tomcat.setConnector(connector("HTTP/1.1"));
        tomcat.setConnector(secureConnector());
        return tomcat;
    }

    private Connector secureConnector() {
        Connector connector = connector(tls.protocol());
        tls.addTo(connector);
        return connector;
    }

    private Connector connector(String protocol) {
        Connector connector = new Connector(protocol);
        connector.setPort(0);
        connector.setProperty("address", HOST);
        connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(MAX_HEADER));
        connector.addUpgradeProtocol(new Http2Protocol());
        settings.accept(connector);
        return connector;
    }

    private static Running start(Tomcat tomcat) throws LifecycleException {
        tomcat.start();
        return new Started(tomcat);
    }

    private record Started(Tomcat tomcat) implements Running {

        @Override
        public int port() {
            return connector(0).getLocalPort();
        }

        @Override
        public int tlsPort() {
            return connector(1).getLocalPort();
        }

        private Connector connector(int index) {
            return tomcat.getService().findConnectors()[index];
        }

        @Override
        public void close() {
            try {
                tomcat.stop();
                tomcat.destroy();
            } catch (LifecycleException e) {
                throw new IllegalStateException("Tomcat does not stop", e);
            }
        }
    }
}
