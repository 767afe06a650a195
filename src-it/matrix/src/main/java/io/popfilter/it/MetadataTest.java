// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.reject.Reason;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metadata of the protected resource (RFC 9728), true to the configuration. */
class MetadataTest {

    private static final String PATH = "/.well-known/oauth-protected-resource";

    @AutoClose
    private static final Server SERVER = Server.start(
            "",
            Map.of(
                    "schemes", "PoP DPoP Bearer",
                    "proof.algorithms", "HS256 ES256 Ed25519",
                    "route.scopes", "/stream = pay read; /reader = read",
                    "realm", "orders",
                    "metadata", "on",
                    "metadata.name", "Orders \"&\" more",
                    "metadata.terms", "https://api.example.com/terms"));

    @AutoClose
    private static final Server BELOW = Server.start(
            "/shop", Map.of("resource", "https://api.example.com/shop/v1", "schemes", "DPoP", "metadata", "on"));

    @AutoClose
    private static final Server SILENT = Server.start();

    @BeforeEach
    void forget() {
        SERVER.application().forget();
        SERVER.log().clear();
    }

    private static Answer send(Server server, String method, String path) {
        return server.send(WireRequest.of(method, path, server.authority()));
    }

    private static Map<String, Object> json(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lines("content-type")).containsExactly("application/json");
        try {
            return JSONObjectUtils.parse(answer.body());
        } catch (ParseException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    @Test
    void prm01Prm02Prm03Prm04Prm06SaysWhatIsConfiguredAndNothingElse() {
        Answer answer = send(SERVER, "GET", PATH);

        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("resource", "https://api.example.com");
        expected.put("authorization_servers", List.of("https://as.example.com"));
        expected.put("scopes_supported", List.of("pay", "read"));
        expected.put("bearer_methods_supported", List.of("header"));
        expected.put("tls_client_certificate_bound_access_tokens", false);
        expected.put("dpop_signing_alg_values_supported", List.of("ES256", "Ed25519"));
        expected.put("dpop_bound_access_tokens_required", false);
        expected.put("pop_signing_alg_values_supported", List.of("HS256", "ES256", "Ed25519"));
        expected.put("resource_name", "Orders \"&\" more");
        expected.put("resource_tos_uri", "https://api.example.com/terms");
        assertThat(json(answer)).isEqualTo(expected);
        assertThat(answer.lines("access-control-allow-origin")).containsExactly("*");
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @Test
    void prm03IsNotToldByTheHostField() {
        Answer answer = SERVER.send(WireRequest.of("GET", PATH, "evil.example"));

        assertThat(json(answer)).containsEntry("resource", "https://api.example.com");
    }

    @Test
    void prm01IsAtThePathOfTheResourceBehindTheWellKnownOne() {
        Map<String, Object> metadata = json(send(BELOW, "GET", "/shop" + PATH + "/shop/v1"));

        assertThat(metadata)
                .containsEntry("resource", "https://api.example.com/shop/v1")
                .containsEntry("bearer_methods_supported", List.of())
                .containsEntry("dpop_bound_access_tokens_required", true)
                .doesNotContainKeys("scopes_supported", "pop_signing_alg_values_supported", "resource_name");
        assertThat(send(BELOW, "GET", "/shop" + PATH).status()).isEqualTo(401);
    }

    @Test
    void answersHeadWithoutABody() {
        Answer answer = send(SERVER, "HEAD", PATH);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.lines("content-type")).containsExactly("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void anotherMethodIsARequestLikeOthers(String method) {
        assertThat(send(SERVER, method, PATH).status()).isEqualTo(401);
        assertThat(SERVER.log().text()).contains("reason=" + Reason.NO_CREDENTIALS);
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PATH + "/",
                PATH + "/x",
                PATH + "/../../stream",
                "/.well-known/OAuth-protected-resource",
                "/.well-known//oauth-protected-resource",
                "/%2ewell-known/oauth-protected-resource",
                "/stream" + PATH
            })
    void noOtherPathIsOpen(String path) {
        assertThat(send(SERVER, "GET", path).status()).isBetween(400, 401);
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @Test
    void isNotThereUnlessItIsOn() {
        Answer answer = send(SILENT, "GET", PATH);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.lines("www-authenticate")).noneMatch(line -> line.contains("resource_metadata"));
    }

    @Test
    void prm05EveryChallengeSaysWhereItIs() {
        String expected = "resource_metadata=\"https://api.example.com" + PATH + "\"";

        assertThat(send(SERVER, "GET", "/stream").lines("www-authenticate"))
                .hasSize(3)
                .allSatisfy(
                        line -> assertThat(line).contains("realm=\"orders\"").endsWith(expected));
        assertThat(send(BELOW, "GET", "/shop/stream").lines("www-authenticate"))
                .singleElement()
                .asString()
                .endsWith("resource_metadata=\"https://api.example.com" + PATH + "/shop/v1\"");
    }
}
