// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** OpenSSL's client over TLS 1.3, one request a connection. It remembers its last session, with which it can send early data. */
final class OpensslClient {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int RECORD_HEADER = 5; // RFC 8446 section 5.1
    private static final int APPLICATION_DATA = 23;

    private final Path directory;
    private final List<String> identity;

    private OpensslClient(Path directory, List<String> identity) {
        this.directory = directory;
        this.identity = identity;
    }

    /** Without a certificate. Session and requests are kept in this directory. */
    static OpensslClient in(Path directory) {
        return new OpensslClient(directory, List.of());
    }

    /** With a certificate. */
    static OpensslClient in(Path directory, TestCertificate own) throws IOException {
        Path file = directory.resolve("client.pem");
        own.writeWithKeyTo(file);
        return new OpensslClient(directory, List.of("-cert", file.toString(), "-key", file.toString()));
    }

    /** Sends after the handshake; what the program printed, the answer included. */
    String send(int port, WireRequest request, String... options) throws IOException, InterruptedException {
        Process process = start(port, List.of("-sess_out", session().toString()), options);
        request.send(process.getOutputStream());
        process.getOutputStream().flush(); // and stays open, or it would not wait for the answer
        return output(process);
    }

    /** Resumes the last session and sends as early data; what the program printed, the answer included. */
    String sendEarly(int port, WireRequest request, String... options) throws IOException, InterruptedException {
        return output(start(port, early(request), options));
    }

    /**
     * What it sends before it hears of the server, when it sends early data: who sees that can send it again (RFC 8446 section 8),
     * but not what follows, which takes the client's keys.
     */
    byte[] firstFlight(WireRequest request) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(listening.getLocalPort(), early(request));
            try (Socket socket = listening.accept()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                return throughFirstRecordOf(APPLICATION_DATA, socket.getInputStream());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static byte[] throughFirstRecordOf(int type, InputStream in) throws IOException {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        byte[] header;
        do {
            header = in.readNBytes(RECORD_HEADER);
            if (header.length < RECORD_HEADER) {
                throw new IOException("there is no early data in " + flight.size() + " octets");
            }
            flight.writeBytes(header);
            flight.writeBytes(in.readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff)));
        } while (header[0] != type);
        return flight.toByteArray();
    }

    private List<String> early(WireRequest request) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        request.send(octets);
        Path file = Files.write(directory.resolve("request"), octets.toByteArray());
        return List.of("-sess_in", session().toString(), "-early_data", file.toString());
    }

    private Path session() {
        return directory.resolve("session.pem");
    }

    private Process start(int port, List<String> sending, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(RealPart.find("openssl").toString(), "s_client", "-connect", "127.0.0.1:" + port, "-tls1_3"));
        command.addAll(identity);
        command.addAll(sending);
        command.addAll(Arrays.asList(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return output;
    }
}
