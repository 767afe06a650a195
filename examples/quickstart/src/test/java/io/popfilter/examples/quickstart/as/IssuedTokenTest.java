// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.TokenRequests.GRANT;
import static io.popfilter.examples.quickstart.as.TokenRequests.base64Url;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.examples.quickstart.client.Answer;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the token endpoint issues, read by somebody else's JOSE library. */
class IssuedTokenTest {

    private TokenRequests as;

    @BeforeEach
    void start() throws Exception {
        as = new TokenRequests();
    }

    @AfterEach
    void stop() throws Exception {
        as.close();
    }

    @Test
    void theSecretBesideTheTokenIsTheOneInIt() throws Exception {
        JsonNode answer = granted(as.postAs("asks", GRANT + "&token_type=pop"));

        assertThat(answer.at("/token_type").asText()).isEqualTo("pop");
        assertThat(answer.at("/expires_in").asInt()).isEqualTo(900);
        JWK secret = JWK.parse(answer.at("/cnf/jwk").toString());
        assertThat(secret.size()).isEqualTo(256);
        assertThat(secret.getAlgorithm().getName()).isEqualTo("HS256");
        assertThat(confirmedKey(decrypt(answer))).isEqualTo(secret);
    }

    @Test
    void aTokenWithASecretIsForOneResourceServerOnly() throws Exception {
        JWTClaimsSet claims = decrypt(granted(as.post(GRANT)));

        assertThat(claims.getAudience()).containsExactly("https://bank.example");
        assertThat(claims.getIssuer()).isEqualTo(TokenRequests.ISSUER);
        assertThat(claims.getSubject()).isEqualTo("always");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("always");
        assertThat(claims.getStringClaim("scope")).isEqualTo("read write");
        assertThat(claims.getJWTID()).isNotEmpty();
        assertThat(claims.getIssueTime().toInstant().plusSeconds(900))
                .isEqualTo(claims.getExpirationTime().toInstant());
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512", "ED25519", "PS256"})
    void theClientsPublicKeyIsInTheSignedToken(SignatureAlgorithm algorithm) throws Exception {
        String jwk = SigningKey.generate(algorithm).publicJwk().orElseThrow();
        JsonNode answer = granted(as.post(GRANT + "&req_cnf=" + base64Url("{\"jwk\":" + jwk + "}")));

        assertThat(answer.has("cnf")).isFalse();
        assertThat(confirmedKey(verify(answer))).isEqualTo(JWK.parse(jwk));
    }

    @Test
    void aKeyNamedByThumbprintIsNamedByThumbprint() throws Exception {
        String thumbprint =
                SigningKey.generate(SignatureAlgorithm.ES256).thumbprint().value();
        JsonNode answer = granted(as.post(GRANT + "&req_cnf=" + base64Url("{\"kid\":\"" + thumbprint + "\"}")));

        assertThat(answer.has("cnf")).isFalse();
        assertThat(verify(answer).getJSONObjectClaim("cnf")).isEqualTo(Map.of("jkt", thumbprint));
    }

    @Test
    void aPairMadeHereIsGivenToTheClientAndItsPublicHalfToEverybody() throws Exception {
        JsonNode answer = granted(as.post(GRANT + "&alg=PS512+ES256"));

        JWK pair = JWK.parse(answer.at("/cnf/jwk").toString());
        assertThat(pair.isPrivate()).isTrue();
        assertThat(confirmedKey(verify(answer))).isEqualTo(pair.toPublicJWK());
    }

    @Test
    void theScopeAskedForIsTheScopeGranted() throws Exception {
        JsonNode answer = granted(as.post(GRANT + "&scope=read"));

        assertThat(answer.at("/scope").asText()).isEqualTo("read");
        assertThat(decrypt(answer).getStringClaim("scope")).isEqualTo("read");
    }

    @Test
    void resourceAndAudienceMayNameTheSameServer() throws Exception {
        JsonNode answer = granted(as.post(GRANT + "&audience=https://bank.example"));

        assertThat(decrypt(answer).getAudience()).containsExactly("https://bank.example");
    }

    private static JsonNode granted(Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private JWTClaimsSet decrypt(JsonNode answer) throws Exception {
        EncryptedJWT token = EncryptedJWT.parse(answer.at("/access_token").asText());
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        JWK shared = JWKSet.parse(as.bank.decryptionKeys())
                .getKeyByKeyId(token.getHeader().getKeyID());
        token.decrypt(new AESDecrypter(shared.toOctetSequenceKey()));
        return token.getJWTClaimsSet();
    }

    private JWTClaimsSet verify(JsonNode answer) throws Exception {
        SignedJWT token = SignedJWT.parse(answer.at("/access_token").asText());
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        JWK published = JWKSet.parse(as.server.verificationKeys())
                .getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(published.isPrivate()).isFalse();
        assertThat(token.verify(new ECDSAVerifier(published.toECKey()))).isTrue();
        return token.getJWTClaimsSet();
    }

    private static JWK confirmedKey(JWTClaimsSet claims) throws Exception {
        Map<String, Object> cnf = claims.getJSONObjectClaim("cnf");
        assertThat(cnf).containsOnlyKeys("jwk");
        return JWK.parse(JSONObjectUtils.getJSONObject(cnf, "jwk"));
    }
}
