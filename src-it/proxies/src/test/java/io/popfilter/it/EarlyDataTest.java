// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.Identities.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.it.ClientConnection.Protocol;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Early data (RFC 8446 section 2.3) through real proxies. Anybody who saw it can send it again, and with it the certificate of the
 * resumed session; so it must not reach the application unless the client has finished the handshake (RFC 8470 section 3).
 */
class EarlyDataTest {

    private static final int REPLAYS = 3;
    private static final int TRIES = 20;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final Pattern EXPORTER = Pattern.compile("Keying material: ([0-9A-F]{64})");

    @TempDir
    private Path directory;

    private OpensslClient client;

    /** A configuration that takes early data. */
    private enum Taking {
        HAPROXY("haproxy-early-data.cfg", Terminator.HAPROXY),
        HAPROXY_THAT_WAITS("haproxy-early-data-waiting.cfg", Terminator.HAPROXY),
        NGINX(Terminator.NGINX.configuration(), Terminator.NGINX);

        private final String configuration;
        private final Terminator terminator;

        Taking(String configuration, Terminator terminator) {
            this.configuration = configuration;
            this.terminator = terminator;
        }

        TerminatedServer start() {
            Map<String, String> settings = new HashMap<>(TerminatedServer.knownBySecret());
            settings.putAll(terminator.settings());
            if (terminator == Terminator.HAPROXY) {
                settings.put("channel-binding", "optional");
                settings.put("tls.forwarded.tls-exporter", "TLS-Exporter");
            }
            return TerminatedServer.start(
                    configuration, () -> Backend.TOMCAT.start(TerminatedServer.settings(settings)));
        }
    }

    @BeforeEach
    void makeClient() throws IOException {
        client = OpensslClient.in(directory, CLIENT);
    }

    /** A token that is bound to a certificate alone needs no proof, so no store of spent proofs would notice the second time. */
    @ParameterizedTest
    @EnumSource
    void whatIsReplayedDoesNotReachTheApplication(Taking proxy) throws Exception {
        WireRequest request = BoundRequest.toCertificate(CLIENT);
        try (TerminatedServer server = proxy.start()) {
            assertThat(client.send(server.proxyPort(), request)).contains("HTTP/1.1 200");
            byte[] flight = client.firstFlight(request);
            server.forget();

            List<Socket> replays = new ArrayList<>();
            try {
                for (int i = 0; i < REPLAYS; i++) {
                    replays.add(replay(flight, server.proxyPort()));
                }
                assertThat(client.send(server.proxyPort(), request)).contains("HTTP/1.1 200");

                assertThat(server.passed()).as(server::report).isEqualTo(1);
                assertThat(server.received("Early-Data"))
                        .hasSize(server.received() - 1)
                        .allMatch("1"::equals);
            } finally {
                for (Socket replay : replays) {
                    replay.close();
                }
            }
        }
    }

    /** Sends it on a connection of its own, which stays open, and waits until the proxy has agreed to the session. */
    private static Socket replay(byte[] flight, int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(flight);
        assertThat(socket.getInputStream().read()).isEqualTo(22); // a handshake record (RFC 8446 section 5.1)
        return socket;
    }

    @ParameterizedTest
    @EnumSource(names = "HAPROXY.*", mode = EnumSource.Mode.MATCH_ALL)
    void haproxyTakesItFromAClientThatFinishesTheHandshake(Taking proxy) throws Exception {
        WireRequest request = BoundRequest.toCertificate(CLIENT);
        try (TerminatedServer server = proxy.start()) {
            assertThat(client.send(server.proxyPort(), request)).contains("HTTP/1.1 200");
            server.forget();

            String output = client.sendEarly(server.proxyPort(), request);

            assertThat(output).contains("Early data was accepted");
            assertThat(server.received()).isEqualTo(1);
            boolean isMarked = !server.received("Early-Data").isEmpty();
            assertThat(output).contains(isMarked ? "HTTP/1.1 425" : "HTTP/1.1 200");
            assertThat(server.passed()).isEqualTo(isMarked ? 0 : 1);
        }
    }

    /** Who writes early data does not know the exporter of the connection, and that of another one does not do. */
    @Test
    void whatIsSignedForTheConnectionBeforeIsRefused() throws Exception {
        String[] asking = {"-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32"};
        try (TerminatedServer server = Taking.HAPROXY_THAT_WAITS.start()) {
            byte[] before = exporter(client.send(server.proxyPort(), BoundRequest.toNoConnection(), asking));
            server.forget();

            String output =
                    client.sendEarly(server.proxyPort(), BoundRequest.toConnection("tls-exporter", before), asking);

            assertThat(output).contains("Early data was accepted");
            assertThat(server.logged()).contains("reason=" + Reason.CHANNEL_BINDING_MISMATCH);
            assertThat(server.received("TLS-Exporter"))
                    .containsExactly(":" + Base64.getEncoder().encodeToString(exporter(output)) + ":");
        }
    }

    private static byte[] exporter(String output) {
        Matcher exporter = EXPORTER.matcher(output);
        assertThat(exporter.find()).as(output).isTrue();
        return HexFormat.of().parseHex(exporter.group(1));
    }

    @Test
    void theHaproxyOfTheDocumentTakesNone() throws Exception {
        Map<String, String> settings = TerminatedServer.settings(TerminatedServer.knownBySecret());
        try (TerminatedServer server =
                TerminatedServer.start(Terminator.HAPROXY.configuration(), () -> Backend.TOMCAT.start(settings))) {
            assertThat(client.send(server.proxyPort(), BoundRequest.toCertificate(CLIENT)))
                    .contains("HTTP/1.1 200")
                    .contains("Max Early Data: 0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheClientMarksItselfIsRefusedToo(Taking proxy) throws Exception {
        WireRequest marked = BoundRequest.toCertificate(CLIENT).field("Early-Data", "0");
        try (TerminatedServer server = proxy.start()) {
            String outcome = server.outcome(marked, Optional.of(CLIENT), Protocol.HTTP_1_1);

            assertThat(outcome)
                    .isEqualTo(proxy == Taking.NGINX ? TerminatedServer.PASSES : Reason.EARLY_DATA.toString());
        }
    }

    @Test
    void nginxMarksItAndTheClientIsToldToComeAgain() throws Exception {
        WireRequest request = BoundRequest.toCertificate(CLIENT);
        try (TerminatedServer server = Taking.NGINX.start()) {
            assertThat(client.send(server.proxyPort(), request)).contains("HTTP/1.1 200");
            assertThat(server.received("Early-Data")).isEmpty();

            // nginx takes it for early data unless the handshake is over when it looks, which nobody can hinder
            for (int tries = 0; tries < TRIES && server.received("Early-Data").isEmpty(); tries++) {
                String output = client.sendEarly(server.proxyPort(), request);
                boolean isMarked = !server.received("Early-Data").isEmpty();
                assertThat(output)
                        .contains("Early data was accepted")
                        .contains(isMarked ? "HTTP/1.1 425" : "HTTP/1.1 200");
            }
            assertThat(server.received("Early-Data")).containsExactly("1");
            assertThat(server.logged()).contains("reason=" + Reason.EARLY_DATA);
        }
    }
}
