// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.tomcat;

import io.popfilter.it.TlsKeys;
import io.popfilter.tomcat.AnyClientCertificate;
import io.popfilter.tomcat.SessionTellingImplementation;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.Constants;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLImplementation;

/**
 * How Tomcat's connector with TLS is.
 *
 * @param protocol what Tomcat names it by
 * @param ours which of our classes it has; without one it is as it comes
 * @param keys set where the server's key is
 */
record ConnectorTls(
        String protocol, Optional<Class<? extends SSLImplementation>> ours, Consumer<SSLHostConfigCertificate> keys) {

    static final ConnectorTls AS_IT_COMES = new ConnectorTls("HTTP/1.1", Optional.empty(), ConnectorTls::keyStore);

    private static void keyStore(SSLHostConfigCertificate certificate) {
        certificate.setCertificateKeystoreFile(TlsKeys.ofThisProcess().store().toString());
        certificate.setCertificateKeystoreType(TlsKeys.TYPE);
        certificate.setCertificateKeystorePassword(TlsKeys.PASSWORD);
    }

    /** The same with this class of ours, and certificates of anybody. */
    ConnectorTls of(Class<? extends SSLImplementation> implementation) {
        return new ConnectorTls(protocol, Optional.of(implementation), keys);
    }

    void addTo(Connector connector) {
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        keys.accept(certificate);
        host.addCertificate(certificate);
        host.setProtocols(protocols());
        ours.ifPresent(implementation -> {
            host.setCertificateVerification("optional");
            host.setTrustManagerClassName(AnyClientCertificate.class.getName());
            connector.setProperty("sslImplementationName", implementation.getName());
        });
        connector.addSslHostConfig(host);
    }

    /** Other providers than the JDK's have older ones than we do. */
    private String protocols() {
        return ours.isEmpty() || ours.get() == SessionTellingImplementation.class
                ? Constants.SSL_PROTO_ALL
                : "+TLSv1.2+TLSv1.3";
    }
}
