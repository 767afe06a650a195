// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.jsse.JSSEImplementation;
import org.apache.tomcat.util.net.jsse.JSSESupport;

/**
 * TLS of the JDK as Tomcat has it, whose sessions the filter can see: else there is no {@code tls-exporter} in Tomcat. For
 * {@code sslImplementationName} of a connector.
 *
 * <p>Whoever reads the request attribute {@code jakarta.servlet.request.ssl_session_mgr} finds a {@link Supplier} of the session
 * there, which can end it; so could the object that Tomcat puts there by itself.
 */
public final class SessionTellingImplementation extends JSSEImplementation {

    /** For Tomcat. */
    public SessionTellingImplementation() {}

    @Override
    public SSLSupport getSSLSupport(SSLSession session, Map<String, List<String>> additionalAttributes) {
        return new Telling(session, additionalAttributes);
    }

    private static final class Telling extends JSSESupport implements Supplier<SSLSession> {

        private volatile SSLSession session;

        Telling(SSLSession session, Map<String, List<String>> additionalAttributes) {
            super(session, additionalAttributes);
            this.session = session;
        }

        /** After another handshake on the same connection. */
        @Override
        public void setSession(SSLSession session) {
            super.setSession(session);
            this.session = session;
        }

        @Override
        public SSLSession get() {
            return session;
        }
    }
}
