// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.RunningServer.GRANT;
import static io.popfilter.examples.quickstart.as.RunningServer.basic;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import io.popfilter.examples.quickstart.client.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client becomes when it registers. */
class RegistrationTest {

    private static RunningServer as;

    @BeforeAll
    static void start() throws Exception {
        as = new RunningServer();
    }

    @AfterAll
    static void stop() throws Exception {
        as.close();
    }

    @Test
    void whatIsLeftOutIsFilledInAndSaid() throws Exception {
        JsonNode client = registered("{}");

        assertThat(client.at("/token_endpoint_auth_method").asText()).isEqualTo("client_secret_basic");
        assertThat(client.at("/grant_types").toString()).isEqualTo("[\"client_credentials\"]");
        assertThat(client.at("/pop_bound_access_tokens").asText()).isEqualTo("never");
        assertThat(client.at("/scope").asText()).isEqualTo("read write");
        assertThat(client.at("/client_id_issued_at").asLong())
                .isEqualTo(as.clock.instant().getEpochSecond());
        assertThat(client.at("/client_secret_expires_at").asLong(-1)).isZero();
        assertThat(client.at("/client_secret").asText()).hasSize(43);
    }

    @Test
    void whatIsSaidIsSaidBack() throws Exception {
        JsonNode client = registered("{\"client_name\":\"Till\",\"software_id\":\"tills\",\"scope\":\"read\","
                + "\"grant_types\":[\"client_credentials\"],\"pop_bound_access_tokens\":\"when_asked\"}");

        assertThat(client.at("/client_name").asText()).isEqualTo("Till");
        assertThat(client.at("/software_id").asText()).isEqualTo("tills");
        assertThat(client.at("/scope").asText()).isEqualTo("read");
        assertThat(client.at("/pop_bound_access_tokens").asText()).isEqualTo("when_asked");
    }

    @Test
    void whatIsNotUnderstoodIsIgnored() throws Exception {
        assertThat(registered("{\"logo_uri\":\"https://shop.example/logo\"}").has("logo_uri"))
                .isFalse();
    }

    @Test
    void theAnswerIsNotToBeStored() throws Exception {
        HttpResponse<String> response = as.exchange(HttpRequest.newBuilder(as.server.registrationEndpoint())
                .header("Authorization", "Bearer " + RunningServer.INITIAL_ACCESS_TOKEN)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
    }

    @Test
    void aClientWithKeysHasNoSecret() throws Exception {
        String jwks = ClientKeyPairs.jwks(ClientKeyPairs.signing("one"), ClientKeyPairs.encryption("two"));
        JsonNode client = registered("{\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":" + jwks + "}");

        assertThat(client.has("client_secret")).isFalse();
        assertThat(client.has("client_secret_expires_at")).isFalse();
        assertThat(JWKSet.parse(client.at("/jwks").toString()).getKeys())
                .isEqualTo(JWKSet.parse(jwks).getKeys());
    }

    @Test
    void keysMayBeSomewhereElse() throws Exception {
        try (JwkSetServer web = new JwkSetServer()) {
            web.keys = ClientKeyPairs.jwks(ClientKeyPairs.signing("one"));
            JsonNode client = registered("{\"jwks_uri\":\"" + web.uri("/jwks") + "\"}");

            assertThat(client.at("/jwks_uri").asText())
                    .isEqualTo(web.uri("/jwks").toString());
            assertThat(client.has("jwks")).isFalse();
        }
    }

    @Test
    void instancesOfOneSoftwareAreDifferentClients() throws Exception {
        String instance = "{\"software_id\":\"tills\"}";

        assertThat(registered(instance).at("/client_id"))
                .isNotEqualTo(registered(instance).at("/client_id"));
    }

    @Test
    void clientsWithKeysAreListedForResourceServers() throws Exception {
        String jwks = ClientKeyPairs.jwks(ClientKeyPairs.signing("listed"));
        String id = registered("{\"software_id\":\"tills\",\"jwks\":" + jwks + "}")
                .at("/client_id")
                .asText();
        String without = registered("{}").at("/client_id").asText();

        JsonNode clients = new ObjectMapper().readTree(as.server.clientKeys()).at("/clients");
        assertThat(clients).anySatisfy(client -> {
            assertThat(client.at("/client_id").asText()).isEqualTo(id);
            assertThat(client.at("/software_id").asText()).isEqualTo("tills");
            assertThat(client.at("/jwks/keys/0/kid").asText()).isEqualTo("listed");
        });
        assertThat(clients)
                .noneSatisfy(
                        client -> assertThat(client.at("/client_id").asText()).isEqualTo(without));
    }

    @ParameterizedTest
    @CsvSource({
        "never, , unauthorized_client",
        "never, &token_type=pop, unauthorized_client",
        "when_asked, , invalid_request",
        "when_asked, &token_type=pop, ''",
        "when_asked, &token_type=bearer, invalid_token_type",
        "always, , ''",
        "always, &token_type=bearer, invalid_token_type"
    })
    void onlyAClientThatCanProvePossessionAndMeansToGetsAToken(String proof, String form, String error)
            throws Exception {
        JsonNode client = registered("{\"pop_bound_access_tokens\":\"" + proof + "\"}");
        Answer answer = as.post(
                GRANT + (form == null ? "" : form),
                basic(client.at("/client_id").asText() + ":"
                        + client.at("/client_secret").asText()));

        assertThat(answer.status()).isEqualTo(error.isEmpty() ? 200 : 400);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({"true, invalid_dpop_proof", "false, unauthorized_client"})
    void aClientThatIsRegisteredForDpopHasToSendAProof(boolean isBound, String error) throws Exception {
        JsonNode client = registered("{\"dpop_bound_access_tokens\":" + isBound + "}");
        Answer answer = as.post(
                GRANT,
                basic(client.at("/client_id").asText() + ":"
                        + client.at("/client_secret").asText()));

        assertThat(client.at("/dpop_bound_access_tokens").asBoolean()).isEqualTo(isBound);
        assertThat(client.at("/pop_bound_access_tokens").asText()).isEqualTo("never");
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
    }

    private static JsonNode registered(String json) throws Exception {
        Answer answer = as.register(json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }
}
