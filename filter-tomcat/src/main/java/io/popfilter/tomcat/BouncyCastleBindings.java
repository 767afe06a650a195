// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.jsse.BCSSLConnection;
import org.bouncycastle.jsse.BCSSLEngine;
import org.jspecify.annotations.Nullable;

/** What BouncyCastle tells of a connection: its exporter only while the handshake lasts, which is too early. */
record BouncyCastleBindings(SSLEngine engine) implements Function<String, byte @Nullable []> {

    @Override
    public byte @Nullable [] apply(String type) {
        // there is none of TLS 1.3
        if (!type.equals("tls-unique") || !engine.getSession().getProtocol().equals("TLSv1.2")) {
            return null;
        }
        BCSSLConnection connection = ((BCSSLEngine) engine).getConnection();
        return connection == null ? null : connection.getChannelBinding(type);
    }
}
