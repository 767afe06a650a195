// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.RunningServer.GRANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.examples.quickstart.client.Answer;
import io.popfilter.examples.quickstart.client.ClientSecret;
import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.examples.quickstart.client.TokenClient;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token endpoint and DPoP proofs (RFC 9449 sections 4.3, 5 and 8): what is issued, and every refusal. */
class DpopTokenTest {

    private RunningServer as;
    private ECKey key;
    private String nonce;

    @BeforeEach
    void start() throws Exception {
        as = new RunningServer();
        key = ClientKeyPairs.signing("mine");
        nonce = demanded(send(proof().without("nonce")));
    }

    @AfterEach
    void stop() throws Exception {
        as.close();
    }

    private DpopProof proof() {
        return new DpopProof(as, key).claim("nonce", nonce);
    }

    private Answer send(DpopProof proof) throws Exception {
        return send(proof.compact());
    }

    private Answer send(String... proofs) throws Exception {
        return as.postAs("dpop", GRANT, proofs);
    }

    private static String demanded(Answer answer) throws Exception {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error").asText()).isEqualTo("use_dpop_nonce");
        List<String> nonces = answer.head().lines().apply("DPoP-Nonce");
        assertThat(nonces).hasSize(1);
        return nonces.get(0);
    }

    private static JsonNode granted(Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static void refused(Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/error").asText()).isEqualTo("invalid_dpop_proof");
        assertThat(answer.json().has("access_token")).isFalse();
        assertThat(answer.head().lines().apply("DPoP-Nonce")).isEmpty();
    }

    @Test
    void theTokenNamesTheKeyOfTheProof() throws Exception {
        JsonNode answer = granted(send(proof()));

        assertThat(answer.at("/token_type").asText()).isEqualTo("DPoP");
        assertThat(answer.has("cnf")).isFalse();
        SignedJWT token = SignedJWT.parse(answer.at("/access_token").asText());
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.verify(new ECDSAVerifier(JWKSet.parse(as.server.verificationKeys())
                        .getKeyByKeyId(token.getHeader().getKeyID())
                        .toECKey())))
                .isTrue();
        assertThat(token.getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .isEqualTo(Map.of("jkt", key.computeThumbprint().toString()));
    }

    @Test
    void introspectionSaysHowTheKeyIsProven() throws Exception {
        String token = granted(send(proof())).at("/access_token").asText();

        assertThat(as.introspectAs("bank", token).json().at("/token_type").asText())
                .isEqualTo("DPoP");
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512", "PS256", "RS256"})
    void ourClientGetsATokenWithEveryAlgorithmOfTheMetadata(SignatureAlgorithm algorithm) throws Exception {
        as.clock.move(Duration.between(as.clock.instant(), java.time.Instant.now()));
        SigningKey pair = SigningKey.generate(algorithm);
        TokenClient client =
                new TokenClient(as.http, as.server.tokenEndpoint(), new ClientSecret("dpop", "secret of dpop"));
        List<Integer> statuses = new ArrayList<>();

        KeyBoundToken token = client.withDpop(pair, "https://bank.example", "read", request -> {
            Answer answer = Answer.of(as.http, request);
            statuses.add(answer.status());
            return answer;
        });

        assertThat(statuses).containsExactly(400, 200);
        assertThat(SignedJWT.parse(token.accessToken()).getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .isEqualTo(Map.of("jkt", pair.thumbprint().value()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"asks", "always", "never", "dpop"})
    void aProofIsEnoughForEveryClient(String client) throws Exception {
        granted(as.postAs(client, GRANT, proof().compact()));
        granted(as.postAs(client, GRANT + "&token_type=dpop", proof().compact()));
    }

    @Test
    void aClientThatAlwaysDoesSoGetsNoTokenWithoutAProof() throws Exception {
        refused(send());
        refused(as.postAs("dpop", GRANT + "&token_type=pop"));
    }

    @ParameterizedTest
    @CsvSource({
        "token_type=pop, invalid_token_type",
        "token_type=bearer, invalid_token_type",
        "req_cnf=e30, invalid_request",
        "alg=ES256, invalid_request"
    })
    void anotherWayToNameTheKeyContradictsTheProof(String parameter, String error) throws Exception {
        Answer answer = as.postAs("always", GRANT + "&" + parameter, proof().compact());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error").asText()).isEqualTo(error);
    }

    @Test
    void refusesMoreThanOneProof() throws Exception {
        refused(send(proof().compact(), proof().compact()));
        refused(send(proof().compact() + ", " + proof().compact()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "e30.e30.", "e30.e30.AA", "bnVsbA.e30.AA", "...."})
    void refusesWhatIsNoJwt(String text) throws Exception {
        refused(send(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "", "{", "{\"iat\":\"now\"}", "{\"htm\":1}", "{\"jti\":{}}"})
    void refusesClaimsThatAreNone(String claims) throws Exception {
        refused(send(
                proof().compact("{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + key.toPublicJWK() + "}", claims)));
    }

    @Test
    void refusesAProofThatIsTooLong() throws Exception {
        refused(send(proof().claim("more", "x".repeat(3000))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "dpop", "application/dpop+jwt"})
    void refusesAnotherType(String typ) throws Exception {
        refused(send(proof().header("typ", typ)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "EdDSA", "ES256K", "ES384", "RS256", "es256"})
    void refusesAnotherAlgorithm(String alg) throws Exception {
        refused(send(proof().header("alg", alg)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"typ", "alg", "jwk"})
    void refusesAHeaderWithoutARequiredMember(String name) throws Exception {
        refused(send(proof().withoutHeader(name)));
        refused(send(proof().withoutHeader(name).header("kid", "mine")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jti", "htm", "htu", "iat"})
    void refusesAProofWithoutARequiredClaim(String name) throws Exception {
        refused(send(proof().without(name)));
    }

    @Test
    void refusesAKeyWithItsPrivateHalf() throws Exception {
        refused(send(proof().header("jwk", key.toJSONObject())));
    }

    @Test
    void refusesASecretAsKey() throws Exception {
        refused(send(proof().header("jwk", Map.of("kty", "oct", "k", "A".repeat(43)))));
        refused(send(proof().header("alg", "HS256").header("jwk", Map.of("kty", "oct", "k", "A".repeat(43)))));
    }

    @Test
    void refusesASignatureOfAnotherKey() throws Exception {
        ECKey other = ClientKeyPairs.signing("other");

        refused(send(proof().header("jwk", other.toPublicJWK().toJSONObject())));
    }

    @Test
    void refusesAProofThatWasChanged() throws Exception {
        String[] own = proof().compact().split("\\.", -1);
        String[] other = proof().compact().split("\\.", -1);

        refused(send(own[0] + "." + other[1] + "." + own[2]));
    }

    @Test
    void refusesAnExtensionThatHasToBeUnderstood() throws Exception {
        refused(send(proof().header("crit", List.of("exp")).header("exp", 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET", "post"})
    void refusesAnotherMethod(String method) throws Exception {
        refused(send(proof().claim("htm", method)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/register", "/token/", "/Token", "", "/"})
    void refusesAnotherPath(String path) throws Exception {
        refused(send(proof().claim("htu", as.server.issuer() + path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/token", "https://127.0.0.1/token", "http://127.0.0.1/token", "mailto:a@b", "http://"})
    void refusesAnotherServer(String uri) throws Exception {
        refused(send(proof().claim("htu", uri)));
    }

    @Test
    void takesTheTargetInAnySpelling() throws Exception {
        String uri = as.server.tokenEndpoint().toString();

        granted(send(proof().claim("htu", uri + "?a=b#c")));
        granted(send(proof().claim("htu", uri.replace("http:", "HTTP:").replace("token", "%74oken"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {-61, 6, 3600, -100_000})
    void refusesAnotherTime(int seconds) throws Exception {
        refused(send(proof().claim("iat", as.clock.instant().getEpochSecond() + seconds)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, 0, 5})
    void takesAProofOfThisMinute(int seconds) throws Exception {
        granted(send(proof().claim("iat", as.clock.instant().getEpochSecond() + seconds)));
    }

    @Test
    void refusesAnIdThatIsBlankOrTooLong() throws Exception {
        refused(send(proof().claim("jti", " ")));
        refused(send(proof().claim("jti", "x".repeat(257))));
    }

    @Test
    void refusesTheSecondUseOfAProof() throws Exception {
        DpopProof once = proof().claim("jti", "one");
        granted(send(once));
        refused(send(once));
        refused(send(proof().claim("jti", "one")));
        as.clock.move(Duration.ofSeconds(60));
        refused(send(once));
    }

    @Test
    void anotherKeyMayHaveTheSameId() throws Exception {
        granted(send(proof().claim("jti", "one")));
        key = ClientKeyPairs.signing("other");

        granted(send(proof().claim("jti", "one")));
    }

    @Test
    void demandsANonceOfItsOwnThatIsNotTooOld() throws Exception {
        String next = demanded(send(proof().without("nonce")));
        assertThat(next).isNotEqualTo(nonce);
        demanded(send(proof().claim("nonce", "of another server")));
        demanded(send(proof().claim("nonce", nonce + "A")));
        granted(send(proof()));
        as.clock.move(Duration.ofMinutes(10));
        demanded(send(proof()));
    }

    @Test
    void aDemandDoesNotUseUpTheId() throws Exception {
        demanded(send(proof().claim("jti", "one").without("nonce")));

        granted(send(proof().claim("jti", "one")));
    }
}
