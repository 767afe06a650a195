// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.Bytes;
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
import java.io.ByteArrayInputStream;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-25 to V-39, as far as they show without a container. */
class ProofSecurityCasesTest {

    private static final TestKey SECRET = TestKey.of("client", "HS256");

    private final Scene scene = Scene.standard();

    // ---- V-25 ----

    @Test
    void v25_aStolenTokenWithAnotherKeyIsRefused() {
        Token confirmed = Token.signed().confirming(Scene.CLIENT);
        Token byThumbprint = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint()));
        assertThat(scene.refusal(scene.proof(confirmed).key(Scene.STRANGER))).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(scene.refusal(scene.proof(confirmed).key(Scene.STRANGER).presenting(Scene.STRANGER)))
                .isEqualTo(Reason.KEY_MISMATCH);
        assertThat(scene.refusal(scene.proof(byThumbprint).key(Scene.STRANGER).presenting(Scene.STRANGER)))
                .isEqualTo(Reason.KEY_MISMATCH);
        assertThat(scene.refusal(scene.proof(byThumbprint).key(Scene.STRANGER).presenting(Scene.CLIENT)))
                .isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(scene.refusal(scene.proof(byThumbprint).key(Scene.STRANGER)))
                .isEqualTo(Reason.PRESENTED_KEY_MISSING);
    }

    // ---- V-26 ----

    @Test
    void v26_aTokenAsBearerIsRefusedWhateverItIsBoundTo() {
        for (Object cnf : List.of(
                Map.of("jkt", Scene.CLIENT.thumbprint()),
                Map.of("x5t#S256", "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"),
                Map.of("jwk", Scene.CLIENT.members()),
                Map.of("new", "x"),
                Map.of(),
                "text")) {
            String token = Token.signed().cnf(cnf).text();
            for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
                assertThat(scene.refusal(FakeRequest.get().authorization(scheme + " " + token)))
                        .isEqualTo(Reason.BEARER_NOT_ACCEPTED);
            }
        }
    }

    @Test
    void v26_aTokenThatIsBoundToNothingOrInAnUnknownWayIsRefused() {
        assertThat(scene.refusal(Token.signed())).isEqualTo(Reason.CONFIRMATION_MISSING);
        for (Object cnf : List.of(Map.of(), "text", List.of(), 7, Map.of("jwk", 7), Map.of("jkt", 7))) {
            assertThat(scene.refusal(Token.signed().cnf(cnf))).isEqualTo(Reason.CONFIRMATION_MALFORMED);
        }
        for (String member : List.of("x5t#S256", "new", "JWK", "")) {
            assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", Scene.CLIENT.members(), member, "x"))))
                    .isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
        }
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jku", "https://as.example/keys"))))
                .isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
    }

    @Test
    void v26_membersOfAConfirmationThatDisagreeAreRefused() {
        String other = Scene.STRANGER.thumbprint();
        Map<String, Object> client = Scene.CLIENT.members();
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", client, "jkt", other))))
                .isEqualTo(Reason.CONFIRMATION_CONFLICT);
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", client, "kid", other))))
                .isEqualTo(Reason.CONFIRMATION_CONFLICT);
        for (String member : List.of("jwe", "jku")) {
            assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", client, member, "a.b.c.d.e"))))
                    .isEqualTo(Reason.CONFIRMATION_CONFLICT);
        }
        Token two = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint(), "kid", other));
        assertThat(scene.refusal(scene.proof(two).presenting(Scene.CLIENT))).isEqualTo(Reason.KEY_MISMATCH);
        scene.accept(Token.signed().cnf(Map.of("jwk", client, "jkt", Scene.CLIENT.thumbprint())));
        client.put("kid", "k1");
        scene.accept(Token.signed().cnf(Map.of("jwk", client, "kid", "k1")));
    }

    @Test
    void v26_aSecretInATokenThatAnybodyCanReadIsRefused() {
        Proof proof = Proof.of(Token.signed().confirming(SECRET).text(), SECRET);
        assertThat(scene.refusal(proof)).isEqualTo(Reason.CONFIRMATION_KEY_EXPOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwe", "jwk"})
    void v26_aSecretThatIsWrappedForTheServerIsAccepted(String member) {
        String header = "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}";
        String wrapped = Token.direct(header, SECRET.json(), Token.SHARED_KEY);
        scene.accept(Proof.of(Token.signed().cnf(Map.of(member, wrapped)).text(), SECRET));
        String foreign = Token.direct(header, SECRET.json(), TestKey.of("foreign", "HS256"));
        assertThat(scene.refusal(
                        Proof.of(Token.signed().cnf(Map.of(member, foreign)).text(), SECRET)))
                .isEqualTo(Reason.CONFIRMATION_KEY_UNDECRYPTABLE);
        assertThat(scene.refusal(Token.signed().cnf(Map.of(member, "no.jwe"))))
                .isEqualTo(Reason.CONFIRMATION_MALFORMED);
    }

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
                    scene.proof(Token.encrypted().confirming(Scene.CLIENT)).body("slow");
            Bodies.Event delay = () -> fresh.clock().advance(Duration.ofMillis(slowness));
            int passed = passes(fresh, FakeRequest.get().signed(proof).body(4, Bodies.after(delay, "slow")));
            assertThat(passed).as("%s ms", slowness).isEqualTo(slowness <= 60_000 ? 1 : 0);
            passed += passes(fresh, FakeRequest.get().signed(proof).body("slow"));
            fresh.clock().set(Scene.NOW);
            passed += passes(fresh, FakeRequest.get().signed(proof).body(4, Bodies.after(delay, "slow")));
            assertThat(passed).as("%s ms", slowness).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void v27_aSlowBodyThatIsOvertakenByAFastOneDoesNotPass() {
        Proof proof = scene.proof().body("slow");
        List<Integer> fast = new ArrayList<>();
        InputStream body = Bodies.after(
                () -> {
                    scene.clock().advance(Duration.ofSeconds(59));
                    fast.add(passes(scene, FakeRequest.get().signed(proof).body("slow")));
                    scene.clock().advance(Duration.ofSeconds(30));
                },
                "slow");
        assertThat(scene.refusal(FakeRequest.get().signed(proof).body(4, body)))
                .isIn(Reason.REPLAYED, Reason.CREATED_TOO_LONG_AGO);
        assertThat(fast).containsExactly(1);
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
        failing.put("unreadable", get(scene.proof()).body(1, Bodies.broken(ProofSecurityCasesTest::connectionLost)));
        failing.put("our fault", get(scene.proof()).body(1, Bodies.broken(ProofSecurityCasesTest::bug)));
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

    // ---- V-35 ----

    @ParameterizedTest
    @ValueSource(strings = {"m", "u", "p", "q", "b"})
    void v35_aPartThatIsNotSignedIsRefused(String member) {
        assertThat(scene.refusal(scene.proof().without(member))).isEqualTo(Reason.COMPONENT_NOT_COVERED);
    }

    @Test
    void v35_theContentTypeOfASignedBodyHasToBeSigned() {
        Proof proof = scene.proof().member("m", "POST").body("{}");
        FakeRequest request = FakeRequest.post("application/json", "{}").signed(proof);
        assertThat(scene.refusal(request)).isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
        assertThat(scene.refusal(
                        FakeRequest.post("text/plain", "{}").signed(proof.fields("content-type", "application/json"))))
                .isEqualTo(Reason.FIELDS_MISMATCH);
        assertThat(scene.refusal(FakeRequest.post("application/json", "{}")
                        .field("content-encoding", "gzip")
                        .signed(proof)))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url"
            })
    void v35_v38_aFieldThatChangesTheMeaningHasToBeSigned(String name) {
        assertThat(scene.refusal(FakeRequest.get().field(name, "DELETE").signed(scene.proof())))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
        scene.accept(
                FakeRequest.get().field(name, "DELETE").signed(scene.proof().fields(name, "DELETE")));
        assertThat(scene.refusal(FakeRequest.get()
                        .field(name, "DELETE")
                        .field(name, "GET")
                        .signed(scene.proof().fields(name, "DELETE"))))
                .isEqualTo(Reason.FIELD_REPEATED);
    }

    // ---- V-36: what slips through the strict mode of another verifier, and what must not trouble an honest client
    // ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1&x",
                "a=1&x=",
                "a=1&x=y=z",
                "a=1&x=2&x=3",
                "a=evil=z&a=1",
                "a=1&a=evil=z",
                "a=&a=1",
                "a&a=1",
                "a=1&a=",
                "a=1&=2",
                "a=1&%61=2",
                "a=1&&",
                "&a=1",
                "a=1&",
                "a=1&a=1"
            })
    void v36_noTokenOfTheQueryGoesUnsigned(String query) {
        assertThat(scene.refusal(
                        FakeRequest.get().query(query).signed(scene.proof().query("a=1"))))
                .isIn(Reason.QUERY_PARAMETER_NOT_COVERED, Reason.QUERY_MISMATCH);
        scene.accept(FakeRequest.get().query(query).signed(scene.proof().query(normal(query))));
    }

    private static String[] normal(String query) {
        return query.replace("%61", "a").split("&", -1);
    }

    @Test
    void v36_repeatedNamesKeepTheirOrder() {
        scene.accept(FakeRequest.get().query("a=1&b=0&a=2").signed(scene.proof().query("a=1", "a=2", "b=0")));
        assertThat(scene.refusal(FakeRequest.get()
                        .query("a=2&b=0&a=1")
                        .signed(scene.proof().query("a=1", "a=2", "b=0"))))
                .isEqualTo(Reason.QUERY_MISMATCH);
        assertThat(scene.refusal(
                        FakeRequest.get().query("a=1&b=0").signed(scene.proof().query("a=1", "a=2", "b=0"))))
                .isEqualTo(Reason.QUERY_MISMATCH);
    }

    @Test
    void v36_noQueryAndAnEmptyOneAreTheSameAndAreSigned() {
        Proof empty = scene.proof().member("q", List.of(List.of(), Bytes.sha256("")));
        scene.accept(FakeRequest.get().query(null).signed(empty));
        scene.accept(FakeRequest.get().query("").signed(empty.member("jti", "2")));
        assertThat(scene.refusal(FakeRequest.get().query("a").signed(empty)))
                .isEqualTo(Reason.QUERY_PARAMETER_NOT_COVERED);
        assertThat(scene.refusal(FakeRequest.get().query(null).signed(scene.proof())))
                .isEqualTo(Reason.QUERY_MISMATCH);
    }

    @Test
    void v36_plusIsNotAnEncodedSpace() {
        Proof plus = scene.proof().query("a=x+y");
        scene.accept(FakeRequest.get().query("a=x+y").signed(plus));
        for (String other : List.of("a=x%20y", "a=x%2By", "A=x+y", "a=x+y ", "a=x")) {
            Reason reason = null;
            try {
                scene.verify(FakeRequest.get().query(other).signed(plus));
            } catch (Rejection e) {
                reason = e.reason();
            }
            assertThat(reason).as(other).isIn(Reason.QUERY_MISMATCH, Reason.TARGET_AMBIGUOUS);
        }
    }

    @Test
    void v36_listsOfAnotherShapeAreRefused() {
        String hash = Bytes.sha256("");
        for (String member : List.of("q", "h")) {
            for (Object odd : List.of(
                    "x",
                    7,
                    Map.of(),
                    List.of(),
                    List.of(hash),
                    List.of("a", hash),
                    List.of(List.of(7), hash),
                    List.of(List.of("a"), 7),
                    List.of(List.of("a"), hash, hash),
                    List.of(hash, List.of("a")))) {
                assertThat(scene.refusal(scene.proof().member(member, odd)))
                        .as("%s %s", member, odd)
                        .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
            }
        }
        for (String member : List.of("m", "u", "p", "b", "cb", "at", "ath", "cnf")) {
            for (Object odd : List.of(7, true, List.of("x"))) {
                assertThat(scene.refusal(scene.proof().member(member, odd)))
                        .as("%s %s", member, odd)
                        .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
            }
        }
    }

    @Test
    void v36_fieldsAreOneLineEachAndOfTheStatedOrder() {
        FakeRequest request = FakeRequest.get().field("x-a", "1").field("x-b", "2");
        Proof both = scene.proof().fields("x-b", "2", "x-a", "1");
        scene.accept(request.signed(both));
        assertThat(scene.refusal(
                        FakeRequest.get().field("x-a", "2").field("x-b", "1").signed(both)))
                .isEqualTo(Reason.FIELDS_MISMATCH);
        assertThat(scene.refusal(FakeRequest.get().field("x-a", "1").signed(both)))
                .isEqualTo(Reason.FIELD_ABSENT);
        for (String name : List.of("X-A", "authorization", "host", "x_a", "x a", "", "-a", "a-", "cookie", "\u212A")) {
            assertThat(scene.refusal(FakeRequest.get()
                            .field(name, "1")
                            .authorization(
                                    "PoP " + scene.proof().fields(name, "1").compact())))
                    .as(name)
                    .isIn(Reason.FIELD_NOT_COVERABLE, Reason.AUTHORIZATION_REPEATED);
        }
        Proof twice = scene.proof().member("h", List.of(List.of("x-a", "x-a"), Bytes.sha256("x-a: 1\nx-a: 1")));
        assertThat(scene.refusal(FakeRequest.get().field("x-a", "1").signed(twice)))
                .isEqualTo(Reason.FIELD_NOT_COVERABLE);
    }

    @Test
    void v36_theExampleOfTheDraftIsHashedWithLineFeeds() {
        Proof proof = scene.proof()
                .member("h", List.of(List.of("content-type", "etag"), "P6z5XN4tTzHkfwe3XO1YvVUIurSuhvh_UG10N_j-aGs"));
        scene.accept(FakeRequest.get()
                .field("content-type", "application/json")
                .field("etag", "742-3u8f34-3r2nvv3")
                .signed(proof));
        scene.accept(FakeRequest.get()
                .query("a=foo&b=bar&c=duck")
                .signed(scene.proof()
                        .member("q", List.of(List.of("b", "a", "c"), "u4LgkGUWhP9MsKrEjA4dizIllDXluDku6ZqCeyuR-JY"))));
    }

    // ---- V-37, V-38, V-39 ----

    @Test
    void v37_theBodyThatIsReadIsTheOneThatWasSigned() {
        assertThat(scene.refusal(FakeRequest.get().body("x").signed(scene.proof())))
                .isEqualTo(Reason.BODY_MISMATCH);
        assertThat(scene.refusal(FakeRequest.get().signed(scene.proof().body("x"))))
                .isEqualTo(Reason.BODY_MISMATCH);
        scene.accept(FakeRequest.get()
                .body(-1, Bodies.after(() -> {}, "x"))
                .signed(scene.proof().body("x")));
        scene.accept(FakeRequest.get()
                .body(0, Bodies.after(() -> {}, "x"))
                .signed(scene.proof().body("x")));
        assertThat(scene.refusal(FakeRequest.get().body(-1, Bodies.endless()).signed(scene.proof())))
                .isEqualTo(Reason.BODY_TOO_LARGE);
        assertThat(scene.refusal(FakeRequest.get()
                        .body((1L << 20) + 1, Bodies.broken(ProofSecurityCasesTest::connectionLost))
                        .signed(scene.proof())))
                .isEqualTo(Reason.BODY_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16384, 16385, 1 << 20})
    void v37_bodiesOfAnySizeUpToTheLimitPass(int octets) {
        String body = "x".repeat(octets);
        scene.accept(FakeRequest.get().body(body).signed(scene.proof().body(body)));
        scene.accept(FakeRequest.get()
                .body(-1, new ByteArrayInputStream(Bytes.utf8(body)))
                .signed(scene.proof().body(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "GET ", "", "G3T", "-GET", "GET-", "A--B", "G\u00CBT", "GET\n", "X_Y"})
    void v38_aMethodThatProxiesCouldChangeIsRefused(String method) {
        assertThat(scene.refusal(
                        FakeRequest.get().method(method).signed(scene.proof().member("m", method))))
                .isEqualTo(Reason.METHOD_UNACCEPTABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUERY", "PROPFIND", "VERSION-CONTROL", "M-SEARCH", "X"})
    void v38_anyMethodInUpperCaseLettersPasses(String method) {
        scene.accept(FakeRequest.get().method(method).signed(scene.proof().member("m", method)));
        assertThat(scene.refusal(FakeRequest.get().method(method).signed(scene.proof())))
                .isEqualTo(Reason.METHOD_MISMATCH);
        assertThat(scene.refusal(scene.proof().member("m", "get"))).isEqualTo(Reason.METHOD_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@api.example",
                "api.example.",
                "api.example:",
                "api.example:0443",
                "api.example:0",
                "api.example:80",
                "api.example:65979",
                "[api.example]",
                "https://api.example",
                "api.example/",
                "api.example,x",
                "api.ex\u00E4mple",
                "",
                " api.example",
                "api.example:443:443",
                "xn--api.example",
                "evil.example",
                ".api.example",
                "api..example"
            })
    void v39_anAuthorityThatIsNotExactlyOursIsRefused(String authority) {
        assertThat(scene.refusal(scene.proof().member("u", authority))).isEqualTo(Reason.AUTHORITY_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example", "API.example", "api.example:443", "API.EXAMPLE:443"})
    void v39_otherSpellingsOfOurAuthorityPass(String authority) {
        scene.accept(scene.proof().member("u", authority));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders//7",
                "/orders/./7",
                "/x/../orders/7",
                "/orders/%2e/7",
                "/orders;x/7",
                "/orders%2F7",
                "/orders/7/",
                "/ORDERS/7",
                "orders/7",
                "/orders/7?view=full",
                "/orders/7#x",
                "",
                "/",
                "/orders/%207",
                "/orders/%zz7"
            })
    void v39_aPathThatIsNotOursIsRefused(String path) {
        assertThat(scene.refusal(scene.proof().member("p", path))).isEqualTo(Reason.PATH_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/%37", "/%6frders/7", "/%6Frders/7"})
    void v39_otherSpellingsOfOurPathPass(String path) {
        scene.accept(scene.proof().member("p", path));
        scene.accept(FakeRequest.get().path(path).signed(scene.proof()));
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
