// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeReplayStore;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SignedProof;
import io.popfilter.fixture.Signing;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Together;
import io.popfilter.fixture.Token;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.proof.NonceCheck;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.replay.ReplayStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows V-28 to V-31 for both schemes: proofs that are used again, and the ids that tell. */
class ReplaySecurityCasesTest {

    private static final int THREADS = 64;

    private final Scene scene = Signing.scene();

    // ---- V-28 ----

    @ParameterizedTest
    @EnumSource
    void v28_aFloodOfForeignProofsMakesNothingForgotten(Signing signing) {
        int room = 500;
        Scene small = Signing.scene(builder -> builder.replayProtectionInMemory(room));
        TestKey flooder = TestKey.of("flooder", "ES256");
        String floodersToken = Signing.token(flooder).text();
        SignedProof first = signing.proof();
        small.accept(get(first));
        for (int i = 1; i < room; i++) {
            small.accept(get(signing.proof(floodersToken, flooder)));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(small.refusal(get(signing.proof(floodersToken, flooder))))
                    .isEqualTo(Reason.REPLAY_STORE_FULL);
        }
        assertThat(small.refusal(get(first))).isEqualTo(Reason.REPLAYED);
        assertThat(small.refusal(signing.request())).isEqualTo(Reason.REPLAY_STORE_FULL);
        assertThat(Reason.REPLAY_STORE_FULL.error().status()).isEqualTo(503);

        small.clock().advance(Duration.ofSeconds(60));
        assertThat(small.refusal(get(first))).isEqualTo(Reason.REPLAYED);

        small.clock().advance(Duration.ofSeconds(2));
        FakeRequest later = get(signing.proof().createdAt(Scene.NOW.getEpochSecond() + 62));
        small.accept(later);
        assertThat(small.refusal(later)).isEqualTo(Reason.REPLAYED);
        assertThat(small.refusal(get(first))).isEqualTo(Reason.CREATED_TOO_LONG_AGO);
    }

    // ---- V-29 ----

    @ParameterizedTest
    @EnumSource
    void v29_of64ThreadsWithOneProofOnePasses(Signing signing) throws Exception {
        for (int round = 0; round < 5; round++) {
            FakeRequest request = signing.request();

            assertOnePasses(Together.run(THREADS, () -> outcome(scene, request)));
        }
    }

    @Test
    void v29_of64ThreadsWithOneNonceThatIsTheIdOnePasses() throws Exception {
        ServerNonces nonces = new ServerNonces(new byte[32], Duration.ofSeconds(30), new Random(1));
        Scene demanding =
                Signing.scene(builder -> builder.nonces(NonceCheck.required(nonces, NonceCheck.Scope.ANY_TOKEN)));
        for (int round = 0; round < 5; round++) {
            String nonce = nonces.issue("", Scene.NOW);
            Callable<String> attempt = () ->
                    outcome(demanding, get(Signing.POP.proof().without("jti").member("nonce", nonce)));

            assertOnePasses(Together.run(THREADS, attempt));
        }
    }

    private static void assertOnePasses(List<String> outcomes) {
        assertThat(outcomes).containsOnlyOnce("passed").containsOnly("passed", Reason.REPLAYED.name());
    }

    private static String outcome(Scene scene, FakeRequest request) {
        try {
            scene.verify(request);
            return "passed";
        } catch (Rejection e) {
            return e.reason().name();
        }
    }

    // ---- V-30 ----

    @ParameterizedTest
    @EnumSource
    void v30_twoKeysMayUseTheSameId(Signing signing) {
        scene.accept(get(signing.proof().member("jti", "one")));
        scene.accept(get(signing.proof(Scene.STRANGER).member("jti", "one")));
    }

    /**
     * RFC 9449 section 11.1 lets a server remember ids for each URI. Here they are remembered for each key, which is
     * stricter: a client has to make up a new id for every request, as section 4.2 demands anyway.
     */
    @ParameterizedTest
    @EnumSource
    void v30_oneKeyUsesAnIdOnceWhateverTheRequestAndTheToken(Signing signing) {
        scene.accept(get(signing.proof().member("jti", "one")));
        SignedProof otherMethod = signing.proof().member("jti", "one").method("DELETE");
        SignedProof otherPath = signing.proof().member("jti", "one").path("/x");
        Token otherToken = Signing.token(Scene.CLIENT).claim("sub", "bob");

        assertThat(scene.refusal(otherMethod.on(FakeRequest.get().method("DELETE"))))
                .isEqualTo(Reason.REPLAYED);
        assertThat(scene.refusal(otherPath.on(FakeRequest.get().path("/x")))).isEqualTo(Reason.REPLAYED);
        assertThat(scene.refusal(get(signing.proof(otherToken, Scene.CLIENT).member("jti", "one"))))
                .isEqualTo(Reason.REPLAYED);
    }

