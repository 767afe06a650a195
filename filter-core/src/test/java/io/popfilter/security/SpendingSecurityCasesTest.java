// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeReplayStore;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SignedProof;
import io.popfilter.fixture.Signing;
import io.popfilter.fixture.Token;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.proof.NonceCheck;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Row V-32 for both schemes: a request that fails in anything spends no id. */
class SpendingSecurityCasesTest {

    private final Scene scene = Signing.scene();

    @ParameterizedTest
    @EnumSource
    void v32_aRequestThatFailsBurnsNoId(Signing signing) {
        Map<String, FakeRequest> failing = new LinkedHashMap<>();
        failing.put("ath", get(signing.proof().member("ath", Bytes.sha256("x"))));
        failing.put("no id", get(signing.proof().member("jti", "")));
        failing.put("too old", get(signing.proof().createdAt(0)));
        failing.put("in the future", get(signing.proof().createdAt(Scene.NOW.getEpochSecond() + 6)));
        Token forged = Signing.token(Scene.CLIENT).key(Scene.STRANGER);
        failing.put("token", get(signing.proof(forged, Scene.CLIENT)));
        Token expired = Signing.token(Scene.CLIENT).claim("exp", Scene.NOW.getEpochSecond() - 3600);
        failing.put("expired token", get(signing.proof(expired, Scene.CLIENT)));
        failing.put("unbound token", get(signing.proof(Token.signed(), Scene.CLIENT)));
        failing.put("key", get(signing.proof().presenting(Scene.STRANGER.members())));
        failing.put("no key", get(signing.proof().presenting(Map.of("kty", "EC"))));
        SignedProof stolen = signing.proof().key(Scene.STRANGER).presenting(Scene.CLIENT.members());
        failing.put("signature", get(stolen));
        failing.put("method", signing.request().method("PUT"));
        failing.put("host", signing.request().host("other.example"));
        failing.put("path", signing.request().path("/orders/8"));
        failing.put("sensitive field", signing.request().field("x-http-method-override", "DELETE"));
        assertBurnNothing(failing);
    }

    @Test
    void v32_aSignedRequestThatFailsInAPartThatDpopDoesNotCoverBurnsNoId() {
        Map<String, FakeRequest> failing = new LinkedHashMap<>();
        failing.put("not covered", get(scene.proof().without("b")));
        failing.put("query", get(scene.proof()).query("view=full&page=3"));
        failing.put("more query", get(scene.proof()).query("view=full&page=2&x"));
        failing.put("field", get(scene.proof().fields("x-a", "1")));
        failing.put("body", get(scene.proof()).body("other"));
        failing.put("too large", get(scene.proof()).body(1 << 21, InputStream.nullInputStream()));
        failing.put("unreadable", get(scene.proof()).body(1, Bodies.broken(SpendingSecurityCasesTest::connectionLost)));
        failing.put("our fault", get(scene.proof()).body(1, Bodies.broken(SpendingSecurityCasesTest::bug)));
        failing.put("channel", get(scene.proof().member("cb", "tls-exporter:x")));
        assertBurnNothing(failing);
    }

    @Test
    void v32_aDpopProofThatFailsInItsUriBurnsNoId() {
        Map<String, FakeRequest> failing = new LinkedHashMap<>();
        for (String htu : new String[] {"https://evil.example/orders/7", "http://api.example/orders/7", "x"}) {
            failing.put(htu, get(Signing.DPOP.proof().member("htu", htu)));
        }
        assertBurnNothing(failing);
    }

    private static void assertBurnNothing(Map<String, FakeRequest> failing) {
        failing.forEach((what, request) -> {
            FakeReplayStore store = new FakeReplayStore();
            Scene watched = Signing.scene(builder -> builder.replayProtection(store));
            watched.refusal(request);
            assertThat(store.asked()).as(what).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void v32_aProofWithoutAnAcceptableNonceBurnsNoId(Signing signing) {
        FakeReplayStore store = new FakeReplayStore();
        ServerNonces nonces = new ServerNonces(new byte[32], Duration.ofSeconds(30), new Random(1));
        Scene demanding = Signing.scene(builder ->
                builder.replayProtection(store).nonces(NonceCheck.required(nonces, NonceCheck.Scope.ANY_TOKEN)));

        assertThat(demanding.refusal(signing.request())).isEqualTo(Reason.NONCE_MISSING);
        assertThat(demanding.refusal(get(signing.proof().member("nonce", "x")))).isEqualTo(Reason.NONCE_NOT_ACCEPTED);
        assertThat(store.asked()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void v32_aProofThatFailedPassesOnceWhereItIsRight(Signing signing) {
        SignedProof proof = signing.proof();
        for (int i = 0; i < 3; i++) {
            assertThat(scene.refusal(proof.on(FakeRequest.get().path("/x")))).isEqualTo(Reason.PATH_MISMATCH);
            assertThat(scene.refusal(proof.on(FakeRequest.post()))).isEqualTo(Reason.METHOD_MISMATCH);
        }
        scene.accept(get(proof));
        assertThat(scene.refusal(get(proof))).isEqualTo(Reason.REPLAYED);
    }

    private static FakeRequest get(SignedProof proof) {
        return proof.on(FakeRequest.get());
    }

    private static void connectionLost() throws IOException {
        throw new IOException("gone");
    }

    private static void bug() {
        throw new IllegalStateException("gone");
    }
}
