// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that the server learns from its configuration and from proxies that it trusts. */
class ProxiedAddressTest {

    private static final String TWO = "https://api.example.com https://www.example.com";

    @AutoClose
    private static final Server FORWARDED = told("127.0.0.0/8", "Forwarded", "1");

    @AutoClose
    private static final Server X_FORWARDED = told("127.0.0.1 ::1", "X-Forwarded", "2");

    @AutoClose
    private static final Server STRANGERS = told("10.0.0.0/8", "Forwarded", "1");

    @AutoClose
    private static final Server MAPPED = Server.start(
            "", Map.of("public-base-uri", "https://api.example.com/v1->/svc https://api.example.com->/other"));

    private static Server told(String trusted, String header, String hops) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("public-base-uri", TWO);
        settings.put("proxy.trusted", trusted);
        settings.put("proxy.header", header);
        settings.put("proxy.hops", hops);
        return Server.start("", settings);
    }

    @Test
    void onlyTheAddressThatTheProxyNamesIsAccepted() {
        expectPass(
                FORWARDED,
                signedFor(FORWARDED, "api.example.com").field("Forwarded", "host=api.example.com;proto=https"));
        Refusals.expect(
                FORWARDED,
                signedFor(FORWARDED, "www.example.com").field("Forwarded", "host=api.example.com;proto=https"),
                Reason.AUTHORITY_MISMATCH);
        Refusals.expect(
                FORWARDED,
                signedFor(FORWARDED, "evil.example").field("Forwarded", "host=evil.example;proto=https"),
                Reason.AUTHORITY_MISMATCH);
    }

    @Test
    void theFieldsOfEveryHopCount() {
        expectPass(
                X_FORWARDED,
                signedFor(X_FORWARDED, "www.example.com")
                        .field("X-Forwarded-Host", "www.example.com, inner")
                        .field("X-Forwarded-Proto", "https, http"));
        Refusals.expect(
                X_FORWARDED,
                signedFor(X_FORWARDED, "www.example.com")
                        .field("X-Forwarded-Host", "www.example.com")
                        .field("X-Forwarded-Proto", "https"),
                Reason.FORWARDING_UNACCEPTABLE);
    }

    /** V-47: what a client sends itself comes beside, or before, what the proxy says. */
    @Test
    void v47RefusesWhatIsSaidTwice() {
        String line = "host=api.example.com;proto=https";
        Refusals.expect(FORWARDED, signedFor(FORWARDED, "api.example.com"), Reason.FORWARDING_UNACCEPTABLE);
        Refusals.expect(
                FORWARDED,
                signedFor(FORWARDED, "api.example.com").field("Forwarded", line).field("Forwarded", line),
                Reason.FORWARDING_UNACCEPTABLE);
        Refusals.expect(
                FORWARDED,
                signedFor(FORWARDED, "api.example.com").field("Forwarded", line + ", " + line),
                Reason.FORWARDING_UNACCEPTABLE);
    }

    @Test
    void v46BelievesNobodyWhoIsNotAProxy() {
        Refusals.expect(
                STRANGERS,
                signedFor(STRANGERS, "api.example.com").field("Forwarded", "host=api.example.com;proto=https"),
                Reason.PEER_NOT_TRUSTED);
    }

    @ParameterizedTest(name = "{0} arrives as {1}")
    @CsvSource({"/v1/orders, /svc/orders", "/orders, /other/orders", "/v1, /svc", "/, /other"})
    void acceptsThePathBehindTheMappedPrefix(String signed, String sent) {
        expectPass(MAPPED, signedFor(MAPPED, "api.example.com", signed, sent));
    }

    @ParameterizedTest(name = "{0} arrives as {1}")
    @CsvSource({"/svc/orders, /svc/orders", "/v1/orders, /other/orders", "/v1/orders, /orders", "/v1x, /svcx"})
    void acceptsNoOtherPath(String signed, String sent) {
        Refusals.expect(MAPPED, signedFor(MAPPED, "api.example.com", signed, sent), Reason.PATH_MISMATCH);
    }

    private static WireRequest signedFor(Server server, String authority) {
        return signedFor(server, authority, "/orders", "/orders");
    }

    private static WireRequest signedFor(Server server, String authority, String signedPath, String sentPath) {
        return Client.of(server).getSignedFor(authority, signedPath, sentPath);
    }

    private static void expectPass(Server server, WireRequest request) {
        server.log().clear();
        assertThat(server.send(request).status()).as(server.log().text()).isEqualTo(200);
    }
}
