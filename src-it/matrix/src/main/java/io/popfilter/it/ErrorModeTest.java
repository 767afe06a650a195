// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms of a refusal. */
class ErrorModeTest {

    @Test
    void leavesTheAnswerToTheContainer() {
        try (Server server = Server.start("", Map.of("error-mode", "sendError", "realm", "orders"))) {
            Client client = Client.of(server);

            Answer anonymous = server.send(client.plain("GET", "/orders"));
            Answer bearer =
                    server.send(client.plain("GET", "/orders").field("Authorization", "Bearer " + client.token()));

            assertThat(anonymous.status()).isEqualTo(401);
            assertThat(anonymous.lines("content-type")).noneMatch(type -> type.contains("problem"));
            assertThat(anonymous.lines("www-authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("PoP realm=\"orders\"");
            Refusals.assertChallenge(anonymous, Reason.NO_CREDENTIALS.error());
            assertThat(bearer.status()).isEqualTo(401);
            Refusals.assertChallenge(bearer, Reason.BEARER_NOT_ACCEPTED.error());
            assertThat(bearer.body() + bearer.fields() + server.log().text()).doesNotContain(client.token());
            assertThat(server.application().seen()).isEmpty();
        }
    }

    @Test
    void answersHeadWithoutABody() {
        try (Server server = Server.start()) {
            Answer answer = server.send(Client.of(server).plain("HEAD", "/orders"));

            assertThat(answer.status()).isEqualTo(401);
            Refusals.assertChallenge(answer, Reason.NO_CREDENTIALS.error());
        }
    }

    /** V-53: which of the two it was is for the log. */
    @Test
    void v53GivesTheSameStatusForATokenThatIsUnknownAndOneThatIsForged() {
        try (Server server = Server.start()) {
            Client client = Client.of(server);
            String token = client.token();
            String[] parts = token.split("\\.", -1);
            parts[4] = "A".repeat(parts[4].length());

            Answer unknown = server.send(client.plain("GET", "/orders")
                    .field(
                            "Authorization",
                            client.proof("x.y.z", "GET", "/orders").authorization()));
            Answer forged = server.send(client.plain("GET", "/orders")
                    .field(
                            "Authorization",
                            client.proof(String.join(".", parts), "GET", "/orders")
                                    .authorization()));

            assertThat(unknown.status()).isEqualTo(forged.status()).isEqualTo(401);
            Refusals.assertChallenge(unknown, Reason.TOKEN_MALFORMED.error());
            Refusals.assertChallenge(forged, Reason.TOKEN_UNDECRYPTABLE.error());
        }
    }
}
