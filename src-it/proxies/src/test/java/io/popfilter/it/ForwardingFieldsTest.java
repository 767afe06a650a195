// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Who believes X-Forwarded-* has to get what the proxy knows, and nothing that the client made up. */
class ForwardingFieldsTest {

    private static final Expectation FORGED = new Expectation(
            "here",
            "GET",
            "/p",
            List.of(),
            List.of(
                    "X-Forwarded-Host: evil.example.net",
                    "x-forwarded-host: evil.example.org",
                    "X-Forwarded-Proto: ftp",
                    "X-Forwarded-Port: 8443",
                    "Forwarded: host=evil.example.net;proto=https",
                    "X-Forwarded-For: 203.0.113.7"),
            Content.NONE,
            "",
            "");

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"NGINX_PLAIN", "NGINX_TLS", "HAPROXY", "APACHE_NOCANON"})
    void saysWhatTheProxyKnows(Proxied proxied) {
        Map<String, String> settings = Map.of("public-base-uri", proxied.publicBaseUri());
        try (ProxiedServer server = ProxiedServer.start(proxied, Backend.TOMCAT, settings)) {
            String outcome = server.outcome(FORGED, proxied.publicBaseUri());

            assertThat(outcome).isEqualTo(Expectation.PASSES);
            assertThat(server.received("X-Forwarded-Host")).containsExactly("api.example.com");
            assertThat(server.received("X-Forwarded-Proto")).containsExactly(proxied.isTls() ? "https" : "http");
            assertThat(server.received("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(server.received("X-Forwarded-Port")).isEmpty();
            assertThat(server.received("Forwarded")).isEmpty();
        }
    }
}
