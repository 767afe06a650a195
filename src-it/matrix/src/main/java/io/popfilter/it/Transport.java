// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Optional;

/** How a request gets to the server. */
enum Transport {
    /** HTTP/1.1 in clear text. */
    HTTP,
    /** HTTP/1.1 over TLS. */
    HTTPS,
    /** HTTP/2 in clear text, with prior knowledge (RFC 9113 section 3.3). */
    H2C,
    /** HTTP/2 over TLS (RFC 9113 section 3.2). */
    H2;

    String scheme() {
        return hasTls() ? "https" : "http";
    }

    boolean hasTls() {
        return this == HTTPS || this == H2;
    }

    boolean isHttp2() {
        return this == H2C || this == H2;
    }

    int port(Container.Running container) {
        return hasTls() ? container.tlsPort() : container.port();
    }

    Answer send(WireRequest request, int port) {
        return exchange(request, port)
                .orElseThrow(() -> new IllegalStateException("no answer to " + request.requestLine()));
    }

    /** The answer, or nothing when the server ends the stream or the connection without one. */
    Optional<Answer> exchange(WireRequest request, int port) {
        return isHttp2() ? send(Http2Request.of(request, scheme()), port) : Optional.of(sendHttp1(request, port));
    }

    /** The same; over HTTP/1.1 the server is not asked to close the connection. */
    Answer sendKeeping(WireRequest request, int port) {
        if (isHttp2()) {
            return send(request, port);
        }
        try (Socket socket = connect(port)) {
            return request.sendKeeping(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket connect(int port) throws IOException {
        return hasTls() ? TlsClient.connect(port, TlsClient.HTTP_1) : WireRequest.connect(port);
    }

    private Answer sendHttp1(WireRequest request, int port) {
        try (Socket socket = connect(port)) {
            return request.sendOn(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Answer> send(Http2Request request, int port) {
        try (Http2Connection connection = Http2Connection.open(this, port)) {
            return connection.exchange(request);
        }
    }
}
