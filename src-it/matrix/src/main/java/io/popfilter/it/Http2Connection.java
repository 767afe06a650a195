// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.config.H2Param;
import org.apache.hc.core5.http2.config.H2Setting;
import org.apache.hc.core5.http2.frame.DefaultFrameFactory;
import org.apache.hc.core5.http2.frame.FrameFactory;
import org.apache.hc.core5.http2.frame.FrameFlag;
import org.apache.hc.core5.http2.frame.FrameType;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.http2.hpack.HPackException;
import org.apache.hc.core5.http2.impl.io.FrameInputBuffer;
import org.apache.hc.core5.http2.impl.io.FrameOutputBuffer;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** The client's end of an HTTP/2 connection (RFC 9113) that sends whatever a request says. For one thread. */
final class Http2Connection implements AutoCloseable {

    private static final FrameFactory FRAMES = DefaultFrameFactory.INSTANCE;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_FRAME = 16384; // RFC 9113 section 6.5.2: what every receiver takes
    private static final int INITIAL_WINDOW = 65535; // RFC 9113 section 6.9.2
    private static final int WINDOW_FOR_ANSWERS = 1 << 20; // more than any is long

    private final Socket socket;
    private final OutputStream out;
    private final FrameInputBuffer in = new FrameInputBuffer(1 << 20);
    private final FrameOutputBuffer frames = new FrameOutputBuffer(MAX_FRAME);
    private final HPackEncoder encoder = new HPackEncoder(0, StandardCharsets.ISO_8859_1);
    private final HPackDecoder decoder = new HPackDecoder(4096, StandardCharsets.ISO_8859_1);
    private final Map<Integer, Stream> streams = new HashMap<>();
    private int initialWindow = INITIAL_WINDOW;
    private long window = INITIAL_WINDOW;
    private int nextStream = 1;
    private String end = "";

    /** What is known of one exchange. */
    private static final class Stream {
        private final List<Header> fields = new ArrayList<>();
        private final List<Header> trailers = new ArrayList<>();
        private final ByteArrayOutputStream block = new ByteArrayOutputStream();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private long window;
        private boolean isAnswered;
        private boolean isReset;
        private boolean hasEnded;

        boolean isOver() {
            return isAnswered || isReset;
        }
    }

