// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Together;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the server is asked, how often, and what holds while it does not answer. */
class IntrospectionTimingTest {

    private final IntrospectingScene as = new IntrospectingScene();

    @AfterEach
    void close() {
        as.close();
    }

    // ---- how long it is believed ----

    @Test
    void int04_aTokenThatIsRevokedMeanwhileIsRefusedWhenItsTimeIsOver() {
        AccessToken first = as.resolve("t");
        as.answer.put("active", false);
        as.clock.advance(IntrospectingScene.ACTIVE_FOR.minusMillis(1));
        assertThat(as.resolve("t")).isSameAs(first);
        assertThat(as.server.received()).hasSize(1);

        as.clock.advance(Duration.ofMillis(1));
        assertThat(as.refusal("t")).isEqualTo(Reason.TOKEN_INACTIVE);
        assertThat(as.server.received()).hasSize(2);
    }

    @Test
    void int04_aTokenIsNotBelievedBeyondItsExpiry() {
        as.answer.put("exp", Scene.NOW.getEpochSecond() + 10);
        as.resolve("t");
        as.clock.advance(Duration.ofSeconds(39));
        as.resolve("t");
        assertThat(as.server.received()).hasSize(1);

        as.clock.advance(Duration.ofSeconds(1));
        assertThat(as.refusal("t")).isEqualTo(Reason.TOKEN_EXPIRED);
        assertThat(as.server.received()).hasSize(2);
    }

    @Test
    void aRequestThatIsLateForARememberedTokenFindsItExpired() throws Rejection {
        as.answer.put("exp", Scene.NOW.getEpochSecond() + 10);
        as.resolve("t");

        assertThat(as.refusal("t", Scene.NOW.plusSeconds(40))).isEqualTo(Reason.TOKEN_EXPIRED);
    }

    @Test
    void int04_anInactiveTokenIsAskedForAgainSoon() {
        as.answer.put("active", false);
        assertThat(as.refusal("t")).isEqualTo(Reason.TOKEN_INACTIVE);
        as.answer.put("active", true);
        as.clock.advance(IntrospectingScene.INACTIVE_FOR.minusMillis(1));
        assertThat(as.refusal("t")).isEqualTo(Reason.TOKEN_INACTIVE);
        assertThat(as.server.received()).hasSize(1);

        as.clock.advance(Duration.ofMillis(1));
        as.resolve("t");
        assertThat(as.server.received()).hasSize(2);
    }

    @Test
    void int04_remembersNoMoreAnswersThanAllowed() {
        IntrospectedAccessTokens few = as.tokens(32, 10);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                as.resolve(few, "t" + i);
            }
        }

        assertThat(as.server.received()).hasSizeGreaterThanOrEqualTo(190);
    }

    // ---- many at once ----

    @Test
    void int08_threadsThatBringOneTokenAskOnce() throws InterruptedException {
        List<AccessToken> all = Together.run(16, () -> as.resolve("t"));

        assertThat(all).allMatch(all.get(0)::equals);
        assertThat(as.server.received()).hasSize(1);
    }

    @Test
    void int08_moreQuestionsThanAllowedAreRefusedAtOnce() throws InterruptedException {
        IntrospectedAccessTokens one = as.tokens(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        as.server.willAnswer((request, out) -> {
            asked.countDown();
            goOn.await();
            FakeServer.json(as.answerJson()).answer(request, out);
        });
        Thread first = new Thread(() -> as.resolve(one, "first"));
        first.start();
        asked.await();

        assertThat(as.refusal(one, "second", Scene.NOW)).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
        assertThat(as.refusal(one, "first", Scene.NOW))
                .as("one that would only wait")
                .isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
        assertThat(as.server.received()).hasSize(1);
        goOn.countDown();
        first.join();
        as.resolve(one, "second"); // neither the refusal nor the permit is kept
    }

    // ---- outages ----

    static List<FakeServer.Handler> outages() {
        String good = "{\"active\":true}";
        return List.of(
                FakeServer.answer("500 Ouch", "application/json", good),
                FakeServer.answer("503 Later", "application/json", good),
                FakeServer.answer("401 Who", "application/json", good),
                FakeServer.answer("201 Created", "application/json", good),
                FakeServer.answer("200 OK", "text/html", good),
                FakeServer.answer("200 OK", "application/token-introspection+jwt", good),
                FakeServer.json(" ".repeat(FakeServer.MAX_OCTETS) + good),
                FakeServer.json("{\"active\":true,\"active\":true}"),
                FakeServer.json("[true]"),
                FakeServer.json("{"),
                FakeServer.json(""),
                FakeServer.redirect(URI.create("http://127.0.0.1:9/")),
                (request, out) -> {});
    }

    @ParameterizedTest
    @MethodSource("outages")
    void v57_int04_int08_anAnswerThatIsNoneIsAnOutageAndIsNotRemembered(FakeServer.Handler outage) {
        as.server.willAnswer(outage);
        assertThat(as.refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);

        as.server.willAnswer(FakeServer.json(as.answerJson()));
        as.resolve("t");
    }

    @Test
    void v57_int08_aServerThatHangsIsAnOutageAndHoldsNoRememberedToken() {
        try (IntrospectingScene impatient = new IntrospectingScene(FakeServer.impatientFetcher())) {
            impatient.resolve("known");
            impatient.server.willAnswer(impatient.server.hang());
            assertThat(impatient.refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
            impatient.server.willAnswer(impatient.server.hangAfter(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"active\":"));
            assertThat(impatient.refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
            impatient.resolve("known");
        }
    }

    @Test
    void aQuestionThatFailsInAnUnforeseenWayIsAskedAgain() {
        as.answer.put("cnf", Map.of("jwe", "e30....")); // asks for the keys
        as.keys = () -> {
            throw new StackOverflowError();
        };
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> as.tokens.resolve("t", Scene.NOW));

        as.answer.put("cnf", Map.of("jkt", Scene.CLIENT.thumbprint()));
        as.resolve("t");
    }
}
