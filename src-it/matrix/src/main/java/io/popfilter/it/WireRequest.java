// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;

/** One HTTP/1.x request, octet by octet as it is written here, on a connection of its own. */
final class WireRequest {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final byte[] NOTHING = {};

    private final String requestLine;
    private final List<String> lines = new ArrayList<>();
    private byte[] body = NOTHING;
    private boolean endsThere;
    private byte[] content = NOTHING;
    private boolean isOfHttp1Only;

    private WireRequest(String requestLine) {
        this.requestLine = requestLine;
    }

    /** HTTP/1.1 with a Host field. */
    static WireRequest of(String method, String target, String host) {
        return new WireRequest(method + " " + target + " HTTP/1.1").field("Host", host);
    }

    /** A request line as it stands, and no field. */
    static WireRequest line(String requestLine) {
        return new WireRequest(requestLine);
    }

    WireRequest field(String name, String value) {
        return rawLine(name + ": " + value);
    }

    WireRequest fields(Map<String, String> values) {
        values.forEach(this::field);
        return this;
    }

    WireRequest rawLine(String line) {
        lines.add(line);
        return this;
    }

    /** With Content-Length. */
    WireRequest body(byte[] octets) {
        return body(octets, octets.length);
    }

    /** With these octets behind a Content-Length that may say something else. */
    WireRequest body(byte[] octets, int announced) {
        this.body = octets;
        this.content = octets;
        this.isOfHttp1Only = false;
        return field("Content-Length", Integer.toString(announced));
    }

    /**
     * With these octets after the header, framed by fields that were given by hand, truly or not: HTTP/2 has no such request, and
     * another body than the one that was signed is sent there by {@link #body(byte[])}.
     */
    WireRequest framed(byte[] octets) {
        this.body = octets;
        this.isOfHttp1Only = true;
        return this;
    }

    /** The client's half of the connection is closed after the request, so that the server finds its end. */
    WireRequest andNoMore() {
        this.endsThere = true;
        return this;
    }

    /** In chunks of at most so many octets. */
    WireRequest chunkedBody(byte[] octets, int chunkSize) {
        return chunkedBody(octets, chunkSize, List.of());
    }

    /** With these field lines behind the last chunk. */
    WireRequest chunkedBody(byte[] octets, int chunkSize, List<String> trailer) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < octets.length; from += chunkSize) {
            byte[] chunk = Arrays.copyOfRange(octets, from, Math.min(from + chunkSize, octets.length));
            chunks.writeBytes(ascii(Integer.toHexString(chunk.length) + "\r\n"));
            chunks.writeBytes(chunk);
            chunks.writeBytes(ascii("\r\n"));
        }
        chunks.writeBytes(ascii("0\r\n"));
        trailer.forEach(line -> chunks.writeBytes(ascii(line + "\r\n")));
        chunks.writeBytes(ascii("\r\n"));
        this.body = chunks.toByteArray();
        this.content = octets;
        this.isOfHttp1Only = !trailer.isEmpty();
        return field("Transfer-Encoding", "chunked");
    }

    /** All field lines. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    String requestLine() {
        return requestLine;
    }

    /**
     * The body without chunks around it.
     *
     * @throws IllegalStateException when that is not all that goes over the wire, which is framed by hand or has trailers
     */
    byte[] content() {
        if (isOfHttp1Only) {
            throw new IllegalStateException("only of HTTP/1.1: " + requestLine);
        }
        return content.clone();
    }

    Answer sendTo(int port) {
        return sendTo(port, SocketFactory.getDefault());
    }

    /** Over a connection of this kind, TLS for instance. */
    Answer sendTo(int port, SocketFactory sockets) {
        try (Socket socket = connect(port, sockets)) {
            return sendOn(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Socket connect(int port) throws IOException {
        return connect(port, SocketFactory.getDefault());
    }

    private static Socket connect(int port, SocketFactory sockets) throws IOException {
        Socket socket = sockets.createSocket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        return socket;
    }

    /** As the only request of this connection. */
    Answer sendOn(Socket socket) throws IOException {
        send(socket.getOutputStream());
        if (endsThere) {
            socket.shutdownOutput();
        }
        return answer(socket);
    }

    /** As one of several requests of this connection. */
    Answer sendKeeping(Socket socket) throws IOException {
        sendKeepingOpen(socket.getOutputStream());
        return answer(socket);
    }

    /** The same without waiting for the answer. */
    void sendKeepingOpen(OutputStream out) throws IOException {
        send(out, "");
    }

    /** What comes back. */
    Answer answer(Socket socket) throws IOException {
        return Answer.read(socket.getInputStream(), !requestLine.startsWith("HEAD "));
    }

    void send(OutputStream out) throws IOException {
        send(out, "Connection: close\r\n");
    }

    private void send(OutputStream out, String lastLine) throws IOException {
        StringBuilder head = new StringBuilder(requestLine).append("\r\n");
        lines.forEach(line -> head.append(line).append("\r\n"));
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(ascii(head + lastLine + "\r\n"));
        request.writeBytes(body);
        try {
            request.writeTo(out);
        } catch (IOException e) {
            out.flush(); // a server that answers before it has read all: the answer is there all the same
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
