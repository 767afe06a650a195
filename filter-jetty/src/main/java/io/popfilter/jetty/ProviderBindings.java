// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jetty;

import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Lets the filter ask Conscrypt and BouncyCastle for channel bindings, which they tell of a connection and not of its session:
 * {@code tls-exporter} by Conscrypt with TLS 1.3, {@code tls-unique} by both with TLS 1.2. For connectors with the TLS of the JDK
 * it does nothing.
 */
public final class ProviderBindings implements HttpConfiguration.Customizer {

    private static final String EXPORTER = "io.popfilter.tls.exporter";
    private static final boolean HAS_CONSCRYPT = isThere("org.conscrypt.Conscrypt");
    private static final boolean HAS_BOUNCY_CASTLE = isThere("org.bouncycastle.jsse.BCSSLEngine");

    /** For an {@link HttpConfiguration}. */
    public ProviderBindings() {}

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, ProviderBindings.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (request.getConnectionMetaData().getConnection().getEndPoint() instanceof SslConnection.SslEndPoint tls) {
            of(tls.getSslConnection().getSSLEngine()).ifPresent(bindings -> request.setAttribute(EXPORTER, bindings));
        }
        return request;
    }

    private static Optional<Function<String, byte @Nullable []>> of(SSLEngine engine) {
        if (HAS_CONSCRYPT && ConscryptBindings.knows(engine)) {
            return Optional.of(new ConscryptBindings(engine));
        }
        return HAS_BOUNCY_CASTLE && BouncyCastleBindings.knows(engine)
                ? Optional.of(new BouncyCastleBindings(engine))
                : Optional.empty();
    }
}
