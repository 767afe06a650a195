// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs a client that computes exporters on every JDK, and one that sends early data. */
class OpensslClientTest {

    private static final Pattern EXPORTER = Pattern.compile("Keying material: ([0-9A-F]{64})");
    private static final String REQUEST =
            "GET /orders HTTP/1.1\r\nHost: " + BoundRequest.HOST + "\r\nConnection: close\r\n\r\n";

    private static final int TRIES = 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"})
    void haproxyTellsTheExporterThatTheClientComputes(String cipherSuite) throws Exception {
        Map<String, String> settings = new HashMap<>(TerminatedServer.knownBySecret());
        settings.put("tls.forwarded.tls-exporter", "TLS-Exporter");
        try (TerminatedServer server = TerminatedServer.start(
                Terminator.HAPROXY.configuration(), () -> Backend.JETTY.start(TerminatedServer.settings(settings)))) {
            String output = openssl(
                    server,
                    List.of(
                            "-ciphersuites",
                            cipherSuite,
                            "-keymatexport",
                            "EXPORTER-Channel-Binding",
                            "-keymatexportlen",
                            "32"));

            Matcher exporter = EXPORTER.matcher(output);
            assertThat(exporter.find()).as(output).isTrue();
            assertThat(server.received("TLS-Exporter"))
                    .containsExactly(":"
                            + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(exporter.group(1)))
                            + ":");
        }
    }

    @Test
    void refusesWhatNginxTakesAsEarlyData() throws Exception {
        Map<String, String> settings = new HashMap<>(Terminator.NGINX.settings());
        settings.putAll(TerminatedServer.knownBySecret());
        try (TerminatedServer server = TerminatedServer.start(
                Terminator.NGINX.configuration(), () -> Backend.TOMCAT.start(TerminatedServer.settings(settings)))) {
            Path session = directory.resolve("session.pem");
            Path early = Files.writeString(directory.resolve("request"), REQUEST);

            String first = openssl(server, List.of("-sess_out", session.toString()));
            assertThat(first).contains("HTTP/1.1 401");
            assertThat(server.received("Early-Data")).isEmpty();
            assertThat(server.logged()).contains("reason=" + Reason.NO_CREDENTIALS);

            // nginx takes it for early data unless the handshake is over when it looks, which nobody can hinder
            List<String> resuming = List.of("-sess_in", session.toString(), "-early_data", early.toString());
            for (int tries = 0; tries < TRIES && server.received("Early-Data").isEmpty(); tries++) {
                String second = openssl(server, resuming);
                boolean isMarked = !server.received("Early-Data").isEmpty();
                assertThat(second)
                        .contains("Early data was accepted")
                        .contains(isMarked ? "HTTP/1.1 425" : "HTTP/1.1 401");
            }
            assertThat(server.received("Early-Data")).containsExactly("1");
            assertThat(server.logged()).contains("reason=" + Reason.EARLY_DATA);
        }
    }

    /** One request over TLS 1.3; what the client printed, the answer included. */
    private static String openssl(TerminatedServer server, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                RealPart.find("openssl").toString(),
                "s_client",
                "-connect",
                "127.0.0.1:" + server.proxyPort(),
                "-tls1_3"));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!options.contains("-early_data")) {
            process.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush(); // and stays open, or it would not wait for the answer
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return output;
    }
}
