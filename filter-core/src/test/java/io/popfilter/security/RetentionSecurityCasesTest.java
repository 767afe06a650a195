// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SignedProof;
import io.popfilter.fixture.Signing;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.proof.FreshnessWindow;
import io.popfilter.proof.NonceCheck;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Row V-27 for both schemes: an id is remembered for as long as its proof could pass.
 *
 * <p>Whatever the window, wherever in it the first use falls, and whenever the second one comes: that one is refused. Times
 * are durations since the proof was created.
 */
class RetentionSecurityCasesTest {

    private static final long SEED = 20260301;

    /** Past the end of the window: behind the second that the store adds, and behind any rounding. */
    private static final Duration WELL_PAST = Duration.ofSeconds(4);

    private static final List<Duration> STEPS = List.of(
            Duration.ZERO, Duration.ofNanos(1), Duration.ofMillis(1), Duration.ofMillis(999), Duration.ofSeconds(1));

    /** Quick to verify: there are some ten thousand verifications here. */
    private static final TestKey CLIENT = TestKey.of("client", "RS256");

    private static final String TOKEN = Signing.token(CLIENT).text();

    // ---- every first use, every second use ----

    @ParameterizedTest
    @CsvSource({
        "POP, PT60S, PT5S",
        "DPOP, PT60S, PT5S",
        "POP, PT1S, PT0S",
        "DPOP, PT1S, PT0S",
        "POP, PT0S, PT3S",
        "DPOP, PT0S, PT3S",
        "POP, PT0S, PT0S",
        "DPOP, PT0S, PT0S",
        "POP, PT2.5S, PT0.75S",
        "DPOP, PT2.5S, PT0.75S",
        "POP, PT0.000000001S, PT0.000000001S",
        "DPOP, PT0.000000001S, PT0.000000001S",
        "POP, PT2S, PT8S",
        "DPOP, PT2S, PT8S"
    })
    void v27_noSecondUsePassesAtAnyTimeAfterTheFirst(Signing signing, Duration maxAge, Duration maxFuture) {
        FreshnessWindow window = new FreshnessWindow(maxAge, maxFuture);
        SortedSet<Duration> instants = instants(window);
        FakeRequest request = signing.proof(TOKEN, CLIENT).on(FakeRequest.get());
        for (Duration firstUse : instants.subSet(maxFuture.negated(), maxAge.plusNanos(1))) {
            Scene fresh = Signing.scene(builder -> builder.freshness(window));
            fresh.clock().set(Scene.NOW.plus(firstUse));
            fresh.accept(request);
            for (Duration later : instants.tailSet(firstUse)) {
                fresh.clock().set(Scene.NOW.plus(later));
                assertThat(fresh.refusal(request))
                        .as("first use at %s, second at %s", firstUse, later)
                        .isEqualTo(later.compareTo(maxAge) > 0 ? Reason.CREATED_TOO_LONG_AGO : Reason.REPLAYED);
            }
        }
    }

    /** RFC 7519 section 2 allows a fraction; it is cut off, so the proof is older than it says, never younger. */
    @Test
    void v27_noSecondUseOfAProofWithAFractionOfASecondPasses() {
        FreshnessWindow window = new FreshnessWindow(Duration.ofSeconds(5), Duration.ofSeconds(2));
        for (String fraction :
                List.of("0.000000001", "0.25", "0.5", "0.999", "0.999999999", "0.99999999999999999999")) {
            BigDecimal iat = BigDecimal.valueOf(Scene.NOW.getEpochSecond()).add(new BigDecimal(fraction));
            FakeRequest request =
                    Signing.DPOP.proof(TOKEN, CLIENT).createdAt(iat).on(FakeRequest.get());
            for (Duration firstUse : instants(window)) {
                Scene fresh = Signing.scene(builder -> builder.freshness(window));
                int passed = 0;
                for (Duration use : instants(window).tailSet(firstUse)) {
                    fresh.clock().set(Scene.NOW.plus(use));
                    passed += passes(fresh, request);
                }
                assertThat(passed)
                        .as("iat %s, first use at %s", iat, firstUse)
                        .isEqualTo(firstUse.compareTo(window.maxAge()) > 0 ? 0 : 1);
            }
        }
    }

    /** What lies around the bounds of the window, and each second, whole and with a fraction at random. */
    private static SortedSet<Duration> instants(FreshnessWindow window) {
        Duration start = window.maxFuture().negated();
        Duration end = window.maxAge().plus(WELL_PAST);
        SortedSet<Duration> instants = new TreeSet<>();
        for (Duration bound :
                List.of(start, Duration.ZERO, window.maxAge(), window.maxAge().plusSeconds(1))) {
            for (Duration step : STEPS) {
                instants.add(bound.minus(step));
                instants.add(bound.plus(step));
            }
        }
        Random random = new Random(SEED);
        for (long second = start.toSeconds(); second <= end.toSeconds(); second++) {
            instants.add(Duration.ofSeconds(second));
            instants.add(Duration.ofSeconds(second, random.nextInt(1_000_000_000)));
        }
        return instants.tailSet(start);
    }

