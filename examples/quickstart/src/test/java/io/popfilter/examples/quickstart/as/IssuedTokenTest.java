// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.RunningServer.GRANT;
import static io.popfilter.examples.quickstart.as.RunningServer.base64Url;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
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
        assertThat(claims.getIssuer()).isEqualTo(as.server.issuer());
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

    @Test
    void aKeyThatTheClientRegisteredIsNamedAsRegistered() throws Exception {
        RegisteredByTest client = register(ClientKeyPairs.signing("till 7"));
        JsonNode answer = granted(client.post(GRANT + "&req_cnf=" + base64Url("{\"kid\":\"till 7\"}")));

        assertThat(answer.has("cnf")).isFalse();
        assertThat(verify(answer).getJSONObjectClaim("cnf")).isEqualTo(Map.of("kid", "till 7"));
    }

    @Test
    void aRegisteredKeyMayBeNamedAfterItsThumbprint() throws Exception {
        ECKey pair = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        String confirmation = base64Url("{\"kid\":\"" + pair.getKeyID() + "\"}");

        JsonNode registered = granted(register(pair).post(GRANT + "&req_cnf=" + confirmation));
        JsonNode unregistered = granted(as.post(GRANT + "&req_cnf=" + confirmation));

        assertThat(verify(registered).getJSONObjectClaim("cnf")).isEqualTo(Map.of("kid", pair.getKeyID()));
        assertThat(verify(unregistered).getJSONObjectClaim("cnf")).isEqualTo(Map.of("jkt", pair.getKeyID()));
    }

    @Test
    void aSecretComesEncryptedToTheClientsKeyIfThereIsOne() throws Exception {
        ECKey receiver = ClientKeyPairs.encryption("mine");
        JsonNode answer = granted(register(receiver).post(GRANT));

        assertThat(answer.at("/cnf").size()).isOne();
        JWEObject jwe = JWEObject.parse(answer.at("/cnf/jwe").asText());
        assertThat(jwe.getHeader().getKeyID()).isEqualTo("mine");
        assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.ECDH_ES);
        jwe.decrypt(new ECDHDecrypter(receiver));
        assertThat(confirmedKey(decrypt(answer)))
                .isEqualTo(JWK.parse(jwe.getPayload().toString()));
    }

    @Test
    void aPairMadeHereComesEncryptedToTheClientsRsaKey() throws Exception {
        RSAKey receiver = new RSAKeyGenerator(2048)
                .keyID("mine")
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
        JsonNode answer = granted(register(receiver).post(GRANT + "&alg=ES256"));

        JWEObject jwe = JWEObject.parse(answer.at("/cnf/jwe").asText());
        assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.RSA_OAEP_256);
        jwe.decrypt(new RSADecrypter(receiver));
        JWK pair = JWK.parse(jwe.getPayload().toString());
        assertThat(pair.isPrivate()).isTrue();
        assertThat(confirmedKey(verify(answer))).isEqualTo(pair.toPublicJWK());
    }

    @Test
    void aResourceServerMayWantEveryTokenEncrypted() throws Exception {
        String jwk = SigningKey.generate(SignatureAlgorithm.ES256).publicJwk().orElseThrow();
        JsonNode answer = granted(as.post("grant_type=client_credentials&resource=https://shop.example&req_cnf="
                + base64Url("{\"jwk\":" + jwk + "}")));

        assertThat(confirmedKey(decrypt(answer, as.shop))).isEqualTo(JWK.parse(jwk));
    }

    @Test
    void aResourceServerMayWantEveryTokenSignedAndTheSecretInItWrapped() throws Exception {
        JsonNode answer = granted(as.post("grant_type=client_credentials&resource=https://post.example"));

        Map<String, Object> cnf = verify(answer).getJSONObjectClaim("cnf");
        assertThat(cnf).containsOnlyKeys("jwe");
        JWEObject jwe = JWEObject.parse(String.valueOf(cnf.get("jwe")));
        jwe.decrypt(new AESDecrypter(as.post.sharedKey()));
        assertThat(JWK.parse(jwe.getPayload().toString()))
                .isEqualTo(JWK.parse(answer.at("/cnf/jwk").toString()));
    }

    @Test
    void aResourceServerMayWantTokensThatSayNothing() throws Exception {
        String one = as.token("https://vault.example");
        String other = as.token("https://vault.example");

        assertThat(one).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(other);
    }

    @Test
    void aTokenIsForOneUseIfAskedFor() throws Exception {
        assertThat(decrypt(granted(as.post(GRANT + "&single_use=true"))).getBooleanClaim("single_use"))
                .isTrue();
        assertThat(decrypt(granted(as.post(GRANT + "&single_use=false"))).getClaims())
                .doesNotContainKey("single_use");
        assertThat(decrypt(granted(as.post(GRANT))).getClaims()).doesNotContainKey("single_use");
    }

    /** A client with these keys, and a secret. */
    private record RegisteredByTest(RunningServer as, String authorization) {

        Answer post(String form) throws Exception {
            return as.post(form, authorization);
        }
    }

    private RegisteredByTest register(JWK... keys) throws Exception {
        JsonNode client = as.register(
                        "{\"pop_bound_access_tokens\":\"always\",\"jwks\":" + ClientKeyPairs.jwks(keys) + "}")
                .json();
        return new RegisteredByTest(
                as,
                RunningServer.basic(client.at("/client_id").asText() + ":"
                        + client.at("/client_secret").asText()));
    }

    private static JsonNode granted(Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private JWTClaimsSet decrypt(JsonNode answer) throws Exception {
        return decrypt(answer, as.bank);
    }

    private static JWTClaimsSet decrypt(JsonNode answer, ResourceServer reader) throws Exception {
        EncryptedJWT token = EncryptedJWT.parse(answer.at("/access_token").asText());
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        JWK shared = JWKSet.parse(reader.decryptionKeys())
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
