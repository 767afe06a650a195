// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.RunningServer.basic;
import static io.popfilter.examples.quickstart.as.RunningServer.basicOf;
import static io.popfilter.examples.quickstart.as.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.popfilter.examples.quickstart.as.ResourceServer.TokenFormat;
import io.popfilter.examples.quickstart.client.Answer;
import io.popfilter.examples.quickstart.client.FormPost;
import io.popfilter.examples.quickstart.client.SignedAssertion;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the introspection endpoint, and how. */
class RefusedIntrospectionTest {

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
    void aSecretMayBeInTheForm() throws Exception {
        assertInactive(as.send(request("token=x&client_id=vault&client_secret=secret+of+vault")));
    }

    @Test
    void aResourceServerMayAuthenticateWithItsKey() throws Exception {
        ECKey pair = ClientKeyPairs.signing("one");
        ResourceServer archive = ResourceServer.register(
                "https://archive.example",
                TokenFormat.OPAQUE,
                Credentials.withKeys("archive", ClientKeys.of(ClientKeyPairs.jwks(pair))));
        try (AuthorizationServer server =
                AuthorizationServer.start(List.of(), List.of(archive), new InitialAccess("none", Set.of()))) {
            SignedAssertion sender = new SignedAssertion("archive", pair, server.issuer(), InstantSource.system());
            HttpRequest question = FormPost.to(server.introspectionEndpoint(), Map.of("token", "x"), sender)
                    .build();
            HttpClient http = HttpClient.newHttpClient();

            assertInactive(Answer.of(http, question));
            assertThat(Answer.of(http, question).status()).isEqualTo(401); // the assertion is used up
        }
    }

    private static void assertInactive(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"active\":false}");
    }

    @Test
    void refusesWhoeverDoesNotSayWhoTheyAre() throws Exception {
        assertError(as.send(request("token=x")), 401, "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault:wrong", "nobody:secret+of+vault", "always:secret+of+always"})
    void refusesWrongCredentialsAndThoseOfClients(String credentials) throws Exception {
        assertError(as.send(request("token=x").header("Authorization", basic(credentials))), 401, "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&client_id=vault&client_secret=wrong", "&client_id=nobody&client_secret=secret+of+vault"})
    void refusesAWrongSecretInTheForm(String credentials) throws Exception {
        assertError(as.send(request("token=x" + credentials)), 401, "invalid_client");
    }

    @Test
    void refusesASecretOfNobody() throws Exception {
        assertError(as.send(request("token=x&client_secret=secret+of+vault")), 400, "invalid_request");
    }

    @Test
    void refusesTwoWaysOfAuthenticationAtOnce() throws Exception {
        assertError(
                as.send(request("token=x&client_id=vault&client_secret=secret+of+vault")
                        .header("Authorization", basicOf("vault"))),
                400,
                "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token=", "token=a&token=b", "token_type_hint=access_token"})
    void refusesNoneOrSeveralTokens(String form) throws Exception {
        assertError(as.send(request(form).header("Authorization", basicOf("vault"))), 400, "invalid_request");
    }

    @Test
    void refusesAGet() throws Exception {
        assertThat(as.send(HttpRequest.newBuilder(as.server.introspectionEndpoint())
                                .header("Authorization", basicOf("vault")))
                        .status())
                .isEqualTo(405);
    }

    private static HttpRequest.Builder request(String form) {
        return form(as.server.introspectionEndpoint(), form);
    }

    private static void assertError(Answer answer, int status, String error) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().at("/error").asText()).isEqualTo(error);
        assertThat(answer.json().has("active")).isFalse();
    }
}
