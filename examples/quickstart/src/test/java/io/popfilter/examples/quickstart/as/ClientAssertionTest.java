// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.RunningServer.GRANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.examples.quickstart.client.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that say who they are by a signature. */
class ClientAssertionTest {

    private static final String TYPE = "&client_assertion_type=" + encode(ClientAssertions.TYPE);

    private RunningServer as;
    private JwkSetServer web;
    private ECKey pair;
    private String id;

    @BeforeEach
    void start() throws Exception {
        as = new RunningServer();
        web = new JwkSetServer();
        pair = ClientKeyPairs.signing("one");
        id = register("\"jwks\":" + ClientKeyPairs.jwks(pair));
    }

    @AfterEach
    void stop() throws Exception {
        web.close();
        as.close();
    }

    @Test
    void theIssuerMayBeTheAudience() throws Exception {
        assertAccepted(post(signed(claims -> claims)));
    }

    @Test
    void theTokenEndpointMayBeTheAudience() throws Exception {
        assertAccepted(
                post(signed(claims -> claims.audience(as.server.tokenEndpoint().toString()))));
    }

    @Test
    void theHeaderNeedNotNameTheKey() throws Exception {
        ECKey unnamed = new ECKey.Builder(pair).keyID(null).build();

        assertAccepted(post(ClientKeyPairs.sign(unnamed, claims(builder -> builder))));
    }

    @Test
    void theClientMayBeNamedBesides() throws Exception {
        assertAccepted(send(GRANT + TYPE + "&client_assertion=" + signed(claims -> claims) + "&client_id=" + id));
    }

    @Test
    void keysAtAnAddressMayChange() throws Exception {
        ECKey next = ClientKeyPairs.signing("two");
        web.keys = ClientKeyPairs.jwks(pair);
        id = register("\"jwks_uri\":\"" + web.uri("/jwks") + "\"");
        assertAccepted(post(signed(claims -> claims)));

        web.keys = ClientKeyPairs.jwks(next);
        as.clock.move(Duration.ofSeconds(61));

        assertAccepted(post(ClientKeyPairs.sign(next, claims(builder -> builder))));
        assertRefused(post(signed(claims -> claims)));
    }

    @Test
    void refusesAClientWhoseKeysCannotBeReadAnyLonger() throws Exception {
        web.keys = ClientKeyPairs.jwks(pair);
        id = register("\"jwks_uri\":\"" + web.uri("/jwks") + "\"");
        web.keys = "";
        as.clock.move(Duration.ofSeconds(61));

        assertRefused(post(signed(claims -> claims)));
    }

    @Test
    void refusesTheSameAssertionTwice() throws Exception {
        String assertion = signed(claims -> claims);
        assertAccepted(post(assertion));

        assertRefused(post(assertion));
        as.clock.move(Duration.ofSeconds(80)); // over, but within the allowed skew
        assertRefused(post(assertion));
    }

    @Test
    void aRefusedAssertionUsesUpNothing() throws Exception {
        String jti = UUID.randomUUID().toString();
        assertRefused(post(ClientKeyPairs.sign(ClientKeyPairs.signing("one"), claims(builder -> builder.jwtID(jti)))));

        assertAccepted(post(signed(claims -> claims.jwtID(jti))));
    }

    @Test
    void refusesAnAssertionThatSomebodyElseSigned() throws Exception {
        assertRefused(post(ClientKeyPairs.sign(ClientKeyPairs.signing("one"), claims(builder -> builder))));
    }

    @Test
    void refusesAnAssertionThatNamesAnotherKey() throws Exception {
        assertRefused(
                post(ClientKeyPairs.sign(new ECKey.Builder(pair).keyID("two").build(), claims(builder -> builder))));
    }

    @Test
    void refusesAnAssertionWithoutSignature() throws Exception {
        assertRefused(post(new PlainJWT(claims(builder -> builder)).serialize()));
    }

