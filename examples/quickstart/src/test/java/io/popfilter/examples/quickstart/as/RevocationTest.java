// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static io.popfilter.examples.quickstart.as.RunningServer.basicOf;
import static io.popfilter.examples.quickstart.as.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.examples.quickstart.client.Answer;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that clients give back. */
class RevocationTest {

    private RunningServer as;

    @BeforeEach
    void start() throws Exception {
        as = new RunningServer();
    }

    @AfterEach
    void stop() throws Exception {
        as.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank", "shop", "post", "vault"})
    void aTokenOfAnyFormIsInactiveAfterwards(String reader) throws Exception {
        String token = as.token("https://" + reader + ".example");
        assertThat(isActive(reader, token)).isTrue();

        assertThat(as.revokeAs("always", token).status()).isEqualTo(200);
        assertThat(isActive(reader, token)).isFalse();
    }

    @Test
    void otherTokensStayActive() throws Exception {
        String other = as.token("https://vault.example");
        as.revokeAs("always", as.token("https://vault.example"));

        assertThat(isActive("vault", other)).isTrue();
    }

    @Test
    void anUnknownTokenNeedsNoRevocation() throws Exception {
        assertThat(as.revokeAs("always", "unknown").status()).isEqualTo(200);
    }

    @Test
    void refusesAnotherClientsToken() throws Exception {
        String token = as.token("https://vault.example");

        assertError(as.revokeAs("asks", token), 400, "unauthorized_client");
        assertThat(isActive("vault", token)).isTrue();
    }

    @Test
    void refusesWhoeverDoesNotSayWhoTheyAre() throws Exception {
        String token = as.token("https://vault.example");

        assertError(as.send(form(as.server.revocationEndpoint(), "token=" + token)), 401, "invalid_client");
        assertThat(isActive("vault", token)).isTrue();
    }

    @Test
    void refusesResourceServers() throws Exception {
        assertError(as.revokeAs("vault", "unknown"), 401, "invalid_client");
    }

    @Test
    void refusesNoToken() throws Exception {
        assertError(
                as.send(form(as.server.revocationEndpoint(), "").header("Authorization", basicOf("always"))),
                400,
                "invalid_request");
    }

    @Test
    void refusesAGet() throws Exception {
        assertThat(as.send(HttpRequest.newBuilder(as.server.revocationEndpoint()))
                        .status())
                .isEqualTo(405);
    }

    private boolean isActive(String reader, String token) throws Exception {
        return as.introspectAs(reader, token).json().at("/active").asBoolean();
    }

    private static void assertError(Answer answer, int status, String error) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().at("/error").asText()).isEqualTo(error);
    }
}