    private Http2Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** Connects, and says what every client says first. */
    static Http2Connection open(Transport transport, int port) {
        try {
            return on(transport.hasTls() ? TlsClient.connect(port, "h2") : WireRequest.connect(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same on a connection that is open. */
    static Http2Connection on(Socket socket) throws IOException {
        Http2Connection connection = new Http2Connection(socket);
        connection.start();
        return connection;
    }

    private void start() throws IOException {
        out.write(PREFACE);
        write(FRAMES.createSettings(
                new H2Setting(H2Param.ENABLE_PUSH, 0), new H2Setting(H2Param.INITIAL_WINDOW_SIZE, WINDOW_FOR_ANSWERS)));
        write(FRAMES.createWindowUpdate(0, WINDOW_FOR_ANSWERS - INITIAL_WINDOW));
    }

    /** The answer, or nothing when the server ends the stream or the connection without one. */
    Optional<Answer> exchange(Http2Request request) {
        return answer(send(request));
    }

    /** Sends what the server's windows allow, and reads what it says meanwhile; returns the number of the stream. */
    int send(Http2Request request) {
        int id = nextStream;
        nextStream += 2;
        Stream stream = new Stream();
        stream.window = initialWindow;
        streams.put(id, stream);
        byte[] body = request.body();
        boolean hasTrailers = !request.trailers().isEmpty();
        try {
            headers(id, request.fields(), body.length == 0 && !hasTrailers && request.isFinished());
            int sent = 0;
            while (sent < body.length && !stream.isOver() && end.isEmpty()) {
                int count = (int) Math.min(Math.min(body.length - sent, MAX_FRAME), Math.min(window, stream.window));
                if (count <= 0) {
                    read();
                    continue;
                }
                boolean isLast = sent + count == body.length && !hasTrailers && request.isFinished();
                write(FRAMES.createData(id, ByteBuffer.wrap(body, sent, count), isLast));
                sent += count;
                window -= count;
                stream.window -= count;
            }
            if (hasTrailers && !stream.isOver()) {
                headers(id, request.trailers(), true);
            }
        } catch (SocketException e) {
            end = end.isEmpty() ? "closed: " + e.getMessage() : end; // perhaps it said why before
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return id;
    }

    private void headers(int stream, List<Header> fields, boolean isEnd) throws IOException {
        ByteArrayBuffer block = new ByteArrayBuffer(1024);
        for (Header field : fields) {
            encoder.encodeHeader(block, field.getName(), field.getValue(), false);
        }
        int first = Math.min(block.length(), MAX_FRAME);
        write(FRAMES.createHeaders(stream, ByteBuffer.wrap(block.array(), 0, first), first == block.length(), isEnd));
        for (int from = first; from < block.length(); from += MAX_FRAME) {
            int count = Math.min(block.length() - from, MAX_FRAME);
            write(FRAMES.createContinuation(
                    stream, ByteBuffer.wrap(block.array(), from, count), from + count == block.length()));
        }
    }

    private void write(RawFrame frame) throws IOException {
        frames.write(frame, out);
        out.flush();
    }

    /** Gives up this stream. */
    void reset(int stream) throws IOException {
        write(FRAMES.createResetStream(stream, H2Error.CANCEL));
    }

    /** Waits for the end of this stream. */
    Optional<Answer> answer(int id) {
        Stream stream = streams.get(id);
        try {
            while (!stream.isOver() && !end.startsWith("ended")) {
                read();
            }
        } catch (SocketException | EOFException | ConnectionClosedException e) {
            end = end.isEmpty() ? "ended: " + e.getMessage() : end;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream.isAnswered ? Optional.of(answer(stream)) : Optional.empty();
    }

    private static Answer answer(Stream stream) {
        int status = 0;
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (Header field : stream.fields) {
            if (field.getName().equals(":status")) {
                status = Integer.parseInt(field.getValue());
            } else {
                fields.add(Map.entry(field.getName(), field.getValue()));
            }
        }
        List<Map.Entry<String, String>> trailers = new ArrayList<>();
        stream.trailers.forEach(field -> trailers.add(Map.entry(field.getName(), field.getValue())));
        return new Answer(status, fields, stream.body.toString(StandardCharsets.ISO_8859_1), trailers);
    }

    /** How the server ended the stream or the connection, for a message. */
    String end() {
        return end.isEmpty() ? "reset" : end;
    }

    private void read() throws IOException {
        RawFrame frame = in.read(socket.getInputStream());
        if (frame == null) {
            throw new EOFException("the server closed the connection");
        }
        FrameType type = FrameType.valueOf(frame.getType());
        Stream stream = streams.get(frame.getStreamId());
        ByteBuffer content = frame.getPayloadContent();
        ByteBuffer payload = content == null ? ByteBuffer.allocate(0) : content; // Tomcat ends some answers so
        if (type == null) {
            return;
        }
        switch (type) {
            case SETTINGS -> settings(frame, payload);
            case PING -> {
                if (!frame.isFlagSet(FrameFlag.ACK)) {
                    write(FRAMES.createPingAck(payload));
                }
            }
            case WINDOW_UPDATE -> {
                int more = payload.getInt();
                if (frame.getStreamId() == 0) {
                    window += more;
                } else if (stream != null) {
                    stream.window += more;
                }
            }
            case HEADERS, CONTINUATION -> block(frame, stream, skipPriority(type, frame, payload));
            case DATA -> {
                byte[] octets = new byte[payload.remaining()];
                payload.get(octets);
                stream.body.writeBytes(octets);
                stream.isAnswered = frame.isFlagSet(FrameFlag.END_STREAM);
            }
            case RST_STREAM -> {
                if (stream != null) {
                    stream.isReset = true;
                }
            }
            case GOAWAY -> {
                end = "ended with GOAWAY";
            }
            case PRIORITY, PUSH_PROMISE, PRIORITY_UPDATE -> {
                // of no meaning here
            }
        }
    }

    private void settings(RawFrame frame, ByteBuffer payload) throws IOException {
        if (frame.isFlagSet(FrameFlag.ACK)) {
            return;
        }
        while (payload.remaining() >= 6) {
            int code = payload.getShort() & 0xFFFF;
            int value = payload.getInt();
            if (code == H2Param.INITIAL_WINDOW_SIZE.getCode()) {
                int change = value - initialWindow;
                streams.values().forEach(stream -> stream.window += change);
                initialWindow = value;
            }
        }
        write(FRAMES.createSettingsAck());
    }

    private static ByteBuffer skipPriority(FrameType type, RawFrame frame, ByteBuffer payload) {
        if (type == FrameType.HEADERS && frame.isFlagSet(FrameFlag.PRIORITY)) {
            payload.position(payload.position() + 5);
        }
        return payload;
    }

    private void block(RawFrame frame, Stream stream, ByteBuffer payload) throws IOException {
        byte[] octets = new byte[payload.remaining()];
        payload.get(octets);
        stream.block.writeBytes(octets);
        stream.hasEnded |= frame.isFlagSet(FrameFlag.END_STREAM);
        if (frame.isFlagSet(FrameFlag.END_HEADERS)) {
            List<Header> fields = decoded(stream.block.toByteArray());
            stream.block.reset();
            boolean isInterim = fields.stream()
                    .anyMatch(field -> field.getName().equals(":status")
                            && field.getValue().startsWith("1"));
            if (!isInterim) {
                (stream.fields.isEmpty() ? stream.fields : stream.trailers).addAll(fields);
                stream.isAnswered = stream.hasEnded;
            }
        }
    }

    private List<Header> decoded(byte[] block) throws IOException {
        try {
            return decoder.decodeHeaders(ByteBuffer.wrap(block));
        } catch (HPackException e) {
            throw new IOException(e);
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