    @Test
    void refusesAPublicKeyThatIsUsedAsASecret() throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims(builder -> builder));
        jwt.sign(new MACSigner(pair.toPublicJWK().toJSONString()));

        assertRefused(post(jwt.serialize()));
    }

    @Test
    void refusesAKeyInTheHeader() throws Exception {
        ECKey stranger = ClientKeyPairs.signing("stranger");
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .jwk(stranger.toPublicJWK())
                        .build(),
                claims(builder -> builder));
        jwt.sign(new ECDSASigner(stranger));

        assertRefused(post(jwt.serialize()));
    }

    @Test
    void refusesAnotherIssuerThanTheSubject() throws Exception {
        assertRefused(post(signed(claims -> claims.issuer("always"))));
        assertRefused(post(signed(claims -> claims.issuer(null))));
    }

    @Test
    void refusesUnknownSubjects() throws Exception {
        assertRefused(post(signed(claims -> claims.issuer("nobody").subject("nobody"))));
        assertRefused(post(signed(claims -> claims.subject(null))));
    }

    @Test
    void refusesAClientThatIsRegisteredWithASecret() throws Exception {
        id = as.register("{\"pop_bound_access_tokens\":\"always\",\"jwks\":" + ClientKeyPairs.jwks(pair) + "}")
                .json()
                .at("/client_id")
                .asText();

        assertRefused(post(signed(claims -> claims)));
    }

    @Test
    void refusesAnotherAudience() throws Exception {
        assertRefused(post(signed(claims -> claims.audience("https://other.example"))));
        assertRefused(post(signed(claims -> claims.audience(as.server.issuer() + "/"))));
        assertRefused(post(signed(claims -> claims.audience((String) null))));
    }

    @Test
    void refusesAnAssertionThatIsOver() throws Exception {
        assertRefused(post(signed(claims -> claims.expirationTime(in(-31)))));
    }

    @Test
    void refusesAnAssertionThatIsGoodForLongOrForEver() throws Exception {
        assertRefused(post(signed(claims -> claims.expirationTime(in(301)))));
        assertRefused(post(signed(claims -> claims.expirationTime(null))));
    }

    @Test
    void refusesAnAssertionForLater() throws Exception {
        assertRefused(post(signed(claims -> claims.notBeforeTime(in(31)))));
    }

    @Test
    void refusesAnAssertionWithoutAnIdentifierThatCanBeRemembered() throws Exception {
        assertRefused(post(signed(claims -> claims.jwtID(null))));
        assertRefused(post(signed(claims -> claims.jwtID(""))));
        assertRefused(post(signed(claims -> claims.jwtID("x".repeat(257)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "a.b.c",
                "e30.e30.",
                "....",
                "bnVsbA.e30.AAAA",
                "eyJhbGciOiJFUzI1NiJ9.bnVsbA.AAAA",
                "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOjF9.AAAA"
            })
    void refusesWhatIsNoAssertion(String assertion) throws Exception {
        assertRefused(post(assertion));
    }

    @Test
    void refusesAnotherTypeOfAssertion() throws Exception {
        assertRefused(send(GRANT + "&client_assertion_type=urn:example&client_assertion=" + signed(claims -> claims)));
    }

    @Test
    void refusesAnAssertionThatDoesNotSayItsType() throws Exception {
        assertError(send(GRANT + "&client_assertion=" + signed(claims -> claims)), 400, "invalid_request");
    }

    @Test
    void refusesTheAssertionOfOneClientInTheNameOfAnother() throws Exception {
        assertRefused(send(GRANT + TYPE + "&client_assertion=" + signed(claims -> claims) + "&client_id=always"));
    }

    @Test
    void refusesTwoWaysOfAuthenticationAtOnce() throws Exception {
        Answer answer = as.post(
                GRANT + TYPE + "&client_assertion=" + signed(claims -> claims), RunningServer.basicOf("always"));

        assertError(answer, 400, "invalid_request");
    }

    @Test
    void refusesASecretInTheFormOfAClient() throws Exception {
        assertRefused(send(GRANT + "&client_id=always&client_secret=secret+of+always"));
    }

    private String register(String keys) throws Exception {
        return as.register("{\"token_endpoint_auth_method\":\"private_key_jwt\",\"pop_bound_access_tokens\":\"always\","
                        + keys + "}")
                .json()
                .at("/client_id")
                .asText();
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return ClientKeyPairs.sign(pair, claims(change));
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(id)
                        .subject(id)
                        .audience(as.server.issuer())
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(in(60)))
                .build();
    }

    private Date in(int seconds) {
        return Date.from(as.clock.instant().plusSeconds(seconds));
    }

    private Answer post(String assertion) throws Exception {
        return send(GRANT + TYPE + "&client_assertion=" + encode(assertion));
    }

    private Answer send(String form) throws Exception {
        HttpRequest.Builder request = RunningServer.form(as.server.tokenEndpoint(), form);
        return as.send(request);
    }

    private static void assertAccepted(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void assertRefused(Answer answer) throws Exception {
        assertError(answer, 401, "invalid_client");
    }

    private static void assertError(Answer answer, int status, String error) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().at("/error").asText()).isEqualTo(error);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
