// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs a client that computes exporters on every JDK. */
class OpensslClientTest {

    private static final Pattern EXPORTER = Pattern.compile("Keying material: ([0-9A-F]{64})");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"})
    void haproxyTellsTheExporterThatTheClientComputes(String cipherSuite) throws Exception {
        Map<String, String> settings = new HashMap<>(TerminatedServer.knownBySecret());
        settings.put("tls.forwarded.tls-exporter", "TLS-Exporter");
        try (TerminatedServer server = TerminatedServer.start(
                Terminator.HAPROXY.configuration(), () -> Backend.JETTY.start(TerminatedServer.settings(settings)))) {
            String output = OpensslClient.in(directory)
                    .send(
                            server.proxyPort(),
                            BoundRequest.toNoConnection(),
                            "-ciphersuites",
                            cipherSuite,
                            "-keymatexport",
                            "EXPORTER-Channel-Binding",
                            "-keymatexportlen",
                            "32");

            Matcher exporter = EXPORTER.matcher(output);
            assertThat(exporter.find()).as(output).isTrue();
            assertThat(server.received("TLS-Exporter"))
                    .containsExactly(":"
                            + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(exporter.group(1)))
                            + ":");
        }
    }
}
