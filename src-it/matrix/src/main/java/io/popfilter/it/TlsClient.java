// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The client's end of a TLS connection. */
final class TlsClient {

    private static final SSLContext CONTEXT = TlsKeys.ofThisProcess().trusting();

    /** RFC 7301 section 6. */
    static final String HTTP_1 = "http/1.1";

    private TlsClient() {}

    /** Connects, and insists on this protocol (RFC 7301). */
    static Socket connect(int port, String protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket) CONTEXT.getSocketFactory().createSocket(WireRequest.connect(port), "127.0.0.1", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
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
