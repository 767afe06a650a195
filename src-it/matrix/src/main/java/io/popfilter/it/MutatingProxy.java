// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A reverse proxy that does to a request what real ones were seen to do, one connection at a time. */
final class MutatingProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int backend;
    private volatile List<Mutation> mutations = List.of();

    private MutatingProxy(int backend) throws IOException {
        this.backend = backend;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static MutatingProxy before(int backend) {
        try {
            MutatingProxy proxy = new MutatingProxy(backend);
            Thread thread = new Thread(proxy::run, "mutating proxy");
            thread.setDaemon(true);
            thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From the next request on, these and no others, in this order. */
    void apply(List<Mutation> those) {
        mutations = List.copyOf(those);
    }

    private void run() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept();
                    Socket container = new Socket(InetAddress.getLoopbackAddress(), backend)) {
                forward(client, container);
            } catch (IOException e) {
                // closed, from one side or the other
            }
        }
    }

    private void forward(Socket client, Socket container) throws IOException {
        WireMessage message = WireMessage.read(client.getInputStream());
        try {
            mutations.forEach(mutation -> mutation.change(message));
        } catch (RuntimeException e) { // a mistake of the tests, which they have to see
            client.getOutputStream().write(("HTTP/1.1 502 " + e + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return;
        }
        container.getOutputStream().write(message.toOctets());
        container.shutdownOutput(); // whatever became of the field Connection, there is no other request
        container.getInputStream().transferTo(client.getOutputStream());
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
