// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.apache.tomcat.util.net.SSLContext;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SSLUtil;
import org.apache.tomcat.util.net.jsse.JSSEImplementation;
import org.apache.tomcat.util.net.jsse.JSSESupport;
import org.apache.tomcat.util.net.jsse.JSSEUtil;
import org.jspecify.annotations.Nullable;

/**
 * TLS of another provider than the JDK's, for which Tomcat has no setting. These tell of channel bindings by the connection and
 * not by its session, so the session that Tomcat hands round remembers its connection.
 */
abstract class ProviderImplementation extends JSSEImplementation {

    // older ones have no bindings here, and not every provider heeds the JDK's list of what is disabled
    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private final Provider provider;
    private final SSLParameters supported;

    ProviderImplementation(Provider provider) {
        this.provider = provider;
        try {
            javax.net.ssl.SSLContext probe = javax.net.ssl.SSLContext.getInstance("TLS", provider);
            probe.init(null, null, null);
            this.supported = probe.getSupportedSSLParameters();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider.getName() + " does no TLS", e);
        }
    }

    /** From the registered name of a binding to its octets on this connection, or to null. */
    abstract Function<String, byte @Nullable []> bindings(SSLEngine engine);

    /** The server's key, as this provider takes it. */
    KeyManager[] keyManagers(KeyManager[] ofTomcat) throws GeneralSecurityException, IOException {
        return ofTomcat;
    }

    @Override
    public SSLUtil getSSLUtil(SSLHostConfigCertificate certificate) {
        return new Settings(certificate);
    }

    @Override
    public SSLSupport getSSLSupport(SSLSession session, Map<String, List<String>> additionalAttributes) {
        SSLEngine engine = ((ConnectionSession) session).engine();
        return new Telling(engine, bindings(engine), additionalAttributes);
    }

    private final class Settings extends JSSEUtil {

        Settings(SSLHostConfigCertificate certificate) {
            super(certificate);
        }

        // The constructor above asks for both of these; the enclosing instance is there by then

        @Override
        protected Set<String> getImplementedProtocols() {
            Set<String> protocols = new HashSet<>(Arrays.asList(supported.getProtocols()));
            protocols.retainAll(VERSIONS);
            return protocols;
        }

        @Override
        protected Set<String> getImplementedCiphers() {
            return Set.copyOf(Arrays.asList(supported.getCipherSuites()));
        }

        @Override
        public KeyManager[] getKeyManagers() throws Exception {
            return keyManagers(super.getKeyManagers());
        }

        @Override
        public SSLContext createSSLContextInternal(List<String> negotiableProtocols) throws NoSuchAlgorithmException {
            return new ConnectionContext(javax.net.ssl.SSLContext.getInstance("TLS", provider));
        }
    }

    /** What the filter finds in {@code jakarta.servlet.request.ssl_session_mgr}. */
    private static final class Telling extends JSSESupport
            implements Supplier<SSLSession>, Function<String, byte @Nullable []> {

        private final SSLEngine engine;
        private final Function<String, byte @Nullable []> bindings;

        Telling(
                SSLEngine engine,
                Function<String, byte @Nullable []> bindings,
                Map<String, List<String>> additionalAttributes) {
            super(engine.getSession(), additionalAttributes);
            this.engine = engine;
            this.bindings = bindings;
        }

        @Override
        public SSLSession get() {
            return engine.getSession();
        }

        @Override
        public byte @Nullable [] apply(String type) {
            return bindings.apply(type);
        }
    }
}
