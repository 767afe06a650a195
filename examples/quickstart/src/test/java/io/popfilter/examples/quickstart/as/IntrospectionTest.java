// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.RunningServer.base64Url;
import static io.popfilter.examples.quickstart.as.RunningServer.basicOf;
import static io.popfilter.examples.quickstart.as.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.examples.quickstart.client.Answer;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the introspection endpoint says of a token, and to whom. */
class IntrospectionTest {

    private static final String VAULT = "grant_type=client_credentials&resource=https://vault.example";
    private static final String INACTIVE = "{\"active\":false}";

    private RunningServer as;

    @BeforeEach
    void start() throws Exception {
        as = new RunningServer();
    }

    @AfterEach
    void stop() throws Exception {
        as.close();
    }

    @Test
    void anOpaqueTokenSaysWhatASignedOneWouldSay() throws Exception {
        JsonNode answer = active("vault", token(VAULT + "&scope=read&single_use=true"));

        long now = as.clock.instant().getEpochSecond();
        assertThat(answer.at("/iss").asText()).isEqualTo(as.server.issuer());
        assertThat(answer.at("/aud").asText()).isEqualTo("https://vault.example");
        assertThat(answer.at("/sub").asText()).isEqualTo("always");
        assertThat(answer.at("/client_id").asText()).isEqualTo("always");
        assertThat(answer.at("/scope").asText()).isEqualTo("read");
        assertThat(answer.at("/iat").asLong()).isEqualTo(now);
        assertThat(answer.at("/exp").asLong()).isEqualTo(now + 900);
        assertThat(answer.at("/jti").asText()).isNotEmpty();
        assertThat(answer.at("/token_type").asText()).isEqualTo("PoP");
        assertThat(answer.at("/single_use").asBoolean()).isTrue();
    }

    @Test
    void aSecretIsWrappedForTheResourceServer() throws Exception {
        JsonNode granted = as.post(VAULT).json();
        JsonNode cnf = active("vault", granted.at("/access_token").asText()).at("/cnf");

        assertThat(cnf.size()).isOne();
        JWEObject jwe = JWEObject.parse(cnf.at("/jwe").asText());
        jwe.decrypt(new AESDecrypter(as.vault.sharedKey()));
        assertThat(JWK.parse(jwe.getPayload().toString()))
                .isEqualTo(JWK.parse(granted.at("/cnf/jwk").toString()));
    }

    @Test
    void aPublicKeyIsNot() throws Exception {
        String jwk = SigningKey.generate(SignatureAlgorithm.ES256).publicJwk().orElseThrow();
        String token = token(VAULT + "&req_cnf=" + base64Url("{\"jwk\":" + jwk + "}"));

        assertThat(active("vault", token).at("/cnf"))
                .isEqualTo(new ObjectMapper().readTree("{\"jwk\":" + JWK.parse(jwk) + "}"));
    }

    @Test
    void aThumbprintIsAThumbprint() throws Exception {
        String thumbprint =
                SigningKey.generate(SignatureAlgorithm.ES256).thumbprint().value();
        String token = token(VAULT + "&req_cnf=" + base64Url("{\"kid\":\"" + thumbprint + "\"}"));

        assertThat(active("vault", token).at("/cnf").toString()).isEqualTo("{\"jkt\":\"" + thumbprint + "\"}");
    }

    @Test
    void aTokenOfAnyOtherFormMayBeAskedForToo() throws Exception {
        for (String reader : new String[] {"bank", "shop", "post"}) {
            JsonNode answer = active(reader, as.token("https://" + reader + ".example"));

            assertThat(answer.at("/aud").asText()).isEqualTo("https://" + reader + ".example");
            assertThat(answer.at("/cnf").has("jwe")).isTrue();
        }
    }

    @Test
    void theAnswerIsNotToBeStored() throws Exception {
        HttpResponse<String> response =
                as.exchange(form(as.server.introspectionEndpoint(), "token=" + as.token("https://vault.example"))
                        .header("Authorization", basicOf("vault")));

        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "eyJhbGciOiJub25lIn0.e30."})
    void nothingIsSaidOfAnUnknownToken(String token) throws Exception {
        assertInactive("vault", token);
    }

    @Test
    void nothingIsSaidOfAChangedToken() throws Exception {
        assertInactive("post", as.token("https://post.example") + "A");
    }

    @Test
    void nothingIsSaidOfATokenThatIsOver() throws Exception {
        String token = as.token("https://vault.example");
        as.clock.move(Duration.ofSeconds(899));
        active("vault", token);
        as.clock.move(Duration.ofSeconds(1));

        assertInactive("vault", token);
    }

    @Test
    void nothingIsSaidOfATokenThatIsRevoked() throws Exception {
        String token = as.token("https://vault.example");
        as.revokeAs("always", token);

        assertInactive("vault", token);
    }

    @Test
    void nothingIsSaidToAnotherResourceServer() throws Exception {
        assertInactive("shop", as.token("https://vault.example"));
    }

    @Test
    void theAnswerIsSignedIfAskedFor() throws Exception {
        String token = as.token("https://vault.example");
        SignedJWT answer = signed("token=" + token, "application/token-introspection+jwt");

        assertThat(answer.getJWTClaimsSet().getIssuer()).isEqualTo(as.server.issuer());
        assertThat(answer.getJWTClaimsSet().getAudience()).containsExactly("vault");
        assertThat(answer.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(as.clock.instant()));
        assertThat(answer.getJWTClaimsSet().getClaims()).containsOnlyKeys("iss", "aud", "iat", "token_introspection");
        assertThat(new ObjectMapper().readTree(answer.getPayload().toString()).at("/token_introspection"))
                .isEqualTo(active("vault", token));
    }

    @Test
    void alsoTheAnswerThatATokenIsInactive() throws Exception {
        SignedJWT answer = signed("token=unknown", "text/html, application/token-introspection+jwt;q=0.5");

        assertThat(answer.getJWTClaimsSet().getJSONObjectClaim("token_introspection"))
                .isEqualTo(Map.of("active", false));
    }

    private SignedJWT signed(String form, String accept) throws Exception {
        HttpResponse<String> response = as.exchange(form(as.server.introspectionEndpoint(), form)
                .header("Authorization", basicOf("vault"))
                .header("Accept", accept));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/token-introspection+jwt");
        SignedJWT jwt = SignedJWT.parse(response.body());
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("token-introspection+jwt");
        JWK key = JWKSet.parse(as.server.verificationKeys())
                .getKeyByKeyId(jwt.getHeader().getKeyID());
        assertThat(jwt.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        return jwt;
    }

    private String token(String form) throws Exception {
        return as.post(form).json().at("/access_token").asText();
    }

    private JsonNode active(String reader, String token) throws Exception {
        Answer answer = as.introspectAs(reader, token);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/active").asBoolean()).as(answer.body()).isTrue();
        return answer.json();
    }

    private void assertInactive(String reader, String token) throws Exception {
        Answer answer = as.introspectAs(reader, token);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(INACTIVE);
    }
}
