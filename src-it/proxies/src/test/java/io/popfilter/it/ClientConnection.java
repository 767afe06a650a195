// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One TLS connection of a client to a proxy, for any number of requests, one after another. */
final class ClientConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    /** What is spoken on a connection. */
    enum Protocol {
        HTTP_1_1("http/1.1"),
        HTTP_2("h2");

        private final String alpn;

        Protocol(String alpn) {
            this.alpn = alpn;
        }
    }

    private final SSLSocket socket;
    private final Optional<Http2Connection> http2;

    private ClientConnection(SSLSocket socket, Optional<Http2Connection> http2) {
        this.socket = socket;
        this.http2 = http2;
    }

    /** Connects with TLS 1.3. */
    static ClientConnection open(int port, Optional<TestCertificate> own, Protocol protocol) {
        return open(port, own, protocol, "TLSv1.3");
    }

    /** Connects with this version of TLS. */
    static ClientConnection open(int port, Optional<TestCertificate> own, Protocol protocol, String version) {
        SocketFactory sockets = own.map(TestCertificate.ONLY::sockets).orElseGet(TestCertificate.ONLY::sockets);
        try {
            SSLSocket socket = (SSLSocket) sockets.createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            parameters.setApplicationProtocols(new String[] {protocol.alpn});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (!socket.getApplicationProtocol().equals(protocol.alpn)) {
                throw new IOException("the proxy does not speak " + protocol);
            }
            return new ClientConnection(
                    socket, protocol == Protocol.HTTP_2 ? Optional.of(Http2Connection.on(socket)) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer send(WireRequest request) {
        try {
            return http2.isPresent()
                    ? http2.get().exchange(Http2Request.of(request, "https")).orElseThrow()
                    : request.sendKeeping(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SSLSession session() {
        return socket.getSession();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
