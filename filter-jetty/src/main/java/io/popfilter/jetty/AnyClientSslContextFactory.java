// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jetty;

import java.net.Socket;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.cert.CRL;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of TLS, asking clients for a certificate and content with one that no CA vouches for, a self-signed one too
 * (RFC 8705 section 2.2), or with none.
 *
 * <p>The handshake proves that the client has the key, and the filter compares the certificate with the one that the token names.
 * <strong>The certificate attribute then proves a key and nothing else</strong>: whatever else in the same server believes the
 * name in a certificate, a CLIENT-CERT login for instance, believes whoever wrote it.
 */
public final class AnyClientSslContextFactory extends SslContextFactory.Server {

    private static final String PKIX = "PKIX";

    private final @Nullable Provider tls;

    /** With the TLS of the JDK, or of what {@link #setProvider(String)} names; the key store of the server is still to be set. */
    public AnyClientSslContextFactory() {
        this.tls = null;
        setWantClientAuth(true);
    }

    /**
     * With the TLS of this provider, which need not be registered; the key store of the server is still to be set. Conscrypt and
     * BouncyCastle tell of channel bindings by {@link ProviderBindings}.
     */
    public AnyClientSslContextFactory(Provider tls) {
        this.tls = tls;
        setWantClientAuth(true);
    }

    @Override
    protected SSLContext getSSLContextInstance() throws NoSuchAlgorithmException {
        return tls == null ? super.getSSLContextInstance() : SSLContext.getInstance(getProtocol(), tls);
    }

    /** BouncyCastle asks for keys by names that only its own factory knows. */
    @Override
    protected KeyManagerFactory getKeyManagerFactoryInstance() throws NoSuchAlgorithmException {
        return tls == null || tls.getService("KeyManagerFactory", PKIX) == null
                ? super.getKeyManagerFactoryInstance()
                : KeyManagerFactory.getInstance(PKIX, tls);
    }

    @Override
    protected TrustManager[] getTrustManagers(KeyStore trustStore, Collection<? extends CRL> crls) {
        return new TrustManager[] {new AnyClient()};
    }

    private static final class AnyClient extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        /** None, so that clients show whatever they have. */
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("no server is trusted here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }
    }
}
