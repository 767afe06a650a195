// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.tomcat;

import io.popfilter.it.Application;
import io.popfilter.it.Container;
import io.popfilter.it.TlsKeys;
import io.popfilter.it.TlsProvider;
import io.popfilter.tomcat.AnyClientCertificate;
import io.popfilter.tomcat.BouncyCastleImplementation;
import io.popfilter.tomcat.ConscryptImplementation;
import io.popfilter.tomcat.SessionTellingImplementation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.net.Constants;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLImplementation;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat 10.1 and 11: the same source in both modules. */
public final class EmbeddedTomcat implements Container {

    private static final String HOST = "127.0.0.1";
    private static final String ODD = "\"<>[\\]^`{|}";

    private final Consumer<Connector> settings;
    private final Tls tls;

    /**
     * How the connector with TLS is.
     *
     * @param protocol what Tomcat names it by
     * @param ours which of our classes it has; without one it is as it comes
     * @param keys set where the server's key is
     */
    private record Tls(
            String protocol,
            Optional<Class<? extends SSLImplementation>> ours,
            Consumer<SSLHostConfigCertificate> keys) {

        static final Tls AS_IT_COMES = new Tls("HTTP/1.1", Optional.empty(), Tls::keyStore);

        private static void keyStore(SSLHostConfigCertificate certificate) {
            certificate.setCertificateKeystoreFile(
                    TlsKeys.ofThisProcess().store().toString());
            certificate.setCertificateKeystoreType(TlsKeys.TYPE);
            certificate.setCertificateKeystorePassword(TlsKeys.PASSWORD);
        }

        /** Other providers than the JDK's have older ones than we do. */
        String protocols() {
            return ours.isEmpty() || ours.get() == SessionTellingImplementation.class
                    ? Constants.SSL_PROTO_ALL
                    : "+TLSv1.2+TLSv1.3";
        }

        Tls with(Class<? extends SSLImplementation> implementation) {
            return new Tls(protocol, Optional.of(implementation), keys);
        }
    }

    /** For the service loader. */
    public EmbeddedTomcat() {
        this(connector -> {}, Tls.AS_IT_COMES);
    }

    private EmbeddedTomcat(Consumer<Connector> settings, Tls tls) {
        this.settings = settings;
        this.tls = tls;
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
        context.addServletContainerInitializer((classes, starting) -> application.register(starting), Set.of());
        return start(tomcat);
    }

    @Override
    public Container takingOddTargets() {
        return new EmbeddedTomcat(
                connector -> {
                    connector.setEncodedSolidusHandling("decode");
                    connector.setProperty("relaxedPathChars", ODD);
                    connector.setProperty("relaxedQueryChars", ODD);
                },
                tls);
    }

    @Override
    public Container askingForCertificates() {
        return doingTlsWith(TlsProvider.JDK);
    }

    @Override
    public EmbeddedTomcat doingTlsWith(TlsProvider provider) {
        return new EmbeddedTomcat(settings, tls.with(switch (provider) {
            case JDK -> SessionTellingImplementation.class;
            case CONSCRYPT -> ConscryptImplementation.class;
            case BOUNCY_CASTLE -> BouncyCastleImplementation.class;
        }));
    }

    /** The same container with the connector of asynchronous channels for TLS. */
    public EmbeddedTomcat withNio2() {
        return new EmbeddedTomcat(
                settings, new Tls("org.apache.coyote.http11.Http11Nio2Protocol", tls.ours(), tls.keys()));
    }

    /** The same container with a key of its own. */
    public EmbeddedTomcat withKeys(Consumer<SSLHostConfigCertificate> keys) {
        return new EmbeddedTomcat(settings, new Tls(tls.protocol(), tls.ours(), keys));
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
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        tls.keys().accept(certificate);
        host.addCertificate(certificate);
        host.setProtocols(tls.protocols());
        tls.ours().ifPresent(implementation -> {
            host.setCertificateVerification("optional");
            host.setTrustManagerClassName(AnyClientCertificate.class.getName());
            connector.setProperty("sslImplementationName", implementation.getName());
        });
        connector.addSslHostConfig(host);
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