    @Test
    void v30_theIdsOfTheTwoSchemesAreApart() {
        scene.accept(get(Signing.POP.proof().member("jti", "one")));
        scene.accept(get(Signing.DPOP.proof().member("jti", "one")));
    }

    @Test
    void v30_theIdOfASignedRequestIsJtiElseNonceElseTheSignedText() {
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
    void v30_theIdOfADpopProofIsJtiAndNothingElse() {
        scene.accept(get(Signing.DPOP.proof().member("jti", "x").member("nonce", "n")));
        scene.accept(get(Signing.DPOP.proof().member("jti", "n").member("nonce", "n")));
        assertThat(scene.refusal(get(Signing.DPOP.proof().member("jti", "x").member("nonce", "m"))))
                .isEqualTo(Reason.REPLAYED);
        assertThat(scene.refusal(get(Signing.DPOP.proof().without("jti").member("nonce", "m"))))
                .isEqualTo(Reason.AUTHENTICATOR_CLAIM_MISSING);
    }

    // ---- V-31 ----

    @ParameterizedTest
    @EnumSource
    void v31_anAbsurdIdIsRefused(Signing signing) {
        for (Object jti : List.of("", " ", "\t\n", "\u2003", "x".repeat(129), 7, 7.5, List.of("a"), Map.of(), true)) {
            assertThat(scene.refusal(get(signing.proof().member("jti", jti))))
                    .as("%s", jti)
                    .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        }
        for (Object nonce : List.of("", " ", "x".repeat(513), 7, List.of("a"))) {
            assertThat(scene.refusal(get(signing.proof().member("nonce", nonce))))
                    .as("%s", nonce)
                    .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        }
        assertThat(scene.refusal(get(signing.proof().member("jti", "x".repeat(10_000)))))
                .isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
        scene.accept(get(signing.proof().member("jti", "x".repeat(128))));
        scene.accept(get(signing.proof().member("jti", "\u00E9".repeat(128))));
    }

    @ParameterizedTest
    @EnumSource
    void v31_anIdThatIsNullIsNone(Signing signing) {
        SignedProof proof = signing.proof();
        String nothing = proof.payloadJson().replaceFirst("\"jti\":\"[^\"]*\"", "\"jti\":null");

        assertThat(scene.refusal(proof.on(FakeRequest.get(), nothing))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
    }

    @ParameterizedTest
    @EnumSource
    void v31_idsAreComparedAsTheyStand(Signing signing) {
        for (String jti : List.of("a", "A", "\u00E9", "e\u0301", "a ", " a", "\uD83D\uDE00", "?", "\u0000")) {
            scene.accept(get(signing.proof().member("jti", jti)));
            assertThat(scene.refusal(get(signing.proof().member("jti", jti))))
                    .as(jti)
                    .isEqualTo(Reason.REPLAYED);
        }
    }

    // ---- a store that is down ----

    @ParameterizedTest
    @EnumSource
    void aStoreThatDoesNotAnswerLetsNobodyPass(Signing signing) {
        FakeReplayStore store = new FakeReplayStore();
        Scene down = Signing.scene(builder -> builder.replayProtection(store));
        store.willAnswer(() -> {
            throw new Rejection(Reason.REPLAY_STORE_UNAVAILABLE);
        });
        assertThat(down.refusal(signing.request())).isEqualTo(Reason.REPLAY_STORE_UNAVAILABLE);
        store.willAnswer(() -> ReplayStore.Spending.NO_ROOM);
        assertThat(down.refusal(signing.request())).isEqualTo(Reason.REPLAY_STORE_FULL);
        store.willAnswer(() -> ReplayStore.Spending.FIRST_USE);
        down.accept(get(signing.proof().member("jti", "one")));
        String id = switch (signing) {
            case POP -> "jone";
            case DPOP -> "done";
        };
        assertThat(store.asked())
                .last()
                .isEqualTo(Scene.CLIENT.thumbprint() + " " + id + " " + Scene.NOW.plusSeconds(60));
    }

    private static FakeRequest get(SignedProof proof) {
        return proof.on(FakeRequest.get());
    }
}
