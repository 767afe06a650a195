// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.Jws;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.jose.JwsVerifier;
import io.popfilter.jose.Signatures;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Json;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.ConfirmationReader;
import io.popfilter.token.TokenPolicy;
import io.popfilter.token.VerificationKeys;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How this server says who it is, and how the authorization server does (RFC 9701). */
class IntrospectionTest {

    private static final TokenPolicy POLICY = new TokenPolicy(
            Token.ISSUER,
            Token.RESOURCE,
            Duration.ofSeconds(30),
            TokenPolicy.Profile.RFC9068,
            TokenPolicy.Encryption.OPTIONAL);
    private static final long NOW = Scene.NOW.getEpochSecond();
    private static final String SIGNED = "application/token-introspection+jwt";

    private final FakeServer server = FakeServer.answering(FakeServer.json(JSONObjectUtils.toJSONString(answer())));

    @AfterEach
    void close() {
        server.close();
    }

    private static Map<String, Object> answer() {
        return Map.of(
                "active", true, "aud", Token.RESOURCE, "cnf", Map.of("jkt", Scene.CLIENT.thumbprint()), "sub", "alice");
    }

    private AccessToken ask(ResourceServerCredentials credentials, IntrospectionPolicy.Answers answers)
            throws Rejection {
        IntrospectionPolicy policy = new IntrospectionPolicy(
                server.address(), credentials, POLICY, answers, Duration.ZERO, Duration.ZERO, 10, 10);
        VerificationKeys keys = (kid, now) -> Scene.verificationKeys(List.of(Token.ISSUER_KEY));
        return new Introspection(
                        policy,
                        FakeServer.fetcher(),
                        new SignedAnswers(POLICY, "rs", keys, new JwsVerifier(new Signatures())),
                        new ConfirmationReader(List::of, Optional.empty(), Optional.empty()))
                .ask("opaque", Scene.NOW);
    }

    private FakeServer.Received asked(ResourceServerCredentials credentials) throws Rejection {
        ask(credentials, IntrospectionPolicy.Answers.PLAIN);
        return server.received().get(0);
    }

    // ---- this server ----

    @Test
    void int01_clientSecretBasicIsAHeader() throws Rejection {
        FakeServer.Received request = asked(new ResourceServerCredentials.Basic("r s", "p:w"));
        assertThat(request.field("authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString(Bytes.utf8("r+s:p%3Aw")));
        assertThat(request.form()).containsOnlyKeys("token", "token_type_hint");
    }

    @Test
    void int01_clientSecretPostIsTwoFields() throws Rejection {
        FakeServer.Received request = asked(new ResourceServerCredentials.Post("r s", "p&w"));
        assertThat(request.fields()).doesNotContainKey("authorization");
        assertThat(request.form()).containsEntry("client_id", "r s").containsEntry("client_secret", "p&w");
    }

    @Test
    void int01_mutualTlsIsTheIdentifierAlone() throws Rejection {
        FakeServer.Received request = asked(new ResourceServerCredentials.MutualTls("rs"));
        assertThat(request.fields()).doesNotContainKey("authorization");
        assertThat(request.form()).containsOnlyKeys("token", "token_type_hint", "client_id");
    }

    // RFC 7523 section 3
    @Test
    void int01_privateKeyJwtIsAnAssertionThatNimbusVerifies() throws Exception {
        var pair = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256)
                .keyID("rs-1")
                .generate();
        SigningKey key = SigningKey.fromPrivateJwk(Json.object(Bytes.utf8(pair.toJSONString())));
        var credentials = new ResourceServerCredentials.PrivateKeyJwt("rs", key, Token.ISSUER);
        Map<String, String> form = asked(credentials).form();
        SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));