    // ---- with nonces ----

    @ParameterizedTest
    @CsvSource({"POP, PT600S", "DPOP, PT600S", "POP, PT10S", "DPOP, PT10S", "POP, PT2S", "DPOP, PT2S"})
    void v27_aNonceThatLivesLongerOrShorterThanTheWindowOpensNone(Signing signing, Duration span) {
        FreshnessWindow window = new FreshnessWindow(Duration.ofSeconds(12), Duration.ofSeconds(3));
        ServerNonces nonces = new ServerNonces(new byte[32], span, new Random(SEED));
        for (Duration firstUse : instants(window).headSet(window.maxAge().plusNanos(1))) {
            Instant issued = Scene.NOW.plus(firstUse);
            SignedProof proof = signing.proof(TOKEN, CLIENT).member("nonce", nonces.issue("", issued));
            assertOnceOnly(proof.on(FakeRequest.get()), firstUse, window, nonces, span);
        }
    }

    @Test
    void v27_aNonceThatIsTheIdOpensNoneEither() {
        FreshnessWindow window = new FreshnessWindow(Duration.ofSeconds(12), Duration.ofSeconds(3));
        Duration span = Duration.ofMinutes(10);
        ServerNonces nonces = new ServerNonces(new byte[32], span, new Random(SEED));
        for (Duration firstUse : instants(window).headSet(window.maxAge().plusNanos(1))) {
            String nonce = nonces.issue("", Scene.NOW.plus(firstUse));
            SignedProof proof = Signing.POP.proof(TOKEN, CLIENT).without("jti").member("nonce", nonce);
            assertOnceOnly(proof.on(FakeRequest.get()), firstUse, window, nonces, span);
        }
    }

    private static void assertOnceOnly(
            FakeRequest request, Duration firstUse, FreshnessWindow window, ServerNonces nonces, Duration span) {
        Scene fresh = Signing.scene(
                builder -> builder.freshness(window).nonces(NonceCheck.required(nonces, NonceCheck.Scope.ANY_TOKEN)));
        Instant issued = Scene.NOW.plus(firstUse);
        fresh.clock().set(issued);
        fresh.accept(request);
        for (Duration later : instants(window).tailSet(firstUse)) {
            Instant now = Scene.NOW.plus(later);
            fresh.clock().set(now);
            boolean isNonceGood = now.toEpochMilli() / span.toMillis() - issued.toEpochMilli() / span.toMillis() <= 1;
            Reason inWindow = isNonceGood ? Reason.REPLAYED : Reason.NONCE_NOT_ACCEPTED;
            assertThat(fresh.refusal(request))
                    .as("first use at %s, second at %s", firstUse, later)
                    .isEqualTo(later.compareTo(window.maxAge()) > 0 ? Reason.CREATED_TOO_LONG_AGO : inWindow);
        }
    }

    // ---- bodies that take their time ----

    @Test
    void v27_aBodyThatOutlastsTheWindowDoesNotPassTwiceNorOnce() {
        for (long slowness : List.of(0L, 59_999L, 60_000L, 60_001L, 61_000L, 61_001L, 62_500L, 100_000L, 4_000_000L)) {
            Scene fresh = Scene.standard();
            Proof proof =
                    fresh.proof(Token.encrypted().confirming(Scene.CLIENT)).post("slow");
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
        Scene scene = Scene.standard();
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

    // ---- at random ----

    @ParameterizedTest
    @EnumSource
    void v27_randomTimesNeverLetASecondUsePass(Signing signing) {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            Scene fresh = Signing.scene();
            FakeRequest request = signing.proof(TOKEN, CLIENT).on(FakeRequest.get());
            Instant now = Scene.NOW.minusSeconds(10).plusMillis(random.nextInt(80_000));
            int passed = 0;
            for (int use = 0; use < 12; use++) {
                fresh.clock().set(now);
                passed += passes(fresh, request);
                now = now.plusNanos((long) (random.nextDouble() * 8e9));
            }
            assertThat(passed).as("seed %s round %s", SEED, round).isLessThanOrEqualTo(1);
        }
    }

    // ---- how ----

    private static int passes(Scene scene, FakeRequest request) {
        try {
            scene.verify(request);
            return 1;
        } catch (Rejection e) {
            return 0;
        }
    }
}
