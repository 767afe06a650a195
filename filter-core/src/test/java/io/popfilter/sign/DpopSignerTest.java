// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.Token;
import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Json;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpopSignerTest {

    private static final URI ORDER = URI.create("https://api.example/orders/7?view=full&page=2#top");
    private static final RequestToSign GET = RequestToSign.of("GET", ORDER);

    private final Scene scene = Scene.with(builder -> builder.schemes(List.of(SchemeName.DPOP)));
    private final SettableClock clock = new SettableClock(Scene.NOW);
    private final SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256);

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HS256", "HS384", "HS512"})
    void theVerifierAcceptsWhatIsSigned(SignatureAlgorithm algorithm) {
        SigningKey own = SigningKey.generate(algorithm);
        DpopSigner signer = DpopSigner.of(tokenFor(own), own, clock);

        assertThat(scene.accept(received(signer.sign(GET))).principal().keyThumbprint())
                .hasValue(own.thumbprint().value());
    }

    @ParameterizedTest
    @EnumSource(names = {"HS256", "HS384", "HS512"})
    void aSecretIsRefused(SignatureAlgorithm algorithm) {
        SigningKey secret = SigningKey.generate(algorithm);

        assertThatThrownBy(() -> DpopSigner.of("token", secret, clock)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DpopSigner.withoutToken(secret, clock)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theProofIsThatOfTheSpecification() throws Exception {
        SigningKey named = SigningKey.fromPrivateJwk(Json.object(Bytes.utf8(
                new ECKeyGenerator(Curve.P_256).keyID("mine").generate().toJSONString())));
        String token = tokenFor(named);
        JWSObject proof = JWSObject.parse(
                DpopSigner.of(token, named, clock).sign(GET).fields().getOrDefault("DPoP", ""));

        assertThat(proof.getHeader().toJSONObject()).containsOnlyKeys("typ", "alg", "jwk");
        assertThat(proof.getHeader().getType().getType()).isEqualTo("dpop+jwt");
        assertThat(proof.getHeader().getJWK().isPrivate()).isFalse();
        assertThat(proof.getHeader().getJWK().computeThumbprint().toString())
                .isEqualTo(named.thumbprint().value());
        assertThat(proof.verify(new ECDSAVerifier(proof.getHeader().getJWK().toECKey())))
                .isTrue();
        Map<String, Object> claims = proof.getPayload().toJSONObject();
        assertThat(claims).containsOnlyKeys("jti", "htm", "htu", "iat", "ath");
        assertThat(Bytes.fromBase64url(String.valueOf(claims.get("jti")))).hasSize(16);
        assertThat(claims)
                .containsEntry("htm", "GET")
                .containsEntry("htu", "https://api.example/orders/7")
                .containsEntry("iat", Scene.NOW.getEpochSecond())
                .containsEntry("ath", Bytes.sha256(token));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://API.example:443, https://api.example/",
        "http://api.example:80/a?b, http://api.example/a",
        "https://api.example:8443/a, https://api.example:8443/a",
        "https://api.example/%7Ea/%c3%a9, https://api.example/~a/%C3%A9",
        "https://[2001:DB8::1]/, https://[2001:db8::1]/"
    })
    void theTargetIsInNormalForm(String uri, String htu) throws Exception {
        SignedRequest signed = signer().sign(RequestToSign.of("GET", URI.create(uri)));

        assertThat(payload(signed)).containsEntry("htu", htu);
    }

    @Test
    void everyProofIsGoodForOneUse() {
        DpopSigner signer = signer();
        SignedRequest once = signer.sign(GET);
        scene.accept(received(once));

        assertThat(scene.refusal(received(once))).isEqualTo(Reason.REPLAYED);
        scene.accept(received(signer.sign(GET)));
    }

    @Test
    void noTwoIdsAreEqual() throws Exception {
        DpopSigner signer = signer();
        Set<Object> ids = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ids.add(payload(signer.sign(GET)).get("jti"));
        }
        assertThat(ids).hasSize(200);
    }

    @Test
    void methodAndPathAreCoveredAndQueryAndBodyAreNot() {
        SignedRequest signed = signer().sign(RequestToSign.of("POST", ORDER).body("text/plain", Bytes.utf8("signed")));
        assertThat(scene.refusal(received(signed).method("PUT"))).isEqualTo(Reason.METHOD_MISMATCH);
        assertThat(scene.refusal(received(signed).method("POST").path("/orders/8")))
                .isEqualTo(Reason.PATH_MISMATCH);
        scene.accept(received(signed).method("POST").query("other").body("other"));
    }

    @Test
    void theClientsClockIsUsed() {
        clock.set(Scene.NOW.minusSeconds(61));

        assertThat(scene.refusal(received(signer().sign(GET)))).isEqualTo(Reason.CREATED_TOO_LONG_AGO);
    }

    static final String[] UNSIGNABLE = RequestSignerTest.UNSIGNABLE_WITHOUT_QUERY;

    @ParameterizedTest
    @FieldSource("UNSIGNABLE")
    void refusesToSignATargetThatTheVerifierWouldRefuse(String uri) {
        RequestToSign request = RequestToSign.of("GET", URI.create(uri));

        assertThatThrownBy(() -> signer().sign(request)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "", "G T", "GET\n"})
    void refusesToSignAMethodThatTheVerifierWouldRefuse(String method) {
        assertThatThrownBy(() -> signer().sign(RequestToSign.of(method, ORDER)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "==", "a b", "a=b", "a\r\nX: y", "\u00e9", "a,b"})
    void refusesATokenThatCannotStandInTheField(String token) {
        assertThatThrownBy(() -> DpopSigner.of(token, key, clock)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesATokenOrAProofThatNoVerifierReads() {
        DpopSigner longToken = DpopSigner.of("t".repeat(8190), key, clock);
        assertThatThrownBy(() -> longToken.sign(GET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8192");
        URI longPath = URI.create("https://api.example/" + "p".repeat(8000));
        assertThatThrownBy(() -> signer().sign(RequestToSign.of("GET", longPath)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8192");
    }

    @Test
    void withTheSameRulesOnBothSidesWhatTheyAllowPasses() {
        CanonicalRules rules = new CanonicalRules(Set.of(Allowance.values()), Set.of());
        Scene allowing =
                Scene.with(builder -> builder.schemes(List.of(SchemeName.DPOP)).canonicalRules(rules));
        RequestToSign request = RequestToSign.of("GET", URI.create("https://a_b.example/100%25;v=1"));

        allowing.accept(received(signer().withRules(rules).sign(request))
                .host("a_b.example")
                .path("/100%25;v=1"));
        assertThatThrownBy(() -> signer().sign(request)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProofForATokenEndpointHasNoToken() throws Exception {
        URI tokenEndpoint = URI.create("https://as.example/token");
        SignedRequest signed = DpopSigner.withoutToken(key, clock).sign(RequestToSign.of("POST", tokenEndpoint));

        assertThat(signed.fields()).containsOnlyKeys("DPoP");
        assertThat(payload(signed)).containsOnlyKeys("jti", "htm", "htu", "iat");
    }

    @Test
    void aSignedRequestShowsNeitherTokenNorProof() {
        assertThat(signer().sign(GET)).hasToString("request signed for https://api.example");
    }

    private DpopSigner signer() {
        return DpopSigner.of(tokenFor(key), key, clock);
    }

    private static String tokenFor(SigningKey key) {
        return Token.signed().cnf(Map.of("jkt", key.thumbprint().value())).text();
    }

    private static FakeRequest received(SignedRequest signed) {
        return FakeRequest.get().with(signed);
    }

    private static Map<String, Object> payload(SignedRequest signed) throws Exception {
        return JWSObject.parse(signed.fields().getOrDefault("DPoP", ""))
                .getPayload()
                .toJSONObject();
    }
}