        assertThat(assertion.verify(new ECDSAVerifier(pair.toPublicJWK()))).isTrue();
        assertThat(assertion.getHeader().getKeyID()).isEqualTo("rs-1");
        JWTClaimsSet claims = assertion.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("rs");
        assertThat(claims.getSubject()).isEqualTo("rs");
        assertThat(claims.getAudience()).containsExactly(Token.ISSUER);
        assertThat(claims.getIssueTime().toInstant()).isEqualTo(Scene.NOW);
        assertThat(claims.getExpirationTime().toInstant()).isEqualTo(Scene.NOW.plusSeconds(60));
        assertThat(form)
                .containsEntry("client_id", "rs")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        ask(credentials, IntrospectionPolicy.Answers.PLAIN);
        String second = server.received().get(1).form().getOrDefault("client_assertion", "");
        assertThat(SignedJWT.parse(second).getJWTClaimsSet().getJWTID()).isNotEqualTo(claims.getJWTID());
    }

    @Test
    void v55_credentialsNeverShowTheirSecrets() {
        assertThat(new ResourceServerCredentials.Basic("rs", "hush")).hasToString("client_secret_basic rs");
        assertThat(new ResourceServerCredentials.Post("rs", "hush")).hasToString("client_secret_post rs");
    }

    // ---- the authorization server ----

    private final Map<String, Object> header =
            new LinkedHashMap<>(Map.of("alg", "ES256", "typ", "token-introspection+jwt"));
    private final Map<String, Object> claims =
            new LinkedHashMap<>(Map.of("iss", Token.ISSUER, "aud", "rs", "iat", NOW, "token_introspection", answer()));

    private Optional<Reason> signed(TestKey key) {
        server.willAnswer(FakeServer.answer("200 OK", SIGNED, Jws.compact(header, claims, key)));
        return outcome();
    }

    private Optional<Reason> outcome() {
        try {
            ask(new ResourceServerCredentials.Basic("rs", "secret"), IntrospectionPolicy.Answers.SIGNED);
            return Optional.empty();
        } catch (Rejection e) {
            return Optional.of(e.reason());
        }
    }

    @Test
    void int09_aSignedAnswerIsAccepted() {
        assertThat(signed(Token.ISSUER_KEY)).isEmpty();
        assertThat(server.received().get(0).field("accept")).isEqualTo(SIGNED);
        header.put("typ", "application/Token-Introspection+JWT");
        claims.put("aud", List.of("x", "rs"));
        assertThat(signed(Token.ISSUER_KEY)).isEmpty();
        claims.put("iat", NOW - 90);
        assertThat(signed(Token.ISSUER_KEY)).isEmpty();
    }

    @Test
    void aSignedAnswerMaySayThatTheTokenIsInactive() {
        claims.put("token_introspection", Map.of("active", false));
        assertThat(signed(Token.ISSUER_KEY)).contains(Reason.TOKEN_INACTIVE);
    }

    @Test
    void int09_anAnswerOfAnotherSignerIsNone() {
        assertThat(signed(Scene.STRANGER)).contains(Reason.INTROSPECTION_UNAVAILABLE);
        header.put("alg", "none");
        assertThat(signed(Token.ISSUER_KEY)).contains(Reason.INTROSPECTION_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "application/at+jwt", "", "token-introspection", "pop"})
    void v20_int09_bcp13_aJwtMadeForAnotherPurposeIsNoAnswer(String typ) {
        header.put("typ", typ);
        assertThat(signed(Token.ISSUER_KEY)).contains(Reason.INTROSPECTION_UNAVAILABLE);
        header.remove("typ");
        assertThat(signed(Token.ISSUER_KEY)).contains(Reason.INTROSPECTION_UNAVAILABLE);
    }

    @Test
    void v20_int09_bcp13_anAccessTokenIsNoAnswerAndAnAnswerIsNoAccessToken() {
        Token token = Token.signed().confirming(Scene.CLIENT);
        server.willAnswer(FakeServer.answer("200 OK", SIGNED, token.text()));
        assertThat(outcome()).contains(Reason.INTROSPECTION_UNAVAILABLE);

        for (String typ : List.of("token-introspection+jwt", "application/token-introspection+jwt")) {
            assertThat(Scene.standard().refusal(token.header("typ", typ))).isEqualTo(Reason.TOKEN_TYPE_WRONG);
        }
    }

    @ParameterizedTest
    @CsvSource({"iss, https://other.example", "aud, other", "aud, ''", "aud, https://api.example/orders/"})
    void int09_anAnswerFromOrForSomebodyElseIsNone(String claim, String value) {
        claims.put(claim, value);
        assertThat(signed(Token.ISSUER_KEY)).contains(Reason.INTROSPECTION_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "iat", "token_introspection"})
    void int09_anAnswerThatLacksAClaimIsNone(String claim) {
        claims.remove(claim);
        assertThat(signed(Token.ISSUER_KEY)).contains(Reason.INTROSPECTION_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(longs = {-91, -86_400, 31})
    void int09_anAnswerThatWasNotMadeNowIsNone(long seconds) {
        claims.put("iat", NOW + seconds);
        assertThat(signed(Token.ISSUER_KEY)).contains(Reason.INTROSPECTION_UNAVAILABLE);
    }

    @Test
    void int09_aPlainAnswerIsNoneWhenASignedOneIsDemanded() {
        assertThat(outcome()).contains(Reason.INTROSPECTION_UNAVAILABLE);
        server.willAnswer(FakeServer.answer("200 OK", SIGNED, JSONObjectUtils.toJSONString(answer())));
        assertThat(outcome()).contains(Reason.INTROSPECTION_UNAVAILABLE);
    }
}
