// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SignedProof;
import io.popfilter.fixture.Signing;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows V-25, V-26 and V-40 for both schemes: the key that a token is bound to, and the scheme that proves it. */
class BindingOfBothSchemesSecurityCasesTest {

    /** The example of RFC 8705 section 3.1. */
    private static final String CERTIFICATE = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2";

    private final Scene scene = Signing.scene();

    // ---- V-25 ----

    @ParameterizedTest
    @CsvSource({"POP, ES256", "POP, EdDSA", "POP, RS256", "DPOP, ES256", "DPOP, EdDSA", "DPOP, RS256"})
    void v25_aStolenTokenWithAKeyOfOnesOwnIsAnInvalidToken(Signing signing, String alg) {
        String stolen = Signing.token(TestKey.of("client", alg)).text();
        TestKey own = TestKey.of("thief", alg);

        assertThat(refusal(signing.proof(stolen, own))).isEqualTo(Reason.KEY_MISMATCH);
        assertThat(Reason.KEY_MISMATCH.error()).isEqualTo(OAuthError.INVALID_TOKEN);
        scene.accept(signing.proof(stolen, TestKey.of("client", alg)).on(FakeRequest.get()));
    }

    @ParameterizedTest
    @EnumSource
    void v25_theKeyOfTheTokenIsWorthNothingToWhoCannotSignWithIt(Signing signing) {
        SignedProof proof = signing.proof().key(Scene.STRANGER).presenting(Scene.CLIENT.members());

        assertThat(refusal(proof)).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @EnumSource
    void v25_theThumbprintIsComparedAsAWhole(Signing signing) {
        String jkt = Scene.CLIENT.thumbprint();
        for (String other : List.of(
                jkt.substring(1),
                jkt.substring(0, 42),
                jkt + "A",
                jkt + "=",
                jkt.toLowerCase(Locale.ROOT),
                " " + jkt)) {
            Token token = Token.signed().cnf(Map.of("jkt", other));

            assertThat(refusal(signing.proof(token, Scene.CLIENT))).as(other).isEqualTo(Reason.KEY_MISMATCH);
        }
    }

    // ---- V-26 ----

    @ParameterizedTest
    @EnumSource
    void v26_aTokenThatIsBoundToNothingOrInAnUnknownWayIsRefused(Signing signing) {
        assertThat(refusal(signing.proof(Token.signed(), Scene.CLIENT))).isEqualTo(Reason.CONFIRMATION_MISSING);
        for (Object cnf : List.of(Map.of(), "text", List.of(), 7, true, Map.of("jkt", 7), Map.of("jkt", List.of()))) {
            assertThat(refusal(signing.proof(Token.signed().cnf(cnf), Scene.CLIENT)))
                    .as("%s", cnf)
                    .isEqualTo(Reason.CONFIRMATION_MALFORMED);
        }
        for (Map<String, Object> cnf : List.<Map<String, Object>>of(
                Map.of("new", "x"), Map.of("JKT", Scene.CLIENT.thumbprint()), Map.of("x5t", CERTIFICATE))) {
            assertThat(refusal(signing.proof(Token.signed().cnf(cnf), Scene.CLIENT)))
                    .as("%s", cnf)
                    .isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void v26_anUnknownMemberBesideAThumbprintThatHoldsIsRefused(Signing signing) {
        for (String member : List.of("new", "jkt#S512", "osc", "")) {
            Map<String, Object> cnf = new LinkedHashMap<>(Map.of("jkt", Scene.CLIENT.thumbprint()));
            cnf.put(member, "x");

            assertThat(refusal(signing.proof(Token.signed().cnf(cnf), Scene.CLIENT)))
                    .as(member)
                    .isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
        }
    }

    /** A signed request covers more than a DPoP proof, so it proves what a DPoP proof would. */
    @Test
    void v26_aTokenForDpopMayBeUsedWithASignedRequestWhichBringsItsKeyAlong() {
        String token = Signing.token(Scene.CLIENT).text();

        scene.accept(Signing.POP.proof(token, Scene.CLIENT).on(FakeRequest.get()));
        assertThat(scene.refusal(Proof.of(token, Scene.CLIENT))).isEqualTo(Reason.PRESENTED_KEY_MISSING);
    }

    @Test
    void v26_aTokenForSignedRequestsIsNotGoodForDpop() {
        String kid = Scene.CLIENT.thumbprint();
        for (Map<String, Object> cnf : List.<Map<String, Object>>of(
                Map.of("jwk", Scene.CLIENT.members()),
                Map.of("kid", kid),
                Map.of("jwk", Scene.CLIENT.members(), "kid", kid))) {
            Token token = Token.signed().cnf(cnf);

            scene.accept(Signing.POP.proof(token, Scene.CLIENT).on(FakeRequest.get()));
            assertThat(refusal(Signing.DPOP.proof(token, Scene.CLIENT)))
                    .as("%s", cnf.keySet())
                    .isEqualTo(Reason.CONFIRMATION_NOT_FOR_SCHEME);
        }
        assertThat(Reason.CONFIRMATION_NOT_FOR_SCHEME.error()).isEqualTo(OAuthError.INVALID_TOKEN);
    }

    @Test
    void v26_theProofOfOneSchemeUnderTheNameOfTheOtherIsRefused() {
        SignedProof pop = Signing.POP.proof();
        SignedProof dpop = Signing.DPOP.proof();

        assertThat(scene.refusal(FakeRequest.get().authorization("PoP " + dpop.compact())))
                .isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(
                        FakeRequest.get().authorization("PoP " + dpop.token()).field("dpop", dpop.compact())))
                .isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(
                        FakeRequest.get().authorization("DPoP " + pop.token()).field("dpop", pop.compact())))
                .isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(FakeRequest.get().authorization("DPoP " + pop.compact())))
                .isEqualTo(Reason.PROOF_MISSING);
    }

    @Test
    void v26_aSignedRequestWithADpopProofBesideItIsASignedRequest() {
        FakeRequest request =
                Signing.POP.request().field("dpop", Signing.DPOP.proof().compact());

        assertThat(scene.accept(request).principal().scheme()).isEqualTo("PoP");
    }

    @ParameterizedTest
    @EnumSource
    void v26_aSecretCannotBeNamedByItsThumbprint(Signing signing) {
        TestKey secret = TestKey.of("client", "HS256");

        assertThat(refusal(signing.proof(secret)))
                .isEqualTo(
                        switch (signing) {
                            case POP -> Reason.PRESENTED_KEY_PRIVATE;
                            case DPOP -> Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED;
                        });
    }

    // ---- V-40 ----

    @ParameterizedTest
    @EnumSource
    void v40_aTokenThatIsBoundToACertificateTooIsRefusedAlthoughItsKeySigned(Signing signing) {
        Map<String, Object> both = Map.of("jkt", Scene.CLIENT.thumbprint(), "x5t#S256", CERTIFICATE);

        assertThat(refusal(signing.proof(Token.signed().cnf(both), Scene.CLIENT)))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING);
        assertThat(Reason.CLIENT_CERTIFICATE_MISSING.error()).isEqualTo(OAuthError.INVALID_TOKEN);
    }

    private Reason refusal(SignedProof proof) {
        return scene.refusal(proof.on(FakeRequest.get()));
    }
}
