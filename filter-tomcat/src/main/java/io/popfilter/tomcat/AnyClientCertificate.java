// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets clients in with certificates that no CA vouches for, self-signed ones too (RFC 8705 section 2.2). For
 * {@code trustManagerClassName} beside {@code certificateVerification="optional"}.
 *
 * <p>The handshake proves that the client has the key, and the filter compares the certificate with the one that the token names.
 * <strong>The certificate attribute then proves a key and nothing else</strong>: whatever else in the same Tomcat believes the
 * name in a certificate, a CLIENT-CERT login for instance, believes whoever wrote it.
 */
public final class AnyClientCertificate extends X509ExtendedTrustManager {

    /** For Tomcat. */
    public AnyClientCertificate() {}

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

    /** Never: this is for the server's end. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no server is trusted here");
    }

    /** Never: this is for the server's end. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    /** Never: this is for the server's end. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }
}
