// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/** What Conscrypt tells of a connection. */
record ConscryptBindings(SSLEngine engine) implements Function<String, byte @Nullable []> {

    private static final String LABEL = "EXPORTER-Channel-Binding"; // RFC 9266 section 4
    private static final byte[] NO_CONTEXT = {};
    private static final int LENGTH = 32;

    @Override
    public byte @Nullable [] apply(String type) {
        String version = engine.getSession().getProtocol();
        if (type.equals("tls-exporter") && version.equals("TLSv1.3")) {
            return exported();
        }
        // there is none of TLS 1.3
        return type.equals("tls-unique") && version.equals("TLSv1.2") ? Conscrypt.getTlsUnique(engine) : null;
    }

    private byte @Nullable [] exported() {
        try {
            return Conscrypt.exportKeyingMaterial(engine, LABEL, NO_CONTEXT, LENGTH);
        } catch (SSLException e) {
            return null; // then nobody can tell
        }
    }
}
