// SPDX-License-Identifier: Apache-2.0
package io.popfilter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.VerifiedRequest;
import io.popfilter.coverage.UnsignedParts;
import io.popfilter.fixture.DpopProof;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.token.Binding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scheme Bearer beside the others (RFC 6750, RFC 9449 section 7.2, V-26); the number is in the name. */
class BearerConformanceTest {

    private static final List<SchemeName> ALL = List.of(SchemeName.POP, SchemeName.DPOP, SchemeName.BEARER);

    private final Scene scene = Scene.with(builder -> builder.schemes(ALL));

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void acceptsATokenThatIsBoundToNothing(String scheme) {
        PopPrincipal principal = scene.accept(bearer(scheme, Token.signed())).principal();

        assertThat(principal.getName()).isEqualTo("alice");
        assertThat(principal.scheme()).isEqualTo("Bearer");
        assertThat(principal.binding()).isEqualTo(Binding.NONE);
        assertThat(principal.keyThumbprint()).isEmpty();
        assertThat(principal.coveredComponents()).isEmpty();
        assertThat(principal.coveredFields()).isEmpty();
    }

    @Test
    void readsNoBody() {
        FakeRequest request = FakeRequest.post("text/plain", "x")
                .authorization("Bearer " + Token.signed().text());

        assertThat(scene.accept(request).body()).isEmpty();
        assertThat(request.bodiesOpened()).isZero();
    }

    static List<Arguments> bindings() {
        return List.of(
                Arguments.of(Map.of("jkt", Scene.CLIENT.thumbprint()), Reason.BOUND_TOKEN_WITHOUT_PROOF),
                Arguments.of(Map.of("jwk", Scene.CLIENT.members()), Reason.BOUND_TOKEN_WITHOUT_PROOF),
                Arguments.of(Map.of("kid", Scene.CLIENT.thumbprint()), Reason.BOUND_TOKEN_WITHOUT_PROOF),
                Arguments.of(Map.of("new", "x"), Reason.CONFIRMATION_UNSUPPORTED),
                Arguments.of(Map.of("jkt", Scene.CLIENT.thumbprint(), "new", "x"), Reason.CONFIRMATION_UNSUPPORTED),
                Arguments.of(Map.of(), Reason.CONFIRMATION_MALFORMED),
                Arguments.of(List.of(), Reason.CONFIRMATION_MALFORMED),
                Arguments.of("text", Reason.CONFIRMATION_MALFORMED),
                Arguments.of(false, Reason.CONFIRMATION_MALFORMED),
                Arguments.of(7, Reason.CONFIRMATION_MALFORMED));
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void dp21_v26_refusesATokenThatIsBoundToAnythingAtAll(Object cnf, Reason reason) {
        assertThat(scene.refusal(bearer("Bearer ", Token.signed().cnf(cnf)))).isEqualTo(reason);
        assertThat(reason.error()).isEqualTo(OAuthError.INVALID_TOKEN);
    }

    @Test
    void dp21_v26_aProofBesideItDoesNotHelp() {
        Token bound = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint()));
        FakeRequest request = bearer("Bearer ", bound)
                .field("dpop", DpopProof.of(bound.text(), Scene.CLIENT).compact());

