// SPDX-License-Identifier: Apache-2.0
package io.popfilter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.VerifiedRequest;
import io.popfilter.fixture.DpopProof;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.Component;
import io.popfilter.scheme.SchemeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resource server's requirements of RFC 9449, as far as they are about one request; the number is in the name. */
class DpopConformanceTest {

    private final Scene scene = Scene.with(builder -> builder.schemes(List.of(SchemeName.POP, SchemeName.DPOP)));

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "EdDSA", "PS256", "RS256"})
    void dp05_dp06_acceptsAProofOfTheKeyThatTheTokenNames(String alg) {
        TestKey key = TestKey.of("client", alg);

        VerifiedRequest verified = scene.accept(proof(key).on(FakeRequest.get()));

        assertThat(verified.principal().scheme()).isEqualTo("DPoP");
        assertThat(verified.principal().keyThumbprint()).hasValue(key.thumbprint());
        assertThat(verified.principal().coveredComponents())
                .containsExactlyInAnyOrder(Component.METHOD, Component.AUTHORITY, Component.PATH);
    }

    @Test
    void dp01_refusesMoreThanOneProof() {
        DpopProof proof = proof();
        assertThat(scene.refusal(proof.on(FakeRequest.get()).field("dpop", proof().compact())))
                .isEqualTo(Reason.PROOF_REPEATED);
        FakeRequest joined = FakeRequest.get()
                .authorization("DPoP " + proof.token())
                .field("dpop", proof.compact() + ", " + proof().compact());
        assertThat(scene.refusal(joined)).isEqualTo(Reason.PROOF_REPEATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b", "a.b.c", "e30.e30.e30.e30"})
    void dp02_refusesWhatIsNotOneJwt(String text) {
        FakeRequest request =
                FakeRequest.get().authorization("DPoP " + proof().token()).field("dpop", text);

        assertThat(scene.refusal(request)).isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jti", "htm", "htu", "iat", "ath"})
    void dp03_refusesAProofWithoutARequiredClaim(String claim) {
        assertThat(refusal(proof().without(claim))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_MISSING);
    }

    @Test
    void dp03_refusesAProofWithoutARequiredHeaderMember() {
        assertThat(refusal(proof().withoutHeader("typ"))).isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(refusal(proof().withoutHeader("alg"))).isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
        assertThat(refusal(proof().withoutHeader("jwk"))).isEqualTo(Reason.PRESENTED_KEY_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwt", "pop", "at+jwt", "dpop", "dpop+jwt ", "application/dpop+jwt", ""})
    void dp04_refusesAnotherType(String typ) {
        assertThat(refusal(proof().header("typ", typ))).isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
    }

    @Test
    void dp04_theTypeIsAMediaTypeAndHasNoLetterCase() {
        scene.accept(proof().header("typ", "DPoP+JWT").on(FakeRequest.get()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "HS384", "HS512", "ES256K", "es256", ""})
    void dp05_refusesAnAlgorithmThatIsNotAsymmetricAndAcceptable(String alg) {
        assertThat(refusal(proof().header("alg", alg))).isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void dp06_refusesASignatureOfAnotherKey() {
        assertThat(refusal(proof().signedBy(Scene.STRANGER))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    void dp07_refusesAKeyWithAPrivatePart(String member) {
        Map<String, Object> jwk = new HashMap<>(Scene.CLIENT.members());
        jwk.put(member, "AAAA");

        assertThat(refusal(proof().header("jwk", jwk))).isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "get", "HEAD", "GET "})
    void dp08_refusesAnotherMethod(String method) {
        assertThat(refusal(proof().member("htm", method))).isEqualTo(Reason.METHOD_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example/orders/7?other=query",
                "https://api.example/orders/7#fragment",
                "https://api.example/orders/7?#",
                "https://api.example:443/orders/7",
                "HTTPS://API.example/orders/7",
                "https://api.example/%6frders/7",
                "https://api.example/orders/%37"
            })
    void dp09_dp10_acceptsEverySpellingOfTheUri(String uri) {
        scene.accept(proof().member("htu", uri).on(FakeRequest.get()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example/orders/8, PATH_MISMATCH",
        "https://api.example/orders/7/, PATH_MISMATCH",
        "https://api.example/Orders/7, PATH_MISMATCH",
        "https://api.example, PATH_MISMATCH",
        "https://api.example?/orders/7, PATH_MISMATCH",
        "http://api.example/orders/7, AUTHORITY_MISMATCH",
        "https://api.example:8443/orders/7, AUTHORITY_MISMATCH",
        "https://evil.example/orders/7, AUTHORITY_MISMATCH",
        "https://api.example.evil/orders/7, AUTHORITY_MISMATCH",
        "https://api.example@evil.example/orders/7, TARGET_URI_MALFORMED",
        "https://user@api.example/orders/7, TARGET_URI_MALFORMED",
        "https://api.example./orders/7, TARGET_URI_MALFORMED",
        "https://api.example:/orders/7, TARGET_URI_MALFORMED",
        "https://api.example/x/../orders/7, TARGET_URI_MALFORMED",
        "https://api.example//orders/7, TARGET_URI_MALFORMED",
        "https://api.example/orders%2F7, TARGET_URI_MALFORMED",
        "https://api.example/orders;x/7, TARGET_URI_MALFORMED",
        "https://b\u00fccher.example/orders/7, TARGET_URI_MALFORMED",
        "ftp://api.example/orders/7, TARGET_URI_MALFORMED",
        "wss://api.example/orders/7, TARGET_URI_MALFORMED",
        "//api.example/orders/7, TARGET_URI_MALFORMED",
        "/orders/7, TARGET_URI_MALFORMED",
        "https:///orders/7, TARGET_URI_MALFORMED",
        "x, TARGET_URI_MALFORMED"
    })
    void dp09_dp10_refusesEveryOtherUri(String uri, Reason reason) {
        assertThat(refusal(proof().member("htu", uri))).isEqualTo(reason);
    }

    @Test
    void dp09_refusesAUriOfTenKilobytes() {
        assertThat(refusal(proof().member("htu", "https://api.example/" + "x".repeat(10_000))))
                .isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
        assertThat(refusal(proof().member("htu", "https://"))).isEqualTo(Reason.TARGET_URI_MALFORMED);
    }

    @Test
    void dp12_dp13_refusesWhatWasMadeTooLongAgoOrTooFarInTheFuture() {
        long now = Scene.NOW.getEpochSecond();
        scene.accept(proof().member("iat", now - 60).on(FakeRequest.get()));
        scene.accept(proof().member("iat", now + 5).on(FakeRequest.get()));
        assertThat(refusal(proof().member("iat", now - 61))).isEqualTo(Reason.CREATED_TOO_LONG_AGO);
        assertThat(refusal(proof().member("iat", now + 6))).isEqualTo(Reason.CREATED_IN_FUTURE);
        for (Object odd : List.of("1", -1, 1e300, true, List.of(1))) {
            assertThat(refusal(proof().member("iat", odd))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"})
    void dp14_refusesTheHashOfAnotherToken(String ath) {
        assertThat(refusal(proof().member("ath", ath))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
    }

    /** V-25. */
    @Test
    void dp15_refusesAStolenTokenWithAKeyOfOnesOwn() {
        assertThat(refusal(proof().key(Scene.STRANGER))).isEqualTo(Reason.KEY_MISMATCH);
        assertThat(Reason.KEY_MISMATCH.error()).isEqualTo(OAuthError.INVALID_TOKEN);
    }

    @Test
    void dp15_comparesTheKeyBeforeTheSignature() {
        DpopProof proof = proof().key(Scene.STRANGER).signedBy(Scene.CLIENT);

        assertThat(refusal(proof)).isEqualTo(Reason.KEY_MISMATCH);
    }

    /** A token for signed requests would be worth less with a proof that covers less. */
    @Test
    void dp16_dp17_refusesATokenThatDoesNotNameItsKeyByThumbprint() {
        Token embedded = Token.signed().confirming(Scene.CLIENT);
        Token both = Token.signed().cnf(Map.of("jwk", Scene.CLIENT.members(), "jkt", Scene.CLIENT.thumbprint()));
        Token other = Token.signed().cnf(Map.of("jkt", Scene.STRANGER.thumbprint()));

        assertThat(refusal(DpopProof.of(embedded.text(), Scene.CLIENT))).isEqualTo(Reason.CONFIRMATION_NOT_FOR_SCHEME);
        scene.accept(DpopProof.of(both.text(), Scene.CLIENT).on(FakeRequest.get()));
        assertThat(refusal(DpopProof.of(other.text(), Scene.CLIENT))).isEqualTo(Reason.KEY_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP ", "dpop ", "DPOP   "})
    void dp19_theSchemeNameHasNoLetterCaseAndOneOrMoreSpacesFollow(String scheme) {
        DpopProof proof = proof();
        scene.accept(FakeRequest.get().authorization(scheme + proof.token()).field("dpop", proof.compact()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "DPoP ", "DPoP\tx", "DPoP =", "DPoP x=y", "DPoP a b", "DPoP \"x\"", "DPoP x,y"})
    void dp19_refusesCredentialsThatAreNotOneToken68(String line) {
        assertThat(scene.refusal(FakeRequest.get().authorization(line).field("dpop", proof().compact())))
                .isEqualTo(Reason.TOKEN_MALFORMED);
    }

    @Test
    void dp20_refusesATokenWithoutAProof() {
        assertThat(scene.refusal(FakeRequest.get().authorization("DPoP " + proof().token())))
                .isEqualTo(Reason.PROOF_MISSING);
    }

    @Test
    void dp21_refusesABoundTokenAsBearer() {
        DpopProof proof = proof();
        assertThat(scene.refusal(FakeRequest.get()
                        .authorization("Bearer " + proof.token())
                        .field("dpop", proof.compact())))
                .isEqualTo(Reason.BEARER_NOT_ACCEPTED);
    }

    @Test
    void dp33_refusesAProofThatWasUsedAndAnAbsurdId() {
        DpopProof proof = proof();
        scene.accept(proof.on(FakeRequest.get()));
        assertThat(refusal(proof)).isEqualTo(Reason.REPLAYED);
        assertThat(refusal(proof().member("jti", ""))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        assertThat(refusal(proof().member("jti", "x".repeat(129)))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        scene.accept(proof().member("jti", "x".repeat(128)).on(FakeRequest.get()));
    }

    @Test
    void dp35_otherClaimsAreLeftAlone() {
        scene.accept(proof().member("new", Map.of("a", 1)).header("kid", "x").on(FakeRequest.get()));
    }

    @Test
    void theOtherSchemeIsNotTriedWithWhatOneRefuses() {
        String pop = scene.proof().compact();

        assertThat(scene.refusal(FakeRequest.get().authorization("DPoP " + pop).field("dpop", pop)))
                .isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(FakeRequest.get().authorization("PoP " + proof().compact())))
                .isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
    }

    @Test
    void aSchemeThatIsNotNamedIsNotAccepted() {
        Scene popOnly = Scene.standard();

        assertThat(popOnly.refusal(proof().on(FakeRequest.get()))).isEqualTo(Reason.SCHEME_NOT_ACCEPTED);
    }

    private Reason refusal(DpopProof proof) {
        return scene.refusal(proof.on(FakeRequest.get()));
    }

    private static DpopProof proof() {
        return proof(Scene.CLIENT);
    }

    private static DpopProof proof(TestKey key) {
        Token token = Token.signed().cnf(Map.of("jkt", key.thumbprint()));
        return DpopProof.of(token.text(), key);
    }
}
