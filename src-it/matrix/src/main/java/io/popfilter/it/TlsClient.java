// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that opens TLS connections, and resumes its session where the server lets it. */
final class TlsClient {

    private static final TlsClient ANONYMOUS = anonymous();

    /** RFC 7301 section 6. */
    static final String HTTP_1 = "http/1.1";

    private final SSLContext context;
    private final Optional<String> version;

    private TlsClient(SSLContext context, Optional<String> version) {
        this.context = context;
        this.version = version;
    }

    /** Without a certificate, and without a session so far. */
    static TlsClient anonymous() {
        return new TlsClient(TlsKeys.ofThisProcess().trusting(), Optional.empty());
    }

    /** With this certificate for servers that ask for one, and without a session so far. */
    static TlsClient showing(TlsKeys own) {
        return new TlsClient(TlsKeys.ofThisProcess().trustingAndShowing(own), Optional.empty());
    }

    /** The same client, which speaks this version of TLS only. */
    TlsClient speaking(String onlyVersion) {
        return new TlsClient(context, Optional.of(onlyVersion));
    }

    /** Connects, and insists on this protocol (RFC 7301). */
    static Socket connect(int port, String protocol) throws IOException {
        return ANONYMOUS.open(port, protocol);
    }

    /** The same as this client. */
    SSLSocket open(int port, String protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(WireRequest.connect(port), "127.0.0.1", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        version.ifPresent(only -> parameters.setProtocols(new String[] {only}));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        String chosen = socket.getApplicationProtocol();
        // Tomcat chooses nothing when there is no choice, and RFC 7301 has no word for that; then it is HTTP/1.1
        if (!chosen.equals(protocol) && !(chosen.isEmpty() && protocol.equals(HTTP_1))) {
            socket.close();
            throw new IOException("the server does not speak " + protocol + " over TLS");
        }
        return socket;
    }
}