        assertThat(scene.refusal(request)).isEqualTo(Reason.BOUND_TOKEN_WITHOUT_PROOF);
    }

    @Test
    void v26_aConfirmationThatIsNullIsNotNone() {
        Map<String, Object> cnf = new LinkedHashMap<>();
        String claims = Token.signed().cnf(cnf).claimsJson().replace("\"cnf\":{}", "\"cnf\":null");
        assertThat(claims).contains("\"cnf\":null");

        FakeRequest request =
                FakeRequest.get().authorization("Bearer " + Token.signed().text(claims));
        assertThat(scene.refusal(request)).isEqualTo(Reason.CONFIRMATION_MALFORMED);
    }

    @Test
    void v26_dp15_aTokenThatIsBoundToNothingIsGoodForNoOtherScheme() {
        String token = Token.signed().text();

        assertThat(scene.refusal(FakeRequest.get().signed(Proof.of(token, Scene.CLIENT))))
                .isEqualTo(Reason.CONFIRMATION_MISSING);
        assertThat(scene.refusal(DpopProof.of(token, Scene.CLIENT).on(FakeRequest.get())))
                .isEqualTo(Reason.CONFIRMATION_MISSING);
    }

    @Test
    void bt02_refusesATokenThatIsExpiredForeignOrForAnotherServer() {
        long now = Scene.NOW.getEpochSecond();
        assertThat(scene.refusal(bearer("Bearer ", Token.signed().claim("exp", now - 31))))
                .isEqualTo(Reason.TOKEN_EXPIRED);
        assertThat(scene.refusal(bearer("Bearer ", Token.signed().claim("aud", "https://other.example"))))
                .isEqualTo(Reason.TOKEN_AUDIENCE_WRONG);
        assertThat(scene.refusal(bearer("Bearer ", Token.signedBy(Scene.STRANGER))))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(scene.refusal(FakeRequest.get().authorization("Bearer x"))).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer =", "Bearer a b", "Bearer x,y", "Bearer\tx", "Bearer \"x\""})
    void bt02_refusesCredentialsThatAreNotOneToken68(String line) {
        assertThat(scene.refusal(FakeRequest.get().authorization(line))).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    @Test
    void bt07_aTokenInTheQueryIsNotLookedFor() {
        FakeRequest request =
                FakeRequest.get().query("access_token=" + Token.signed().text());

        assertThat(scene.refusal(request)).isEqualTo(Reason.NO_CREDENTIALS);
    }

    @Test
    void bt08_aTokenInAFormIsNotLookedFor() {
        FakeRequest request = FakeRequest.post(
                "application/x-www-form-urlencoded",
                "access_token=" + Token.signed().text());

        assertThat(scene.refusal(request)).isEqualTo(Reason.NO_CREDENTIALS);
        assertThat(request.bodiesOpened()).isZero();
    }

    @Test
    void dp22_credentialsForAProxyAreNone() {
        Token bound = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint()));
        DpopProof proof = DpopProof.of(bound.text(), Scene.CLIENT);
        FakeRequest request = FakeRequest.get()
                .field("proxy-authorization", "DPoP " + proof.token())
                .field("dpop", proof.compact());

        assertThat(scene.refusal(request)).isEqualTo(Reason.NO_CREDENTIALS);
    }

    @Test
    void isOnOnlyWhenItIsNamed() {
        Scene others = Scene.with(builder -> builder.schemes(List.of(SchemeName.POP, SchemeName.DPOP)));

        assertThat(others.refusal(bearer("Bearer ", Token.signed()))).isEqualTo(Reason.BEARER_NOT_ACCEPTED);
    }

    @Test
    void aTokenThatNamesNobodyIsRefusedSinceNoKeyCouldNameItsHolder() {
        assertThat(scene.refusal(bearer("Bearer ", Token.signed().without("sub"))))
                .isEqualTo(Reason.TOKEN_CLAIM_MISSING);
    }

    @Test
    void aTokenForSingleUseIsGoodForOneRequestHereToo() {
        Token token = Token.signed().claim("jti", "once").claim("single_use", true);
        scene.accept(bearer("Bearer ", token));

        assertThat(scene.refusal(bearer("Bearer ", token))).isEqualTo(Reason.TOKEN_USED_BEFORE);
        Token nameless = Token.signed().claim("single_use", true);
        assertThat(scene.refusal(bearer("Bearer ", nameless))).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
    }

    @Test
    void whereUnsignedPartsAreHiddenTheWholeQueryIs() {
        Scene hiding = Scene.with(builder -> builder.schemes(ALL).unsignedParts(UnsignedParts.HIDDEN));

        VerifiedRequest verified = hiding.accept(bearer("Bearer ", Token.signed()));

        assertThat(verified.coverage().hidden().query())
                .hasValueSatisfying(query -> assertThat(query.visible()).isEmpty());
    }

    private static FakeRequest bearer(String scheme, Token token) {
        return FakeRequest.get().authorization(scheme + token.text());
    }
}
