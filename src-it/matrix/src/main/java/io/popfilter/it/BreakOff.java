// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.net.Socket;

/** How a client gives up a request that it has begun. */
enum BreakOff {
    /** HTTP/1.1 resets the connection, HTTP/2 the stream. */
    RESET,
    /** Closes the connection. */
    CLOSE;

    /** What it does to a connection of HTTP/1.1. */
    void connection(Socket socket) throws IOException {
        if (this == RESET) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    /** What it does to a stream of HTTP/2 on this connection. */
    void stream(Http2Connection connection, int stream, Socket socket) throws IOException {
        switch (this) {
            case RESET -> connection.reset(stream);
            case CLOSE -> socket.close();
        }
    }
}
