// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fetch.Fetcher;
import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Together;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteVerificationKeysTest {

    private static final Instant NOW = Scene.NOW;
    private static final Duration MAX_AGE = Duration.ofMinutes(10);
    private static final Duration STALE_FOR = Duration.ofHours(1);
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(30);
    private static final TestKey OLD = TestKey.of("old", "ES256");
    private static final TestKey NEW = TestKey.of("new", "ES256");
    private static final String OLD_SET = set(jwk(OLD, "old"));
    private static final String BOTH_SET = set(jwk(OLD, "old"), jwk(NEW, "new"));

    private final FakeServer server = FakeServer.answering(FakeServer.json(OLD_SET));
    private final AtomicInteger changes = new AtomicInteger();
    private final RemoteVerificationKeys keys = keys(MIN_INTERVAL, FakeServer.fetcher());

    private RemoteVerificationKeys keys(Duration minInterval, Fetcher fetcher) {
        return new RemoteVerificationKeys(
                server.address("/keys"),
                fetcher,
                new RemoteVerificationKeys.Policy(MAX_AGE, STALE_FOR, minInterval),
                changes::incrementAndGet);
    }

    @AfterEach
    void close() {
        server.close();
    }

    // ---- when it fetches ----

    @Test
    void fetchesAtTheFirstUseAndThenNotBeforeItsAge() {
        assertThat(server.connections()).isZero();
        assertThat(thumbprints("old", NOW)).containsExactly(OLD.thumbprint());
        assertThat(thumbprints("old", NOW.plus(MAX_AGE))).containsExactly(OLD.thumbprint());
        assertThat(server.received()).hasSize(1);
        assertThat(server.received().get(0).line()).isEqualTo("GET /keys HTTP/1.1");
    }

    @Test
    void fetchesAgainAfterItsAgeAndDoesNotLetTheRequestWait() throws InterruptedException {
        thumbprints("old", NOW);
        CountDownLatch asked = new CountDownLatch(1);
        FakeServer.Handler hang = server.hang();
        server.willAnswer((request, out) -> {
            asked.countDown();
            hang.answer(request, out);
        });

        assertThat(thumbprints("old", NOW.plus(MAX_AGE).plusMillis(1))).containsExactly(OLD.thumbprint());
        asked.await();
    }

    @Test
    void areFetchedAgainWhenOldAlsoWhenNobodyNeedsThem() throws InterruptedException {
        keys.refreshWhenDue(NOW);
        thumbprints("old", NOW);
        keys.refreshWhenDue(NOW.plus(MAX_AGE));
        assertThat(server.received()).hasSize(1);
        CountDownLatch asked = new CountDownLatch(1);
        FakeServer.Handler hang = server.hang();
        server.willAnswer((request, out) -> {
            asked.countDown();
            hang.answer(request, out);
        });

        keys.refreshWhenDue(NOW.plus(MAX_AGE).plusMillis(1));
        asked.await();
    }

    @Test
    void aNewKeyIsKnownAfterOneFetch() {
        thumbprints("old", NOW);
        server.willAnswer(FakeServer.json(BOTH_SET));

        assertThat(thumbprints("new", NOW.plus(MIN_INTERVAL))).contains(NEW.thumbprint());
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void aTokenWithoutKidCausesNoFetch() throws Rejection {
        thumbprints("old", NOW);

        assertThat(keys.inForce(Optional.empty(), NOW.plus(MIN_INTERVAL))).hasSize(1);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void v06_v57_aFloodOfUnknownKidsReachesTheServerOnceInAnInterval() throws InterruptedException {
        thumbprints("old", NOW);
        AtomicInteger number = new AtomicInteger();
        Together.run(16, () -> {
            for (int i = 0; i < 1000 / 16; i++) {
                Instant now = NOW.plus(MIN_INTERVAL).plusMillis(number.get());
                assertThat(thumbprints("../" + number.incrementAndGet(), now)).containsExactly(OLD.thumbprint());
            }
            return true;
        });
        assertThat(server.received()).hasSize(2);

        thumbprints("x", NOW.plus(MIN_INTERVAL).plus(MIN_INTERVAL).plusSeconds(2));
        assertThat(server.received()).hasSize(3);
    }

    @Test
    void v06_v57_aFloodOnAServerThatFailsReachesItOnceInAnIntervalToo() {
        server.willAnswer(FakeServer.answer("503 Later", "text/plain", ""));
        for (int i = 0; i < 100; i++) {
            assertThat(refusal("x" + i, NOW.plusMillis(i))).isEqualTo(Reason.VERIFICATION_KEYS_UNAVAILABLE);
        }
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void threadsThatComeAtOnceFetchTogether() throws InterruptedException {
        List<List<String>> all = Together.run(16, () -> thumbprints("old", NOW));

        assertThat(all).allMatch(List.of(OLD.thumbprint())::equals);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aFetchThatIsUnderWayIsTheOnlyOneHoweverShortTheInterval() throws InterruptedException {
        RemoteVerificationKeys impatient = keys(Duration.ZERO, FakeServer.impatientFetcher());
        server.willAnswer(server.hang());
        List<Reason> reasons = Together.run(16, () -> refusal(impatient, "old", NOW));

        assertThat(reasons).containsOnly(Reason.VERIFICATION_KEYS_UNAVAILABLE);
        assertThat(server.connections()).isEqualTo(1);
    }

    // ---- outages ----

    @Test
    void v57_keysGoOnWorkingThroughAnOutageForTheirTime() {
        thumbprints("old", NOW);
        server.willAnswer(FakeServer.answer("500 Ouch", "text/plain", ""));
        Instant last = NOW.plus(MAX_AGE).plus(STALE_FOR);

        assertThat(thumbprints("old", NOW.plus(MAX_AGE).plusSeconds(1))).hasSize(1);
        assertThat(thumbprints("old", last)).hasSize(1);
        assertThat(refusal("old", last.plusMillis(1))).isEqualTo(Reason.VERIFICATION_KEYS_UNAVAILABLE);
        server.willAnswer(FakeServer.json(BOTH_SET));
        // the last attempt began at one of the two instants before, whichever found none under way
        assertThat(thumbprints("new", last.plusMillis(1).plus(MIN_INTERVAL))).hasSize(2);
    }

    @Test
    void v57_aServerThatHangsDoesNotHoldRequestsWhoseKeyIsKnown() throws InterruptedException {
        RemoteVerificationKeys impatient = keys(MIN_INTERVAL, FakeServer.impatientFetcher());
        thumbprints(impatient, "old", NOW);
        server.willAnswer(server.hang());
        Instant later = NOW.plus(MIN_INTERVAL);
        CountDownLatch known = new CountDownLatch(1);
        List<List<String>> all = Together.run(2, new java.util.concurrent.Callable<>() {
            private final AtomicInteger turn = new AtomicInteger();

            @Override
            public List<String> call() throws InterruptedException {
                if (turn.getAndIncrement() == 0) {
                    return thumbprints(impatient, "unknown", later); // waits, within the limits
                }
                List<String> ofKnown = thumbprints(impatient, "old", later);
                known.countDown();
                return ofKnown;
            }
        });
        known.await();
        assertThat(all).allMatch(List.of(OLD.thumbprint())::equals);
    }

    static List<FakeServer.Handler> v57_aSetThatCannotBeUsedLeavesTheOldKeysInForce() {
        return List.of(
                FakeServer.json(""),
                FakeServer.json("{"),
                FakeServer.json("[]"),
                FakeServer.json("{}"),
                FakeServer.json("{\"keys\":[]}"),
                FakeServer.json("{\"keys\":{}}"),
                FakeServer.json("{\"keys\":[],\"keys\":[" + jwk(NEW, "new") + "]}"),
                FakeServer.json(set(jwk(NEW, "new").replaceFirst("\\{", "{\"d\":\"AA\","))),
                FakeServer.json(set(TestKey.of("secret", "HS256").json())),
                FakeServer.json(set("{\"kty\":\"new\"}")),
                FakeServer.json("{\"error\":\"server_error\"}"),
                FakeServer.json(" ".repeat(FakeServer.MAX_OCTETS) + BOTH_SET),
                FakeServer.answer("200 OK", "text/html", BOTH_SET),
                FakeServer.answer("404 None", "application/json", BOTH_SET),
                FakeServer.redirect(URI.create("http://127.0.0.1:9/")),
                (request, out) -> {});
    }

    @ParameterizedTest
    @MethodSource
    void v57_aSetThatCannotBeUsedLeavesTheOldKeysInForce(FakeServer.Handler answer) {
        thumbprints("old", NOW);
        server.willAnswer(answer);

        assertThat(thumbprints("new", NOW.plus(MIN_INTERVAL))).containsExactly(OLD.thumbprint());
        assertThat(server.received()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(changes).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("v57_aSetThatCannotBeUsedLeavesTheOldKeysInForce")
    void v57_withoutKeysAnOutageRefuses(FakeServer.Handler answer) {
        server.willAnswer(answer);

        assertThat(refusal("old", NOW)).isEqualTo(Reason.VERIFICATION_KEYS_UNAVAILABLE);
        assertThat(changes).hasValue(0);
    }

    @Test
    void aSecretThatIsPublishedIsPassedOver() {
        server.willAnswer(FakeServer.json(set(TestKey.of("secret", "HS256").json(), jwk(OLD, "old"))));

        assertThat(thumbprints("old", NOW)).containsExactly(OLD.thumbprint());
    }

    // ---- onChange ----

    @Test
    void saysWhenTheKeysHaveChangedAndOnlyThen() {
        thumbprints("old", NOW);
        assertThat(changes).hasValue(1);
        thumbprints("x", NOW.plus(MIN_INTERVAL));
        assertThat(changes).hasValue(1);
        server.willAnswer(FakeServer.json(BOTH_SET));
        thumbprints("x", NOW.plus(MIN_INTERVAL.multipliedBy(2)));
        assertThat(changes).hasValue(2);
        server.willAnswer(FakeServer.json(set(jwk(NEW, "new"))));
        thumbprints("x", NOW.plus(MIN_INTERVAL.multipliedBy(3)));
        assertThat(changes).hasValue(3);
        assertThat(server.received()).hasSize(4);
    }

    @Test
    void theOrderOfTheKeysIsNoChange() {
        server.willAnswer(FakeServer.json(BOTH_SET));
        thumbprints("old", NOW);
        server.willAnswer(FakeServer.json(set(jwk(NEW, "new"), jwk(OLD, "old"))));
        thumbprints("x", NOW.plus(MIN_INTERVAL));

        assertThat(changes).hasValue(1);
    }

    // ----

    private List<String> thumbprints(String kid, Instant now) {
        return thumbprints(keys, kid, now);
    }

    private static List<String> thumbprints(RemoteVerificationKeys from, String kid, Instant now) {
        try {
            return from.inForce(Optional.of(kid), now).stream()
                    .map(key -> key.thumbprint().value())
                    .toList();
        } catch (Rejection e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private Reason refusal(String kid, Instant now) {
        return refusal(keys, kid, now);
    }

    private static Reason refusal(RemoteVerificationKeys keys, String kid, Instant now) {
        try {
            throw new AssertionError("keys: " + keys.inForce(Optional.of(kid), now));
        } catch (Rejection e) {
            return e.reason();
        }
    }

    private static String jwk(TestKey key, String kid) {
        Map<String, Object> members = key.members();
        members.put("kid", kid);
        return com.nimbusds.jose.util.JSONObjectUtils.toJSONString(members);
    }

    private static String set(String... jwks) {
        return "{\"keys\":[" + String.join(",", jwks) + "]}";
    }
}
