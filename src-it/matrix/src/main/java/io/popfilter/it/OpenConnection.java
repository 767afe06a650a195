// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a server that several requests go over, one after the other.
 *
 * @param scheme of the requests
 * @param http2 what speaks HTTP/2 on it; else it is HTTP/1.1
 */
record OpenConnection(Socket socket, String scheme, Optional<Http2Connection> http2) implements AutoCloseable {

    /** Of a client without a certificate, in the way in which the server is spoken to. */
    static OpenConnection of(Server server) {
        try {
            return server.transport().hasTls()
                    ? of(TlsClient.anonymous(), server)
                    : of(WireRequest.connect(server.port()), server.transport());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of this client, to a server that is spoken to over TLS. */
    static OpenConnection of(TlsClient client, Server server) {
        return of(client, server.port(), server.transport());
    }

    /** Of this client, over HTTP/1.1. */
    static OpenConnection of(TlsClient client, int port) {
        return of(client, port, Transport.HTTPS);
    }

    /** Of this client, over HTTP/1.1 or HTTP/2 with TLS. */
    static OpenConnection of(TlsClient client, int port, Transport transport) {
        try {
            return of(client.open(port, transport.isHttp2() ? "h2" : TlsClient.HTTP_1), transport);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenConnection of(Socket socket, Transport transport) throws IOException {
        return new OpenConnection(
                socket,
                transport.scheme(),
                transport.isHttp2() ? Optional.of(Http2Connection.on(socket)) : Optional.empty());
    }

    /** The client's end of TLS, where that is what the server is spoken to over. */
    SSLSocket tls() {
        return (SSLSocket) socket;
    }

    SSLSession session() {
        return tls().getSession();
    }

    Answer send(WireRequest request) {
        if (http2.isPresent()) {
            return http2.get().exchange(Http2Request.of(request, scheme)).orElseThrow();
        }
        try {
            return request.sendKeeping(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer, or nothing when the server ends the stream or the connection without one, or leaves us waiting. */
    Optional<Answer> exchange(WireRequest request) {
        try {
            return http2.isPresent()
                    ? http2.get().exchange(Http2Request.of(request, scheme))
                    : Optional.of(request.sendKeeping(socket));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The same; the request ends with the octets that it has, whatever it announced. */
    Optional<Answer> exchangeCutShort(WireRequest request) {
        try {
            if (http2.isPresent()) {
                return http2.get().exchange(Http2Request.of(request, scheme));
            }
            request.sendKeepingOpen(socket.getOutputStream());
            socket.shutdownOutput();
            return Optional.of(request.answer(socket));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Sends all that the request has, and what breaks it off once something else has come to pass. */
    void breakOff(WireRequest request, BreakOff how, Runnable before) {
        try {
            if (http2.isPresent()) {
                int stream = http2.get().send(Http2Request.of(request, scheme).unfinished());
                before.run();
                how.stream(http2.get(), stream, socket);
            } else {
                request.sendKeepingOpen(socket.getOutputStream());
                before.run();
                how.connection(socket);
            }
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
