// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Introspection that answers badly or not at all: every request here is signed as it should be, and none passes. */
@Tag("same-in-every-container")
class IntrospectionFaultTest {

    private static final ClientKey PAIR = ClientKey.of(SignatureAlgorithm.ES256);
    private static final ClientKey OTHER = ClientKey.generate(SignatureAlgorithm.ES256);
    private static final int HUGE = 2000;
    private static final int AT_ONCE = 16;
    private static final int QUESTIONS_IN_VAIN = 5;
    private static final FakeServer.Behaviour BREAKING = exchange -> {
        exchange.sendResponseHeaders(200, HUGE);
        exchange.getResponseBody().write('{');
    };

    @AutoClose
    private static final FakeServer ELSEWHERE = FakeServer.start().behaving(FakeServer.json(active()));

    @AutoClose
    private static final FakeServer AS = FakeServer.start();

    @AutoClose
    private static final Server API = Server.start("", introspecting("PT20S"));

    @AutoClose
    private static final Server IMPATIENT = Server.start("", introspecting("PT1S"));

    private static final AtomicInteger TOKENS = new AtomicInteger();

    private static Map<String, String> introspecting(String timeout) {
        return Map.of(
                "token.introspection-endpoint",
                AS.uri("/introspect"),
                "token.introspection-client-id",
                "api",
                "token.introspection-client-secret",
                "only here",
                "fetch.connect-timeout",
                timeout,
                "fetch.timeout",
                timeout,
                "fetch.max-bytes",
                "1024");
    }

