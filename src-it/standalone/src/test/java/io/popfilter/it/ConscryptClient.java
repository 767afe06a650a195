// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.conscrypt.Conscrypt;

/**
 * A client that knows the bindings of its connections with any Java.
 *
 * @param version of TLS, the only one
 */
record ConscryptClient(String version) {

    /** Connects, and insists on this protocol (RFC 7301). */
    SSLSocket open(int port, String protocol) throws IOException {
        try {
            SSLSocket socket = (SSLSocket)
                    context().getSocketFactory().createSocket(WireRequest.connect(port), "127.0.0.1", port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            parameters.setProtocols(new String[] {version});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            String chosen = socket.getApplicationProtocol();
            // Conscrypt's way to say that nothing was chosen, see TlsClient
            if (!protocol.equals(chosen) && !(chosen == null && protocol.equals(TlsClient.HTTP_1))) {
                socket.close();
                throw new IOException("the server does not speak " + protocol + " over TLS");
            }
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(TlsKeys.TYPE);
        trusted.load(null, null);
        trusted.setCertificateEntry("server", TlsKeys.ofThisProcess().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** RFC 9266 section 4.2. */
    static byte[] exporter(OpenConnection connection) {
        try {
            return Conscrypt.exportKeyingMaterial(connection.tls(), "EXPORTER-Channel-Binding", new byte[0], 32);
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 5929 section 3. */
    static byte[] unique(OpenConnection connection) {
        return Conscrypt.getTlsUnique(connection.tls());
    }
}
