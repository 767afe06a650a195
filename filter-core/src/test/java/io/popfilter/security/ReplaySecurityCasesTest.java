// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.FakeReplayStore;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.proof.FreshnessWindow;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.replay.ReplayStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows V-27 to V-32 and V-34: proofs that are used again, late or early. */
class ReplaySecurityCasesTest {

    private static final TestKey SECRET = TestKey.of("client", "HS256");

    private final Scene scene = Scene.standard();

    // ---- V-27 ----

    @Test
    void v27_noSecondUsePassesAtAnyTimeAfterTheFirst() {
        FreshnessWindow window = new FreshnessWindow(Duration.ofSeconds(60), Duration.ofSeconds(5));
        Token token = Token.encrypted().confirming(SECRET);
        List<Duration> firstUses = new ArrayList<>(List.of(
                Duration.ofSeconds(-5),
                Duration.ofMillis(-4999),
                Duration.ofMillis(-1),
                Duration.ZERO,
                Duration.ofNanos(1),
                Duration.ofMillis(999),
                Duration.ofMillis(59_001),
                Duration.ofSeconds(60)));
        for (int second = -5; second <= 60; second += 4) {
            firstUses.add(Duration.ofSeconds(second).plusMillis(250));
        }
        firstUses.removeIf(age -> age.compareTo(window.maxAge()) > 0);
        for (Duration firstUse : firstUses) {
            Scene fresh = Scene.with(builder -> builder.freshness(window));
            Proof proof = Proof.of(token.text(), SECRET); // created at NOW
            fresh.clock().set(Scene.NOW.plus(firstUse));
            fresh.accept(proof);
            for (Duration later : laterInstants(firstUse)) {
                fresh.clock().set(Scene.NOW.plus(later));
                boolean isStale = later.compareTo(window.maxAge()) > 0;
                assertThat(fresh.refusal(proof))
                        .as("first use at %s, second at %s", firstUse, later)
                        .isEqualTo(isStale ? Reason.CREATED_TOO_LONG_AGO : Reason.REPLAYED);
            }
        }
    }

    private static List<Duration> laterInstants(Duration firstUse) {
        List<Duration> later = new ArrayList<>();
        for (long millis = firstUse.toMillis(); millis < 62_000; millis += 777) {
            later.add(Duration.ofMillis(Math.max(millis, firstUse.toMillis())));
        }
        for (long millis : List.of(59_000L, 59_999L, 60_000L, 60_001L, 60_999L, 61_000L, 61_001L, 62_000L)) {
            later.add(Duration.ofMillis(millis));
        }
        later.add(Duration.ofSeconds(60).minusNanos(1));
        later.add(Duration.ofSeconds(60).plusNanos(1));
        later.removeIf(instant -> instant.compareTo(firstUse) < 0);
        later.sort(null);
        return later;
    }

