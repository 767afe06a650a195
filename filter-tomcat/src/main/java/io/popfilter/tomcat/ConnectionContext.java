// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A TLS context as Tomcat wants it, whose connections are {@link ConnectionEngine}s. */
final class ConnectionContext implements org.apache.tomcat.util.net.SSLContext {

    private final SSLContext context;
    private KeyManager[] keys = {};
    private TrustManager[] trusted = {};

    ConnectionContext(SSLContext context) {
        this.context = context;
    }

    @Override
    public void init(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted, @Nullable SecureRandom random)
            throws KeyManagementException {
        this.keys = keys == null ? this.keys : keys;
        this.trusted = trusted == null ? this.trusted : trusted;
        context.init(keys, trusted, random);
    }

    @Override
    public void destroy() {}

    @Override
    public SSLSessionContext getServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    public SSLEngine createSSLEngine() {
        return new ConnectionEngine(context.createSSLEngine());
    }

    @Override
    public SSLServerSocketFactory getServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    @Override
    public SSLParameters getSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return Arrays.stream(keys)
                .flatMap(each -> each instanceof X509KeyManager manager ? Stream.of(manager) : Stream.empty())
                .map(manager -> manager.getCertificateChain(alias))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Arrays.stream(trusted)
                .flatMap(each -> each instanceof X509TrustManager manager ? Stream.of(manager) : Stream.empty())
                .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }
}
