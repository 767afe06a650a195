// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that opens TLS connections, and resumes its session where the server lets it. */
final class TlsClient {

    /** RFC 7301 section 6. */
    static final String HTTP_1 = "http/1.1";

    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
    private static final TlsClient ANONYMOUS = anonymous();

    private final SSLContext context;
    private final List<String> versions;

    private TlsClient(SSLContext context, List<String> versions) {
        this.context = context;
        this.versions = versions;
    }

    /** Without a certificate, and without a session so far. */
    static TlsClient anonymous() {
        return believing(TlsProvider.JDK, TlsKeys.ofThisProcess());
    }

    /** Which takes whoever has this certificate for its server. */
    static TlsClient believing(TlsProvider provider, TlsKeys server) {
        return new TlsClient(server.trusting(provider), VERSIONS);
    }

    /** With this certificate for servers that ask for one, and without a session so far. */
    static TlsClient showing(TlsKeys own) {
        return showing(TlsProvider.JDK, own, TlsKeys.ofThisProcess());
    }

    /** The same, which takes whoever has the other certificate for its server. */
    static TlsClient showing(TlsProvider provider, TlsKeys own, TlsKeys server) {
        return new TlsClient(server.trustingAndShowing(provider, own), VERSIONS);
    }

    /** The same client, which speaks no newer version of TLS; it speaks the older ones, as Undertow wants it for HTTP/2. */
    TlsClient upTo(String newest) {
        return new TlsClient(context, VERSIONS.subList(0, VERSIONS.indexOf(newest) + 1));
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
        parameters.setProtocols(versions.toArray(String[]::new));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        // which is null where Conscrypt has no answer
        String chosen = Objects.requireNonNullElse(socket.getApplicationProtocol(), "");
        // Tomcat chooses nothing when there is no choice, and RFC 7301 has no word for that; then it is HTTP/1.1
        if (!chosen.equals(protocol) && !(chosen.isEmpty() && protocol.equals(HTTP_1))) {
            socket.close();
            throw new IOException("the server does not speak " + protocol + " over TLS");
        }
        return socket;
    }
}
