// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLServerSocket;

/**
 * A man in the middle: a TLS server whose certificate its victims believe, and a TLS client of the true server. He reads
 * everything, and sends it on, as it is or changed; HTTP/1.1, one request a connection.
 */
final class TlsRelay implements AutoCloseable {

    private static final String CRLF = "\r\n";

    /** What he shows to everybody. */
    private static final TlsKeys KEYS = TlsKeys.make();

    private final SSLServerSocket listening;
    private final int server;
    private final List<WireMessage> read = new CopyOnWriteArrayList<>();
    private volatile Consumer<WireMessage> onRequest = request -> {};
    private volatile UnaryOperator<Answer> onAnswer = UnaryOperator.identity();

    private TlsRelay(int server) throws IOException {
        this.server = server;
        this.listening = (SSLServerSocket)
                KEYS.serving().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Between clients and the server at this port. */
    static TlsRelay before(int server) {
        try {
            TlsRelay relay = new TlsRelay(server);
            Thread thread = new Thread(relay::run, "man in the middle");
            thread.setDaemon(true);
            thread.start();
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of a client that takes him for the server. */
    OpenConnection victim() {
        return OpenConnection.of(TlsClient.believing(TlsProvider.JDK, KEYS), listening.getLocalPort());
    }

    /** From now on he changes requests so, and answers so. */
    void change(Consumer<WireMessage> requests, UnaryOperator<Answer> answers) {
        onRequest = requests;
        onAnswer = answers;
    }

    /** The requests that he has read. */
    List<WireMessage> read() {
        return List.copyOf(read);
    }

    private void run() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept();
                    Socket own = TlsClient.connect(server, TlsClient.HTTP_1)) {
                relay(client, own);
            } catch (IOException e) {
                // closed, from one side or the other
            }
        }
    }

    private void relay(Socket client, Socket own) throws IOException {
        WireMessage request = WireMessage.read(client.getInputStream());
        read.add(request);
        onRequest.accept(request);
        own.getOutputStream().write(request.toOctets());
        Answer answer = onAnswer.apply(Answer.read(own.getInputStream(), true));
        client.getOutputStream().write(octets(answer));
    }

    private static byte[] octets(Answer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + CRLF);
        for (Map.Entry<String, String> field : answer.fields()) {
            boolean isFraming =
                    List.of("content-length", "transfer-encoding", "connection").contains(field.getKey());
            head.append(isFraming ? "" : field.getKey() + ": " + field.getValue() + CRLF);
        }
        byte[] body = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        head.append("content-length: " + body.length + CRLF + CRLF);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        octets.writeBytes(body);
        return octets.toByteArray();
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
