// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A TLS connection to a server that several requests go over, one after the other.
 *
 * @param http2 what speaks HTTP/2 on it; else it is HTTP/1.1
 */
record OpenConnection(SSLSocket socket, Optional<Http2Connection> http2) implements AutoCloseable {

    /** Of this client, to a server that is spoken to over TLS. */
    static OpenConnection of(TlsClient client, Server server) {
        try {
            boolean isHttp2 = server.transport().isHttp2();
            SSLSocket socket = client.open(server.port(), isHttp2 ? "h2" : TlsClient.HTTP_1);
            return new OpenConnection(socket, isHttp2 ? Optional.of(Http2Connection.on(socket)) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of this client, over HTTP/1.1. */
    static OpenConnection of(TlsClient client, int port) {
        try {
            return new OpenConnection(client.open(port, TlsClient.HTTP_1), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client's end of it. */
    SSLSession session() {
        return socket.getSession();
    }

    Answer send(WireRequest request) {
        if (http2.isPresent()) {
            return http2.get().exchange(Http2Request.of(request, "https")).orElseThrow();
        }
        try {
            return request.sendKeeping(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