    private static Map<String, Object> active() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("aud", AuthorizationServer.RESOURCE);
        members.put("cnf", Map.of("jwk", PAIR.jwk()));
        return members;
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> members = active();
        members.put(name, value);
        return members;
    }

    private static Map<String, Object> without(String name) {
        Map<String, Object> members = active();
        members.remove(name);
        return members;
    }

    @Test
    void acceptsTheAnswerThatTheOthersDifferFrom() {
        AS.behaving(FakeServer.json(active()));

        assertThat(API.send(request()).status()).as(API.log().text()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noAnswers")
    void v57Int02Int08PassesNobodyWithoutAnAnswer(String what, FakeServer.Behaviour behaviour) {
        AS.behaving(behaviour);

        Refusals.expect(API, request(), Reason.INTROSPECTION_UNAVAILABLE);
        assertThat(ELSEWHERE.asked()).isEmpty();
    }

    static List<Arguments> noAnswers() {
        return List.of(
                Arguments.of("no active", FakeServer.json(without("active"))),
                Arguments.of("active as text", FakeServer.json(with("active", "true"))),
                Arguments.of("active as number", FakeServer.json(with("active", 1))),
                Arguments.of("active twice", FakeServer.json("{\"active\":true,\"active\":false}")),
                Arguments.of("an array", FakeServer.json("[{\"active\":true}]")),
                Arguments.of("half an answer", FakeServer.json("{\"active\":true")),
                Arguments.of("nothing", FakeServer.json("")),
                Arguments.of("another type", FakeServer.text(200, "text/html", "{\"active\":false}")),
                Arguments.of(
                        "a signed answer that was not asked for",
                        FakeServer.text(200, "application/token-introspection+jwt", "e30.e30.")),
                Arguments.of("too large", FakeServer.json(with("x", "x".repeat(HUGE)))),
                Arguments.of("401 for our credentials", FakeServer.text(401, "application/json", "{}")),
                Arguments.of("500", FakeServer.text(500, "application/json", "{\"active\":true}")),
                Arguments.of("503", FakeServer.text(503, "application/json", "{\"active\":true}")),
                Arguments.of("a redirect", FakeServer.redirect(ELSEWHERE.uri("/introspect"))),
                Arguments.of("a connection that breaks", BREAKING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAnswers")
    void int02Int03Int06RefusesATokenThatIsNotForUs(String what, Map<String, Object> answer, Reason reason) {
        AS.behaving(FakeServer.json(answer));

        Refusals.expect(API, request(), reason);
    }

    static List<Arguments> wrongAnswers() {
        return List.of(
                Arguments.of("inactive", with("active", false), Reason.TOKEN_INACTIVE),
                Arguments.of("v21: another issuer", with("iss", "https://other.example"), Reason.TOKEN_ISSUER_WRONG),
                Arguments.of(
                        "v22: another audience",
                        with("aud", AuthorizationServer.RESOURCE + "/"),
                        Reason.TOKEN_AUDIENCE_WRONG),
                Arguments.of("no audience", without("aud"), Reason.TOKEN_CLAIM_MISSING),
                Arguments.of("expired", with("exp", 1), Reason.TOKEN_EXPIRED),
                Arguments.of("v26: no cnf", without("cnf"), Reason.CONFIRMATION_MISSING),
                Arguments.of("v26: empty cnf", with("cnf", Map.of()), Reason.CONFIRMATION_MALFORMED),
                Arguments.of(
                        "jwk and jkt that disagree",
                        with("cnf", Map.of("jwk", PAIR.jwk(), "jkt", OTHER.thumbprint())),
                        Reason.CONFIRMATION_CONFLICT),
                Arguments.of(
                        "jwk and jwe",
                        with("cnf", Map.of("jwk", PAIR.jwk(), "jwe", AuthorizationServer.ONLY.wrap(PAIR))),
                        Reason.CONFIRMATION_CONFLICT),
                Arguments.of("another's key", with("cnf", Map.of("jwk", OTHER.jwk())), Reason.SIGNATURE_INVALID),
                Arguments.of(
                        "v05: jku",
                        with("cnf", Map.of("jku", ELSEWHERE.uri("/jwks"))),
                        Reason.CONFIRMATION_UNSUPPORTED));
    }

    @Test
    void v57Int08WaitsForAServerThatHangsNoLongerThanConfiguredAndAnswersOthersMeanwhile() throws Exception {
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch isOver = new CountDownLatch(1);
        Client known = Client.holding(IMPATIENT, "known", PAIR);
        AS.behaving(exchange -> {
            if (!FakeServer.tokenOf(exchange).equals("known")) {
                isAsked.countDown();
                await(isOver);
            }
            FakeServer.json(active()).answer(exchange);
        });
        assertThat(IMPATIENT.send(known.get("/orders")).status()).isEqualTo(200);

        CompletableFuture<Answer> hanging = CompletableFuture.supplyAsync(() -> IMPATIENT.send(request(IMPATIENT)));
        isAsked.await();
        assertThat(IMPATIENT.send(known.get("/orders")).status()).isEqualTo(200);

        assertThat(hanging.get().status()).isEqualTo(503); // while the server still hangs
        assertThat(IMPATIENT.log().text()).contains("reason=" + Reason.INTROSPECTION_UNAVAILABLE, "TIMEOUT");
        isOver.countDown();
    }

    @Test
    void v57HangsUpOnAServerThatTrickles() {
        CountDownLatch isOver = new CountDownLatch(1);
        AS.behaving(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(isOver);
        });

        Refusals.expect(IMPATIENT, request(IMPATIENT), Reason.INTROSPECTION_UNAVAILABLE);
        isOver.countDown();
    }

    @Test
    void v57Int04TriesAgainAfterAnOutage() {
        Client client = Client.holding(API, "after an outage", PAIR);
        AS.behaving(FakeServer.text(500, "text/plain", "down"));
        Refusals.expect(API, client.get("/orders"), Reason.INTROSPECTION_UNAVAILABLE);

        AS.behaving(FakeServer.json(active()));

        assertThat(API.send(client.get("/orders")).status()).isEqualTo(200);
    }

    @Test
    void int08AsksNobodyForAWhileAfterQuestionsInVain() {
        Map<String, String> settings = new HashMap<>(introspecting("PT20S"));
        settings.put("token.introspection-pause", "PT5M");
        try (Server server = Server.start("", settings)) {
            Client known = Client.holding(server, "known before", PAIR);
            AS.behaving(FakeServer.json(active()));
            assertThat(server.send(known.get("/orders")).status()).isEqualTo(200);
            AS.behaving(BREAKING);
            for (int i = 0; i < QUESTIONS_IN_VAIN; i++) {
                Refusals.expect(server, request(server), Reason.INTROSPECTION_UNAVAILABLE);
                assertThat(server.log().text()).contains("UNREACHABLE");
            }
            AS.behaving(FakeServer.json(active()));
            int before = AS.asked().size();

            Refusals.expect(server, request(server), Reason.INTROSPECTION_UNAVAILABLE);

            assertThat(server.log().text()).contains("NOT_ASKED");
            assertThat(AS.asked()).hasSize(before);
            assertThat(server.send(known.get("/orders")).status()).isEqualTo(200);
        }
    }

    @Test
    void v29Int08AsksOnceForATokenThatComesManyTimesAtOnce() throws Exception {
        AS.behaving(FakeServer.json(active()));
        Client client = Client.holding(API, "popular", PAIR);
        int before = AS.asked().size();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        CountDownLatch ready = new CountDownLatch(AT_ONCE);
        List<Future<Integer>> statuses = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            statuses.add(threads.submit(() -> {
                WireRequest request = client.get("/orders");
                ready.countDown();
                ready.await();
                return API.send(request).status();
            }));
        }
        for (Future<Integer> status : statuses) {
            assertThat(status.get()).isEqualTo(200);
        }
        threads.shutdown();

        assertThat(AS.asked()).hasSize(before + 1);
    }

    @Test
    void int05SaysNothingOfTheTokenInLogAndAnswer() {
        String token = "secret-token-" + TOKENS.incrementAndGet();
        for (FakeServer.Behaviour behaviour : List.of(
                FakeServer.text(500, "application/json", "{\"token\":\"" + token + "\"}"),
                FakeServer.json("{\"active\":\"" + token + "\"}"),
                FakeServer.json(with("iss", "https://other.example")),
                FakeServer.json(with("active", false)))) {
            AS.behaving(behaviour);
            API.log().clear();

            Answer answer = API.send(
                    Client.holding(API, token + TOKENS.incrementAndGet(), PAIR).get("/orders"));

            assertThat(API.log().text()).contains("reason=").doesNotContain(token);
            assertThat(answer.body() + answer.fields()).doesNotContain(token);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** With a token that was never asked about. */
    private static WireRequest request() {
        return request(API);
    }

    private static WireRequest request(Server server) {
        return Client.holding(server, "opaque-" + TOKENS.incrementAndGet(), PAIR)
                .get("/orders");
    }
}
