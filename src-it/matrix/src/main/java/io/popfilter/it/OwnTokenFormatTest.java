// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.RequestVerifierBuilder;
import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import io.popfilter.servlet.FilterPolicy;
import io.popfilter.servlet.PopFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The token format of docs/tokens.md. */
class OwnTokenFormatTest {

    private static final SigningKey KEY = SigningKey.generate(SignatureAlgorithm.ES256);
    private static final Map<String, SessionTokens.Session> SESSIONS = new ConcurrentHashMap<>();

    @AutoClose
    private static final Server SERVER = Server.start(filter());

    private static PopFilter filter() {
        return new PopFilter(
                new RequestVerifierBuilder(
                                AuthorizationServer.ISSUER, AuthorizationServer.RESOURCE, InstantSource.system())
                        .accessTokens(new SessionTokens(SESSIONS))
                        .replayProtectionInMemory(1000)
                        .build(),
                FilterPolicy.defaults());
    }

    @Test
    void acceptsASessionFromTheTableUntilItIsTakenOut() {
        Holder holder = session("open", Instant.now().plusSeconds(60));

        assertThat(SERVER.send(holder.get(SERVER)).status()).isEqualTo(200);
        SESSIONS.remove("open");
        Refusals.expect(SERVER, holder.get(SERVER), Reason.TOKEN_INACTIVE);
    }

    @Test
    void refusesASessionThatIsOver() {
        Refusals.expect(SERVER, session("over", Instant.now()).get(SERVER), Reason.TOKEN_EXPIRED);
    }

    @Test
    void refusesASessionOfAnotherKey() {
        session("another's", Instant.now().plusSeconds(60));
        SigningKey other = SigningKey.generate(SignatureAlgorithm.ES256);

        Refusals.expect(
                SERVER,
                Holder.presentingKey(new KeyBoundToken("another's", other)).get(SERVER),
                Reason.KEY_MISMATCH);
    }

    @Test
    void isShownInTheDocumentationAsItIs() throws IOException {
        Path root = Path.of(System.getProperty("it.war")).resolve("../../../..").normalize();
        String source =
                Files.readString(root.resolve("src-it/matrix/src/main/java/io/popfilter/it/SessionTokens.java"));

        assertThat(Files.readString(root.resolve("docs/tokens.md")))
                .contains(source.substring(source.indexOf("/** Tokens that are sessions")));
    }

    private static Holder session(String token, Instant until) {
        Instant from = until.minusSeconds(120);
        SESSIONS.put(
                token,
                new SessionTokens.Session("alice", "read", KEY.thumbprint().value(), from, until));
        return Holder.presentingKey(new KeyBoundToken(token, KEY));
    }
}
