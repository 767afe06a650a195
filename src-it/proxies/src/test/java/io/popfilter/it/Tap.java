// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a proxy and the container, changes nothing, and keeps what went through. */
final class Tap implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final int backend;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ByteArrayOutputStream request = new ByteArrayOutputStream(); // synchronized in itself
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    private Tap(int backend) throws IOException {
        this.backend = backend;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static Tap before(int backend) {
        try {
            Tap tap = new Tap(backend);
            start(tap::accept);
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What the proxy made of the request that was sent since the last {@link #clear()}. */
    String request() {
        return request.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the container gave an answer of this status; if not, it is the proxy's. */
    boolean hasAnswer(int status) {
        return answer.toString(StandardCharsets.ISO_8859_1).contains("HTTP/1.1 " + status);
    }

    void clear() {
        request.reset();
        answer.reset();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // closed, from one side or the other
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket proxy = listening.accept();
            sockets.add(proxy);
            Socket container = new Socket(InetAddress.getLoopbackAddress(), backend);
            sockets.add(container);
            proxy.setTcpNoDelay(true);
            container.setTcpNoDelay(true);
            start(() -> pump(proxy, container, request));
            start(() -> pump(container, proxy, answer));
        }
    }

    private void pump(Socket from, Socket to, OutputStream copy) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                copy.write(buffer, 0, count); // first, so that it is there when the answer is
                out.write(buffer, 0, count);
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
