// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file of keys that changes while requests come. The filter looks at it every five seconds, so this takes as long. */
@Tag("same-in-every-container")
class ReloadedKeyTest {

    private static final String OTHER_KEY = "{\"kty\":\"oct\",\"kid\":\"other\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAA\"}";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @AutoClose
    private final TemporaryDirectory directory = TemporaryDirectory.create();

    private final Path file = directory.path().resolve("decryption.jwks");

    @Test
    void failsNoRequestWhenAFileOfKeysChangesForBetterOrWorse() throws IOException {
        replace(OTHER_KEY);
        try (Server server = Server.start("", Map.of("token.decryption-keys", "file:" + file))) {
            Client traffic =
                    Client.of(server, TokenForm.SIGNED, ConfirmationForm.JWK, ClientKey.of(SignatureAlgorithm.ES256));
            Client waiting = Client.of(server);
            assertThat(status(waiting)).isEqualTo(401);

            replace(AuthorizationServer.ONLY.decryptionKeys());
            goOnUntil(traffic, () -> status(waiting) == 200);
            replace("no keys any more");
            goOnUntil(traffic, () -> {
                assertThat(status(waiting)).isEqualTo(200);
                return server.log().text().contains("stays in force");
            });

            assertThat(status(waiting)).isEqualTo(200);
            assertThat(server.log().text()).contains("decryption.jwks was changed and cannot be used");

            // its token is remembered, and refused all the same once its key is gone
            replace(OTHER_KEY);
            goOnUntil(traffic, () -> status(waiting) == 401);
        }
    }

    private static void goOnUntil(Client traffic, BooleanSupplier isOver) {
        Instant end = Instant.now().plus(LIMIT);
        while (!isOver.getAsBoolean()) {
            assertThat(status(traffic)).isEqualTo(200);
            assertThat(Instant.now()).as("still waiting").isBefore(end);
        }
    }

    private static int status(Client client) {
        return client.server().send(client.get("/stream")).status();
    }

    private void replace(String content) throws IOException {
        Path written = Files.writeString(directory.path().resolve("written"), content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
