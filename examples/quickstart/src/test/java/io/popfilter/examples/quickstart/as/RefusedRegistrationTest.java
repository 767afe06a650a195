// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.popfilter.examples.quickstart.client.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not register, and with what. */
class RefusedRegistrationTest {

    private static RunningServer as;
    private static JwkSetServer web;

    @BeforeAll
    static void start() throws Exception {
        as = new RunningServer();
        web = new JwkSetServer();
    }

    @AfterAll
    static void stop() throws Exception {
        web.close();
        as.close();
    }

    @Test
    void refusesWhoeverHasNoInitialAccessToken() throws Exception {
        assertNotAllowed(HttpRequest.newBuilder(as.server.registrationEndpoint()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer wrong", "Bearer may-register2", "Basic may-register", "may-register"})
    void refusesAnotherInitialAccessToken(String authorization) throws Exception {
        assertNotAllowed(
                HttpRequest.newBuilder(as.server.registrationEndpoint()).header("Authorization", authorization));
    }

    private static void assertNotAllowed(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = as.exchange(
                request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
        assertThat(response.body()).contains("\"error\":\"invalid_token\"");
    }

    @Test
    void refusesAGet() throws Exception {
        assertThat(as.send(HttpRequest.newBuilder(as.server.registrationEndpoint()))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void refusesAForm() throws Exception {
        assertRefused(as.send(RunningServer.form(as.server.registrationEndpoint(), "client_name=Till")
                .header("Authorization", "Bearer " + RunningServer.INITIAL_ACCESS_TOKEN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "\"{}\"", "{", "{}{}", "{\"scope\":\"read\",\"scope\":\"write\"}"})
    void refusesWhatIsNotOneJsonObject(String json) throws Exception {
        assertRefused(as.register(json));
    }

    @Test
    void refusesMetadataThatAreTooLargeOrTooDeep() throws Exception {
        assertRefused(as.register("{\"client_name\":\"" + "x".repeat(64 * 1024) + "\"}"));
        assertRefused(as.register("{\"contacts\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client_name\":1}",
                "{\"software_id\":\"\"}",
                "{\"grant_types\":[\"password\"]}",
                "{\"grant_types\":[\"client_credentials\",\"password\"]}",
                "{\"grant_types\":\"client_credentials\"}",
                "{\"token_endpoint_auth_method\":\"none\"}",
                "{\"token_endpoint_auth_method\":\"client_secret_post\"}",
                "{\"token_endpoint_auth_method\":\"private_key_jwt\"}",
                "{\"scope\":\"read admin\"}",
                "{\"scope\":[\"read\"]}",
                "{\"pop_bound_access_tokens\":true}",
                "{\"pop_bound_access_tokens\":\"ALWAYS\"}",
                "{\"dpop_bound_access_tokens\":\"true\"}",
                "{\"dpop_bound_access_tokens\":null}",
                "{\"dpop_bound_access_tokens\":true,\"pop_bound_access_tokens\":\"always\"}"
            })
    void refusesMetadataThatItCannotGrant(String json) throws Exception {
        assertRefused(as.register(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"text\"",
                "{\"keys\":[]}",
                "{\"keys\":null}",
                "{\"keys\":[null]}",
                "{\"keys\":[\"text\"]}",
                "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"1\"}]}"
            })
    void refusesWhatIsNoSetOfKeys(String jwks) throws Exception {
        assertRefused(as.register("{\"jwks\":" + jwks + "}"));
    }

    @Test
    void refusesPrivateAndSymmetricAndWeakKeys() throws Exception {
        String pair = ClientKeyPairs.signing("one").toJSONString();
        String secret =
                new OctetSequenceKeyGenerator(256).keyID("one").generate().toJSONString();
        String weak = new RSAKeyGenerator(1024, true)
                .keyID("one")
                .generate()
                .toPublicJWK()
                .toJSONString();

        for (String key : new String[] {pair, secret, weak}) {
            assertRefused(as.register("{\"jwks\":{\"keys\":[" + key + "]}}"));
        }
    }

    @Test
    void refusesKeysThatCannotBeToldApart() throws Exception {
        assertRefused(as.register("{\"jwks\":"
                + ClientKeyPairs.jwks(ClientKeyPairs.signing("one"), ClientKeyPairs.signing("one")) + "}"));
        assertRefused(
                as.register("{\"jwks\":" + ClientKeyPairs.jwks(new ECKeyGenerator(Curve.P_256).generate()) + "}"));
    }

    @Test
    void refusesMoreKeysThanAnybodyNeeds() throws Exception {
        String key = ClientKeyPairs.signing("K").toPublicJWK().toJSONString();
        String keys = IntStream.range(0, 21)
                .mapToObj(number -> key.replace("\"K\"", "\"" + number + "\""))
                .collect(Collectors.joining(","));

        assertRefused(as.register("{\"jwks\":{\"keys\":[" + keys + "]}}"));
    }

    @Test
    void refusesKeysFromTwoPlaces() throws Exception {
        String jwks = ClientKeyPairs.jwks(ClientKeyPairs.signing("one"));
        web.keys = jwks;

        assertRefused(as.register("{\"jwks\":" + jwks + ",\"jwks_uri\":\"" + web.uri("/jwks") + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example/jwks",
                "http://127.0.0.1.shop.example/jwks",
                "http://localhost@shop.example/jwks",
                "file:///etc/passwd",
                "ftp://shop.example/jwks",
                "https://user@shop.example/jwks",
                "https://shop.example/jwks#one",
                "//shop.example/jwks",
                "/jwks",
                "not a URI"
            })
    void refusesAddressesThatItWillNotFetchFrom(String uri) throws Exception {
        assertRefused(as.register("{\"jwks_uri\":\"" + uri + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing", "/moved", "/endless", "/silent"})
    void refusesAddressesThatDoNotServeKeys(String path) throws Exception {
        web.keys = ClientKeyPairs.jwks(ClientKeyPairs.signing("one"));

        assertRefused(as.register("{\"jwks_uri\":\"" + web.uri(path) + "\"}"));
    }

    @Test
    void refusesAnAddressWhereNobodyAnswers() throws Exception {
        JwkSetServer closed = new JwkSetServer();
        closed.close();

        assertRefused(as.register("{\"jwks_uri\":\"" + closed.uri("/jwks") + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "<html>", "{\"keys\":[]}"})
    void refusesAnAddressThatServesSomethingElse(String content) throws Exception {
        web.keys = content;

        assertRefused(as.register("{\"jwks_uri\":\"" + web.uri("/jwks") + "\"}"));
    }

    @Test
    void refusesAnAddressThatServesTooMuch() throws Exception {
        web.keys = ClientKeyPairs.jwks(ClientKeyPairs.signing("one")) + " ".repeat(64 * 1024);

        assertRefused(as.register("{\"jwks_uri\":\"" + web.uri("/jwks") + "\"}"));
    }

    private static void assertRefused(Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/error").asText()).isEqualTo("invalid_client_metadata");
        assertThat(answer.json().has("client_id")).isFalse();
    }
}
