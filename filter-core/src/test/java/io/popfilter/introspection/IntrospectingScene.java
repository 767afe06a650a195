// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.fetch.Fetcher;
import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.Token;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.JwsVerifier;
import io.popfilter.jose.Signatures;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.ConfirmationReader;
import io.popfilter.token.TokenPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A server that introspects opaque tokens, and the resource server that asks it; at first every token is Alice's. */
final class IntrospectingScene implements AutoCloseable {

    private static final Duration SKEW = Duration.ofSeconds(30);
    static final Duration ACTIVE_FOR = Duration.ofSeconds(60);
    private static final long MANY = 1000;
    static final Duration INACTIVE_FOR = Duration.ofSeconds(5);

    final Map<String, Object> answer = new LinkedHashMap<>();
    final FakeServer server =
            FakeServer.answering((request, out) -> FakeServer.json(answerJson()).answer(request, out));
    Supplier<List<DecryptionKey>> keys = () -> Scene.decryptionKeys(Token.SHARED_KEY.json());
    final SettableClock clock = new SettableClock(Scene.NOW);
    final IntrospectedAccessTokens tokens;
    private final Fetcher fetcher;

    IntrospectingScene() {
        this(FakeServer.fetcher());
    }

    IntrospectingScene(Fetcher fetcher) {
        this.fetcher = fetcher;
        this.tokens = tokens(32);
        answer.put("active", true);
        answer.put("iss", Token.ISSUER);
        answer.put("aud", Token.RESOURCE);
        answer.put("sub", "alice");
        answer.put("client_id", "shop");
        answer.put("scope", "read write");
        answer.put("exp", Scene.NOW.getEpochSecond() + 3600);
        answer.put("cnf", Map.of("jkt", Scene.CLIENT.thumbprint()));
    }

    String answerJson() {
        return JSONObjectUtils.toJSONString(answer);
    }

    IntrospectedAccessTokens tokens(int maxConcurrent) {
        return tokens(maxConcurrent, MANY);
    }

    IntrospectedAccessTokens tokens(int maxConcurrent, long maxEntries) {
        TokenPolicy policy = new TokenPolicy(
                Token.ISSUER, Token.RESOURCE, SKEW, TokenPolicy.Profile.RFC9068, TokenPolicy.Encryption.OPTIONAL);
        IntrospectionPolicy introspection = new IntrospectionPolicy(
                server.address("/introspect"),
                new ResourceServerCredentials.Basic("rs", "secret"),
                policy,
                IntrospectionPolicy.Answers.PLAIN,
                ACTIVE_FOR,
                INACTIVE_FOR,
                maxEntries,
                maxConcurrent);
        SignedAnswers none =
                new SignedAnswers(policy, "rs", (kid, now) -> List.of(), new JwsVerifier(new Signatures()));
        ConfirmationReader confirmations = new ConfirmationReader(() -> keys.get(), Optional.empty(), Optional.empty());
        return new IntrospectedAccessTokens(
                new Introspection(introspection, fetcher, none, confirmations), introspection, clock);
    }

    AccessToken resolve(String text) {
        return resolve(tokens, text);
    }

    AccessToken resolve(IntrospectedAccessTokens from, String text) {
        try {
            return from.resolve(text, clock.instant());
        } catch (Rejection e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    Reason refusal(String text) {
        return refusal(text, clock.instant());
    }

    Reason refusal(String text, Instant now) {
        return refusal(tokens, text, now);
    }

    Reason refusal(IntrospectedAccessTokens from, String text, Instant now) {
        try {
            throw new AssertionError("accepted " + from.resolve(text, now).subject());
        } catch (Rejection e) {
            return e.reason();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
