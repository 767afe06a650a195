// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.TokenRequests.GRANT;
import static io.popfilter.examples.quickstart.as.TokenRequests.base64Url;
import static io.popfilter.examples.quickstart.as.TokenRequests.basic;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.popfilter.examples.quickstart.client.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the token endpoint refuses a token, and with which error code. */
class RefusedTokenRequestTest {

    private static TokenRequests as;

    @BeforeAll
    static void start() throws Exception {
        as = new TokenRequests();
    }

    @AfterAll
    static void stop() throws Exception {
        as.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"always:wrong", "nobody:secret+of+always", "always", ":", "%:%", ""})
    void refusesWrongCredentials(String credentials) throws Exception {
        Answer answer = as.post(GRANT, basic(credentials));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(error(answer)).isEqualTo("invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic *", "Bearer abc", "PoP abc"})
    void refusesAnyOtherAuthentication(String authorization) throws Exception {
        Answer answer = as.post(GRANT, authorization);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(error(answer)).isEqualTo("invalid_client");
    }

    @Test
    void refusesNoAuthentication() throws Exception {
        Answer answer = as.send(form(as.server.tokenEndpoint(), GRANT));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(error(answer)).isEqualTo("invalid_client");
    }

    @Test
    void refusesAGet() throws Exception {
        assertThat(as.send(HttpRequest.newBuilder(as.server.tokenEndpoint())).status())
                .isEqualTo(405);
    }

    @Test
    void refusesParametersInTheQuery() throws Exception {
        URI withQuery = URI.create(as.server.tokenEndpoint() + "?scope=read");
        Answer answer = as.send(form(withQuery, GRANT).header("Authorization", basic("always:secret+of+always")));

        assertError(answer, "invalid_request");
    }

    @Test
    void refusesABodyThatIsNoForm() throws Exception {
        Answer answer = as.send(HttpRequest.newBuilder(as.server.tokenEndpoint())
                .header("Authorization", basic("always:secret+of+always"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertError(answer, "invalid_request");
    }

    @Test
    void refusesNoGrantType() throws Exception {
        assertError(as.post("resource=https://bank.example"), "invalid_request");
    }

    @Test
    void refusesAnotherGrantType() throws Exception {
        assertError(as.post("grant_type=password&resource=https://bank.example"), "unsupported_grant_type");
    }

    @Test
    void refusesAParameterThatIsSentTwice() throws Exception {
        assertError(as.post(GRANT + "&grant_type=client_credentials"), "invalid_request");
    }

    @Test
    void refusesAnotherTokenType() throws Exception {
        assertError(as.post(GRANT + "&token_type=bearer"), "invalid_token_type");
    }

    @Test
    void refusesAClientThatCanBothButDoesNotSay() throws Exception {
        assertError(as.postAs("asks", GRANT), "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {GRANT, GRANT + "&token_type=pop"})
    void refusesAClientThatCannotProvePossession(String form) throws Exception {
        assertError(as.postAs("never", form), "unauthorized_client");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&resource=",
                "&resource=https://other.example",
                "&resource=https://bank.example/",
                "&resource=https://bank.example&resource=https://shop.example",
                "&resource=https://bank.example&audience=https://shop.example"
            })
    void refusesNoneOrSeveralOrUnknownResources(String resources) throws Exception {
        assertError(as.post("grant_type=client_credentials" + resources), "invalid_target");
    }

    @Test
    void refusesAScopeThatTheClientMayNotHave() throws Exception {
        assertError(as.post(GRANT + "&scope=read+admin"), "invalid_scope");
    }

    @Test
    void refusesToMakeAKeyForAnUnknownAlgorithm() throws Exception {
        assertError(as.post(GRANT + "&alg=none"), "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"jwk\":\"text\"}",
                "{\"jwk\":{\"kty\":\"EC\"}}",
                "{\"kid\":\"no thumbprint\"}",
                "{\"x5t#S256\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"
            })
    void refusesAConfirmationThatNamesNoKey(String confirmation) throws Exception {
        assertError(as.post(GRANT + "&req_cnf=" + base64Url(confirmation)), "invalid_request");
    }

    @Test
    void refusesAPrivateKey() throws Exception {
        assertJwkIsRefused(new ECKeyGenerator(Curve.P_256).generate().toJSONString());
    }

    @Test
    void refusesASecretOfTheClient() throws Exception {
        assertJwkIsRefused(new OctetSequenceKeyGenerator(256).generate().toJSONString());
    }

    @Test
    void refusesAWeakKey() throws Exception {
        assertJwkIsRefused(
                new RSAKeyGenerator(1024, true).generate().toPublicJWK().toJSONString());
    }

    private static void assertJwkIsRefused(String jwk) throws Exception {
        assertError(as.post(GRANT + "&req_cnf=" + base64Url("{\"jwk\":" + jwk + "}")), "invalid_request");
    }

    private static void assertError(Answer answer, String error) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(error(answer)).isEqualTo(error);
    }

    private static String error(Answer answer) throws Exception {
        JsonNode members = answer.json();
        assertThat(members.has("access_token")).isFalse();
        return members.at("/error").asText();
    }

    private static HttpRequest.Builder form(URI uri, String form) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }
}
