// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import io.popfilter.servlet.container.ContainerObject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;

/**
 * What containers tell of their end of a TLS connection, each in its own way.
 */
final class ContainerTls {

    private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite";
    private static final String OF_JETTY = "org.eclipse.jetty.io.Endpoint.SslSessionData";
    private static final String OF_TOMCAT = "jakarta.servlet.request.ssl_session_mgr";

    private ContainerTls() {}

    /** The session: in Jetty always, in Tomcat when our connector is in use. */
    static Optional<SSLSession> session(HttpServletRequest request) {
        // with JDK types only, so that the web application's view of our class does not matter
        if (request.getAttribute(OF_TOMCAT) instanceof Supplier<?> supplier
                && supplier.get() instanceof SSLSession session) {
            return Optional.of(session);
        }
        return ContainerObject.call(
                        request.getAttribute(OF_JETTY), "org.eclipse.jetty.io.EndPoint$SslSessionData", "sslSession")
                .filter(SSLSession.class::isInstance)
                .map(SSLSession.class::cast);
    }

    /** Who tells of the bindings of this connection by name: in Tomcat when our connector with another TLS provider is in use. */
    static Optional<Function<?, ?>> bindings(HttpServletRequest request) {
        return request.getAttribute(OF_TOMCAT) instanceof Function<?, ?> function
                ? Optional.of(function)
                : Optional.empty();
    }

    /** The certificate that the container showed to the client. */
    static Optional<X509Certificate> serverCertificate(HttpServletRequest request) {
        Object chain = session(request)
                .<Object>map(SSLSession::getLocalCertificates)
                .or(() -> ContainerObject.call(
                        request.getAttribute(OF_TOMCAT),
                        "org.apache.tomcat.util.net.SSLSupport",
                        "getLocalCertificateChain"))
                .orElse(null);
        return chain instanceof Object[] certificates
                        && certificates.length > 0
                        && certificates[0] instanceof X509Certificate certificate
                ? Optional.of(certificate)
                : Optional.empty();
    }

    /** Why this is not known. */
    static String whyUnknown(String what, HttpServletRequest request) {
        return request.getAttribute(CIPHER_SUITE) == null
                ? "the connection is not TLS, as far as the container tells"
                : "the container does not tell of its " + what;
    }
}
