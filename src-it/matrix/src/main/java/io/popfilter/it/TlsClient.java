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
        if (!socket.getApplicationProtocol().equals(protocol)) {
            socket.close();
            throw new IOException("the server does not speak " + protocol + " over TLS");
        }
        return socket;
    }
}
