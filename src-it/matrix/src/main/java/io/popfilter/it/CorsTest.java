// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages of other origins: what a browser asks before it sends a signed request, and what it may show of a refusal. */
class CorsTest {

    private static final byte[] BODY = "x".getBytes(StandardCharsets.US_ASCII);

    @AutoClose
    private static final Server STRICT = Server.start();

    @AutoClose
    private static final Server OPEN =
            Server.start("", Map.of("cors.preflight", "pass", "cors.expose-challenge", "on"));

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aPreflightPassesWhereItMayAndHasNoPrincipal(Transport transport) {
        Server open = OPEN.over(transport);
        open.application().forget();

        Answer answer = open.send(preflight(open));

        assertThat(answer.status()).as(open.log().text()).isEqualTo(200);
        assertThat(open.application().seen()).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo("OPTIONS");
            assertThat(seen.principal()).isNull();
            assertThat(seen.remoteUser()).isNull();
        });
    }

    @Test
    void aPreflightIsRefusedWhereNothingWasSaid() {
        Refusals.expect(STRICT, preflight(STRICT), Reason.NO_CREDENTIALS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pretenders")
    void nothingElsePassesAsOne(String what, Reason reason, UnaryOperator<WireRequest> change) {
        Refusals.expect(OPEN, change.apply(preflight(OPEN)), reason);
    }

    static Stream<Arguments> pretenders() {
        return Stream.of(
                pretender("two origins", Reason.NO_CREDENTIALS, r -> r.field("Origin", "https://b.example")),
                pretender(
                        "two methods", Reason.NO_CREDENTIALS, r -> r.field("Access-Control-Request-Method", "DELETE")),
                pretender("a body", Reason.NO_CREDENTIALS, r -> r.body(BODY)),
                pretender("a chunked body", Reason.NO_CREDENTIALS, r -> r.chunkedBody(BODY, 1)),
                pretender("credentials", Reason.SCHEME_NOT_ACCEPTED, r -> r.field("Authorization", "Basic YTpi")));
    }

    private static Arguments pretender(String what, Reason reason, UnaryOperator<WireRequest> change) {
        return Arguments.of(what, reason, change);
    }

    @Test
    void aRequestWithoutTheFieldsOfAPreflightIsNone() {
        WireRequest options = WireRequest.of("OPTIONS", "/stream", OPEN.authority());
        Refusals.expect(OPEN, options, Reason.NO_CREDENTIALS);
        Refusals.expect(OPEN, options.field("Origin", "https://a.example"), Reason.NO_CREDENTIALS);
        Refusals.expect(
                OPEN,
                WireRequest.of("GET", "/stream", OPEN.authority())
                        .field("Origin", "https://a.example")
                        .field("Access-Control-Request-Method", "PUT"),
                Reason.NO_CREDENTIALS);
        Refusals.expect(
                OPEN,
                WireRequest.of("OPTIONS", "/stream", OPEN.authority())
                        .field("Origin", "https://a.example, https://b.example")
                        .field("Access-Control-Request-Method", "PUT"),
                Reason.NO_CREDENTIALS);
    }

    /** Over HTTP/2 nothing has to announce a body (RFC 9113 section 8.1.1). */
    @Test
    void aBodyThatIsNotAnnouncedIsFoundToo() {
        Server open = OPEN.over(Transport.H2C);
        WireRequest request = preflight(open);
        try (Http2Connection connection = Http2Connection.open(Transport.H2C, open.port())) {
            open.application().forget();

            Answer answer = connection
                    .exchange(Http2Request.of(request, "http").body(BODY))
                    .orElseThrow();

            assertThat(answer.status()).as(open.log().text()).isEqualTo(401);
            assertThat(open.application().seen()).isEmpty();
        }
    }

    @Test
    void dp28ScriptsMayReadTheChallengeWhereThatWasSaid() {
        Answer exposed = OPEN.send(WireRequest.of("GET", "/stream", OPEN.authority()));
        Answer hidden = STRICT.send(WireRequest.of("GET", "/stream", STRICT.authority()));

        assertThat(exposed.lines("access-control-expose-headers"))
                .singleElement()
                .asString()
                .contains("WWW-Authenticate");
        assertThat(hidden.lines("access-control-expose-headers")).isEmpty();
    }

    @Test
    void dp28ScriptsMayReadTheNonceOfARefusalAndOfAnAnswer() {
        ClientKey key = ClientKey.of(SignatureAlgorithm.ES256);
        String token = AuthorizationServer.ONLY.token(TokenForm.SIGNED, ConfirmationForm.JKT, key);
        AgedNonces nonces = new AgedNonces();
        Map<String, String> settings = nonces.settings();
        settings.putAll(Map.of("schemes", "DPoP", "cors.expose-challenge", "on"));
        try (Server asking = Server.start("", settings)) {
            DpopProof proof = DpopProof.of(token, key, "GET", "http://" + asking.authority() + "/stream");

            Answer refused = asking.send(proven(asking, token, proof));
            Answer accepted = asking.send(proven(asking, token, proof.claim("nonce", nonces.previous())));

            assertThat(refused.status()).isEqualTo(401);
            assertThat(accepted.status()).as(asking.log().text()).isEqualTo(200);
            assertThat(exposed(refused)).contains("WWW-Authenticate", "DPoP-Nonce");
            assertThat(exposed(accepted)).contains("DPoP-Nonce");
            assertThat(accepted.lines("dpop-nonce")).hasSize(1);
        }
    }

    private static WireRequest proven(Server server, String token, DpopProof proof) {
        return WireRequest.of("GET", "/stream", server.authority())
                .field("Origin", "https://a.example")
                .field("Authorization", "DPoP " + token)
                .field("DPoP", proof.compact());
    }

    private static List<String> exposed(Answer answer) {
        return List.of(
                String.join(", ", answer.lines("access-control-expose-headers")).split(", ", -1));
    }

    private static WireRequest preflight(Server server) {
        return WireRequest.of("OPTIONS", "/stream", server.authority())
                .field("Origin", "https://a.example")
                .field("Access-Control-Request-Method", "PUT")
                .field("Access-Control-Request-Headers", "authorization, content-type");
    }
}
