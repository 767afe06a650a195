// SPDX-License-Identifier: Apache-2.0
package io.popfilter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.DpopProof;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.proof.NonceCheck;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.SchemeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonces of RFC 9449 sections 8, 9 and 11.3, and V-33, for both schemes. */
class NonceConformanceTest {

    private static final Duration SPAN = Duration.ofSeconds(30);

    private static final String POP_TOKEN =
            Token.signed().confirming(Scene.CLIENT).text();
    private static final String DPOP_TOKEN = Token.signed().cnf(jkt()).text();

    private final ServerNonces nonces = new ServerNonces(new byte[32], SPAN, new Random(1));
    private final ServerNonces foreign = new ServerNonces(Bytes.utf8("x".repeat(32)), SPAN, new Random(2));

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void dp11_dp30_aProofWithoutANonceIsOfferedOneAndPassesWithIt(SchemeName scheme) {
        Scene scene = scene(NonceCheck.Scope.ONE_TOKEN);

        Rejection first = scene.rejection(request(scheme, null));
        assertThat(first.reason()).isEqualTo(Reason.NONCE_MISSING);

        scene.accept(request(scheme, first.demand().nonce().orElseThrow()));
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void dp32_v33_noOtherNonceIsAcceptedAndEachRefusalOffersANewOne(SchemeName scheme) {
        Scene scene = scene(NonceCheck.Scope.ANY_TOKEN);
        String good = nonces.issue("", Scene.NOW);
        String old = nonces.issue("", Scene.NOW.minus(SPAN.multipliedBy(2)));
        String offered = "";
        for (String nonce : List.of(
                foreign.issue("", Scene.NOW), old, good + "x", good.substring(1), " " + good, "x", "0".repeat(500))) {
            Rejection rejection = scene.rejection(request(scheme, nonce));

            assertThat(rejection.reason()).as(nonce).isEqualTo(Reason.NONCE_NOT_ACCEPTED);
            assertThat(rejection.demand().nonce()).get().isNotIn(offered, nonce);
            offered = rejection.demand().nonce().orElseThrow();
        }
        scene.accept(request(scheme, offered));
    }

    @Test
    void v33_aNonceForOneTokenIsNotGoodForAnother() {
        Scene scene = scene(NonceCheck.Scope.ONE_TOKEN);
        String nonce =
                scene.rejection(request(SchemeName.DPOP, null)).demand().nonce().orElseThrow();
        DpopProof withOtherToken = DpopProof.of(
                        Token.signed().claim("jti", "other").cnf(jkt()).text(), Scene.CLIENT)
                .member("nonce", nonce);

        assertThat(scene.refusal(withOtherToken.on(FakeRequest.get()))).isEqualTo(Reason.NONCE_NOT_ACCEPTED);
    }

    @Test
    void dp31_aNonceThatGrowsOldIsFollowedByANewOne() {
        Scene scene = scene(NonceCheck.Scope.ANY_TOKEN);
        String current = nonces.issue("", Scene.NOW);
        String previous = nonces.issue("", Scene.NOW.minus(SPAN));

        assertThat(scene.accept(request(SchemeName.DPOP, current)).nextNonce()).isEmpty();
        assertThat(scene.accept(request(SchemeName.DPOP, previous)).nextNonce())
                .get()
                .satisfies(next -> scene.accept(request(SchemeName.DPOP, next)));
    }

    @Test
    void dp34_aNonceMayBeUsedAgainWhereTheProofHasAnIdOfItsOwn() {
        Scene scene = scene(NonceCheck.Scope.ANY_TOKEN);
        String nonce = nonces.issue("", Scene.NOW);

        scene.accept(request(SchemeName.DPOP, nonce));
        scene.accept(request(SchemeName.DPOP, nonce));
        scene.accept(request(SchemeName.POP, nonce));
    }

    @Test
    void aSignedRequestWhoseNonceIsItsIdGetsTheNextOneWithTheAnswer() {
        Scene scene = scene(NonceCheck.Scope.ANY_TOKEN);
        String nonce = nonces.issue("", Scene.NOW);
        Proof proof = scene.proof().without("jti").member("nonce", nonce);

        assertThat(scene.accept(proof).nextNonce()).get().isNotEqualTo(nonce);
        assertThat(scene.refusal(scene.proof().without("jti").member("nonce", nonce)))
                .isEqualTo(Reason.REPLAYED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void aBlankNonceIsMalformedWhetherNoncesAreOnOrNot(String nonce) {
        assertThat(scene(NonceCheck.Scope.ANY_TOKEN).refusal(request(SchemeName.DPOP, nonce)))
                .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        assertThat(off().refusal(request(SchemeName.DPOP, nonce))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
    }

    @Test
    void dp36_whereNoNonceIsAskedForAnyIsLeftAlone() {
        off().accept(request(SchemeName.DPOP, "of another server"));
    }

    private static Scene off() {
        return Scene.with(builder -> builder.schemes(List.of(SchemeName.DPOP)));
    }

    private Scene scene(NonceCheck.Scope scope) {
        return Scene.with(builder ->
                builder.schemes(List.of(SchemeName.POP, SchemeName.DPOP)).nonces(NonceCheck.required(nonces, scope)));
    }

    private static FakeRequest request(SchemeName scheme, String nonce) {
        return switch (scheme) {
            case POP -> {
                Proof proof = Proof.of(POP_TOKEN, Scene.CLIENT);
                yield FakeRequest.get().signed(nonce == null ? proof : proof.member("nonce", nonce));
            }
            case DPOP -> {
                DpopProof proof = DpopProof.of(DPOP_TOKEN, Scene.CLIENT);
                yield (nonce == null ? proof : proof.member("nonce", nonce)).on(FakeRequest.get());
            }
            case MTLS, BEARER -> throw new IllegalArgumentException("no proof, no nonce");
        };
    }

    private static Map<String, Object> jkt() {
        return Map.of("jkt", Scene.CLIENT.thumbprint());
    }
}