    @Test
    void v27_aBodyThatOutlastsTheWindowDoesNotPassTwiceNorOnce() {
        for (long slowness : List.of(0L, 59_999L, 60_000L, 60_001L, 61_000L, 61_001L, 62_500L, 100_000L, 4_000_000L)) {
            Scene fresh = Scene.standard();
            Proof proof =
                    scene.proof(Token.encrypted().confirming(Scene.CLIENT)).post("slow");
            Bodies.Event delay = () -> fresh.clock().advance(Duration.ofMillis(slowness));
            int passed = passes(fresh, FakeRequest.post().signed(proof).body(4, Bodies.after(delay, "slow")));
            assertThat(passed).as("%s ms", slowness).isEqualTo(slowness <= 60_000 ? 1 : 0);
            passed += passes(fresh, FakeRequest.post().signed(proof).body("slow"));
            fresh.clock().set(Scene.NOW);
            passed += passes(fresh, FakeRequest.post().signed(proof).body(4, Bodies.after(delay, "slow")));
            assertThat(passed).as("%s ms", slowness).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void v27_aSlowBodyThatIsOvertakenByAFastOneDoesNotPass() {
        Proof proof = scene.proof().post("slow");
        List<Integer> fast = new ArrayList<>();
        InputStream body = Bodies.after(
                () -> {
                    scene.clock().advance(Duration.ofSeconds(59));
                    fast.add(passes(scene, FakeRequest.post().signed(proof).body("slow")));
                    scene.clock().advance(Duration.ofSeconds(30));
                },
                "slow");
        assertThat(scene.refusal(FakeRequest.post().signed(proof).body(4, body)))
                .isIn(Reason.REPLAYED, Reason.CREATED_TOO_LONG_AGO);
        assertThat(fast).containsExactly(1);
    }

    @Test
    void randomTimesNeverLetASecondUsePass() {
        long seed = 20260301;
        Random random = new Random(seed);
        Token token = Token.encrypted().confirming(SECRET);
        for (int round = 0; round < 300; round++) {
            Scene fresh = Scene.standard();
            Proof proof = Proof.of(token.text(), SECRET);
            Instant now = Scene.NOW.minusSeconds(10).plusMillis(random.nextInt(80_000));
            int passed = 0;
            for (int use = 0; use < 12; use++) {
                fresh.clock().set(now);
                passed += passes(fresh, FakeRequest.get().signed(proof));
                now = now.plusNanos((long) (random.nextDouble() * 8e9));
            }
            assertThat(passed).as("seed %s round %s", seed, round).isLessThanOrEqualTo(1);
        }
    }

    // ---- V-28 ----

    @Test
    void v28_aFloodOfForeignProofsMakesNothingForgotten() {
        int room = 500;
        Scene small = Scene.with(builder -> builder.replayProtectionInMemory(room));
        TestKey flooder = TestKey.of("flooder", "HS256");
        String floodersToken = Token.encrypted().confirming(flooder).text();
        Proof first = scene.proof();
        small.accept(first);
        for (int i = 1; i < room; i++) {
            small.accept(Proof.of(floodersToken, flooder));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(small.refusal(Proof.of(floodersToken, flooder))).isEqualTo(Reason.REPLAY_STORE_FULL);
        }
        assertThat(small.refusal(first)).isEqualTo(Reason.REPLAYED);
        Proof refused = scene.proof();
        assertThat(small.refusal(refused)).isEqualTo(Reason.REPLAY_STORE_FULL);

        small.clock().advance(Duration.ofSeconds(60));
        assertThat(small.refusal(first)).isEqualTo(Reason.REPLAYED);

        small.clock().advance(Duration.ofSeconds(2));
        Proof later = scene.proof().member("ts", Scene.NOW.plusSeconds(62).getEpochSecond());
        small.accept(later);
        assertThat(small.refusal(later)).isEqualTo(Reason.REPLAYED);
        assertThat(small.refusal(first)).isEqualTo(Reason.CREATED_TOO_LONG_AGO);
    }

    // ---- V-29 ----

    @Test
    void v29_of64ThreadsWithOneProofOnePasses() throws Exception {
        int threads = 64;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 5; round++) {
                String line = "PoP " + scene.proof().compact();
                CountDownLatch start = new CountDownLatch(1);
                List<Callable<Integer>> attempts = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    attempts.add(() -> {
                        start.await();
                        return passes(scene, FakeRequest.get().authorization(line));
                    });
                }
                List<Future<Integer>> results = new ArrayList<>();
                for (Callable<Integer> attempt : attempts) {
                    results.add(pool.submit(attempt));
                }
                start.countDown();
                int passed = 0;
                for (Future<Integer> result : results) {
                    passed += result.get();
                }
                assertThat(passed).isOne();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    // ---- V-30, V-31 ----

    @Test
    void v30_twoKeysMayUseTheSameId() {
        scene.accept(scene.proof().member("jti", "one"));
        Token strangers = Token.signed().confirming(Scene.STRANGER);
        scene.accept(Proof.of(strangers.text(), Scene.STRANGER).member("jti", "one"));
    }

    @Test
    void v30_oneKeyUsesAnIdOnceWhateverTheRequestAndTheToken() {
        scene.accept(scene.proof().member("jti", "one"));
        FakeRequest other = FakeRequest.get().method("DELETE").path("/x");
        assertThat(scene.refusal(other.signed(
                        scene.proof().member("jti", "one").member("m", "DELETE").member("p", "/x"))))
                .isEqualTo(Reason.REPLAYED);
        Token another = Token.signed().confirming(Scene.CLIENT).claim("sub", "bob");
        assertThat(scene.refusal(scene.proof(another).member("jti", "one"))).isEqualTo(Reason.REPLAYED);
    }

    @Test
    void v30_theIdIsJtiElseNonceElseTheSignedText() {
        scene.accept(scene.proof().member("jti", "x").member("nonce", "n"));
        scene.accept(scene.proof().member("jti", "y").member("nonce", "n"));
        scene.accept(scene.proof().without("jti").member("nonce", "x")); // not the jti x
        assertThat(scene.refusal(scene.proof().without("jti").member("nonce", "x")))
                .isEqualTo(Reason.REPLAYED);

        Proof bare = scene.proof().without("jti");
        scene.accept(bare);
        assertThat(scene.refusal(bare)).isEqualTo(Reason.REPLAYED); // signed anew, with another ECDSA signature
        scene.accept(scene.proof().without("jti").member("x", 1));
    }

    @Test
    void v31_anAbsurdIdIsRefused() {
        for (Object jti : List.of("", " ", "\t\n", "x".repeat(129), 7, List.of("a"), Map.of(), true)) {
            assertThat(scene.refusal(scene.proof().member("jti", jti))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        }
        for (Object nonce : List.of("", " ", "x".repeat(513), 7, List.of("a"))) {
            assertThat(scene.refusal(scene.proof().member("nonce", nonce)))
                    .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        }
        Proof proof = scene.proof();
        String nothing = proof.payloadJson().replaceFirst("\"jti\":\"[^\"]*\"", "\"jti\":null");
        assertThat(scene.refusal(FakeRequest.get().authorization("PoP " + proof.compact(proof.headerJson(), nothing))))
                .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        scene.accept(scene.proof().member("jti", "x".repeat(128)));
    }

    @Test
    void v31_idsAreComparedAsTheyStand() {
        for (String jti : List.of("a", "A", "\u00E9", "e\u0301", "a ", " a", "\uD83D\uDE00", "?", "\u0000")) {
            scene.accept(scene.proof().member("jti", jti));
            assertThat(scene.refusal(scene.proof().member("jti", jti))).as(jti).isEqualTo(Reason.REPLAYED);
        }
    }

    // ---- V-32 ----

    @Test
    void v32_aRequestThatFailsBurnsNoId() {
        Map<String, FakeRequest> failing = new HashMap<>();
        Token token = Token.signed().confirming(Scene.CLIENT);
        failing.put("ath", get(scene.proof().member("ath", "x")));
        failing.put("ts", get(scene.proof().member("ts", 0)));
        failing.put(
                "token", get(scene.proof(Token.signed().confirming(Scene.CLIENT).key(Scene.STRANGER))));
        failing.put("key", get(scene.proof().presenting(Scene.STRANGER)));
        failing.put("signature", get(scene.proof().key(Scene.STRANGER)));
        failing.put("not covered", get(scene.proof().without("b")));
        failing.put("method", get(scene.proof()).method("PUT"));
        failing.put("host", get(scene.proof()).host("other.example"));
        failing.put("path", get(scene.proof()).path("/orders/8"));
        failing.put("query", get(scene.proof()).query("view=full&page=3"));
        failing.put("more query", get(scene.proof()).query("view=full&page=2&x"));
        failing.put("field", get(scene.proof().fields("x-a", "1")));
        failing.put("body", get(scene.proof()).body("other"));
        failing.put("too large", get(scene.proof()).body(1 << 21, InputStream.nullInputStream()));
        failing.put("unreadable", get(scene.proof()).body(1, Bodies.broken(ReplaySecurityCasesTest::connectionLost)));
        failing.put("our fault", get(scene.proof()).body(1, Bodies.broken(ReplaySecurityCasesTest::bug)));
        failing.put("channel", get(scene.proof().member("cb", "tls-exporter:x")));
        failing.forEach((what, request) -> {
            FakeReplayStore store = new FakeReplayStore();
            Scene watched = Scene.with(builder -> builder.replayProtection(store));
            watched.refusal(request);
            assertThat(store.asked()).as(what).isEmpty();
        });
        Proof once = scene.proof(token);
        assertThat(scene.refusal(FakeRequest.get().path("/x").signed(once))).isEqualTo(Reason.PATH_MISMATCH);
        scene.accept(once);
    }

    // ---- V-34 ----

    @ParameterizedTest
    @CsvSource({"5, true", "6, false", "3600, false", "-60, true", "-61, false", "-86400, false"})
    void v34_theTimeOfSigningIsBoundedOnBothSides(long offset, boolean passes) {
        Proof proof = scene.proof().member("ts", Scene.NOW.getEpochSecond() + offset);
        if (passes) {
            scene.accept(proof);
        } else {
            assertThat(scene.refusal(proof))
                    .isEqualTo(offset > 0 ? Reason.CREATED_IN_FUTURE : Reason.CREATED_TOO_LONG_AGO);
        }
    }

    @Test
    void v34_aFractionOfASecondOutsideTheWindowIsOutside() {
        scene.clock().set(Scene.NOW.plusSeconds(60).plusNanos(1));
        assertThat(scene.refusal(scene.proof())).isEqualTo(Reason.CREATED_TOO_LONG_AGO);
        scene.clock().set(Scene.NOW.minusSeconds(5).minusNanos(1));
        assertThat(scene.refusal(scene.proof())).isEqualTo(Reason.CREATED_IN_FUTURE);
        scene.clock().set(Scene.NOW.minusSeconds(5));
        scene.accept(scene.proof());
    }

    // ---- a store that is down ----

    @Test
    void aStoreThatDoesNotAnswerLetsNobodyPass() {
        FakeReplayStore store = new FakeReplayStore();
        Scene down = Scene.with(builder -> builder.replayProtection(store));
        store.willAnswer(() -> {
            throw new Rejection(Reason.REPLAY_STORE_UNAVAILABLE);
        });
        assertThat(down.refusal(scene.proof())).isEqualTo(Reason.REPLAY_STORE_UNAVAILABLE);
        store.willAnswer(() -> ReplayStore.Spending.NO_ROOM);
        assertThat(down.refusal(scene.proof())).isEqualTo(Reason.REPLAY_STORE_FULL);
        store.willAnswer(() -> ReplayStore.Spending.FIRST_USE);
        Proof proof = scene.proof().member("jti", "one");
        down.accept(proof);
        assertThat(store.asked()).last().isEqualTo(Scene.CLIENT.thumbprint() + " jone " + Scene.NOW.plusSeconds(60));
    }

    // ---- how ----

    private static FakeRequest get(Proof proof) {
        return FakeRequest.get().signed(proof);
    }

    private static int passes(Scene scene, FakeRequest request) {
        try {
            scene.verify(request);
            return 1;
        } catch (Rejection e) {
            return 0;
        }
    }

    private static void connectionLost() throws IOException {
        throw new IOException("gone");
    }

    private static void bug() {
        throw new IllegalStateException("gone");
    }
}
