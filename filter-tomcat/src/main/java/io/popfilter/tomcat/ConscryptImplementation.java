// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 and 1.3 of Conscrypt, of which the filter can ask {@code tls-exporter} with TLS 1.3, on any Java, and {@code tls-unique}
 * with TLS 1.2. For {@code sslImplementationName} of a connector; takes Conscrypt beside this jar.
 */
public final class ConscryptImplementation extends ProviderImplementation {

    /** For Tomcat. */
    public ConscryptImplementation() {
        super(Conscrypt.newProvider());
    }

    @Override
    Function<String, byte @Nullable []> bindings(SSLEngine engine) {
        return new ConscryptBindings(engine);
    }
}
