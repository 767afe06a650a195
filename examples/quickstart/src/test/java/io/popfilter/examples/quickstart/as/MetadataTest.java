// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.examples.quickstart.client.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the authorization server says of itself is true. */
class MetadataTest {

    private RunningServer as;
    private JsonNode metadata;

    @BeforeEach
    void start() throws Exception {
        as = new RunningServer();
        Answer answer = as.send(
                HttpRequest.newBuilder(URI.create(as.server.issuer() + "/.well-known/oauth-authorization-server")));
        assertThat(answer.status()).isEqualTo(200);
        metadata = answer.json();
    }

    @AfterEach
    void stop() throws Exception {
        as.close();
    }

    @Test
    void theIssuerIsWhereTheMetadataAreAndWhoTheTokensAreFrom() throws Exception {
        SignedJWT token = SignedJWT.parse(as.token("https://post.example"));

        assertThat(metadata.at("/issuer").asText())
                .isEqualTo(as.server.issuer())
                .isEqualTo(token.getJWTClaimsSet().getIssuer());
        assertThat(as.server.metadata().toString()).startsWith(as.server.issuer() + "/");
    }

    @Test
    void theKeysAreThere() throws Exception {
        assertThat(as.send(HttpRequest.newBuilder(uri("jwks_uri"))).body()).isEqualTo(as.server.verificationKeys());
    }

    @Test
    void everyEndpointIsThereAndAsksWhoIsThere() throws Exception {
        for (String endpoint : List.of("registration", "token", "introspection", "revocation")) {
            assertThat(as.send(RunningServer.form(uri(endpoint + "_endpoint"), "a=b"))
                            .status())
                    .as(endpoint)
                    .isEqualTo(401);
        }
    }

    @Test
    void itSaysHowToAuthenticate() {
        assertThat(metadata.at("/token_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"client_secret_basic\",\"private_key_jwt\"]");
        assertThat(metadata.at("/revocation_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"client_secret_basic\",\"private_key_jwt\"]");
        assertThat(metadata.at("/introspection_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"client_secret_basic\",\"client_secret_post\",\"private_key_jwt\"]");
        assertThat(metadata.at("/token_endpoint_auth_signing_alg_values_supported")
                        .toString())
                .contains("\"ES256\"")
                .doesNotContain("HS256", "none");
        assertThat(metadata.at("/dpop_signing_alg_values_supported").toString())
                .isEqualTo("[\"ES256\",\"ES384\",\"ES512\",\"PS256\",\"RS256\"]");
        assertThat(metadata.at("/introspection_signing_alg_values_supported").toString())
                .isEqualTo("[\"ES256\"]");
        assertThat(metadata.at("/grant_types_supported").toString()).isEqualTo("[\"client_credentials\"]");
    }

    private URI uri(String name) {
        return URI.create(metadata.at("/" + name).asText());
    }
}
