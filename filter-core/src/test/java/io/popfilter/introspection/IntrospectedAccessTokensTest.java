// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Together;
import io.popfilter.fixture.Token;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.JwsVerifier;
import io.popfilter.jose.Signatures;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.ConfirmationReader;
import io.popfilter.token.TokenPolicy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectedAccessTokensTest {

    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration ACTIVE_FOR = Duration.ofSeconds(60);
    private static final Duration INACTIVE_FOR = Duration.ofSeconds(5);
    private static final TestKey SECRET = TestKey.of("client", "HS256");

    private final Map<String, Object> answer = new LinkedHashMap<>();
    private final FakeServer server =
            FakeServer.answering((request, out) -> FakeServer.json(answerJson()).answer(request, out));
    private Supplier<List<DecryptionKey>> keys = () -> Scene.decryptionKeys(Token.SHARED_KEY.json());
    private final SettableClock clock = new SettableClock(Scene.NOW);
    private final IntrospectedAccessTokens tokens = tokens(32);

    IntrospectedAccessTokensTest() {
        answer.put("active", true);
        answer.put("iss", Token.ISSUER);
        answer.put("aud", Token.RESOURCE);
        answer.put("sub", "alice");
        answer.put("client_id", "shop");
        answer.put("scope", "read write");
        answer.put("exp", Scene.NOW.getEpochSecond() + 3600);
        answer.put("cnf", Map.of("jkt", Scene.CLIENT.thumbprint()));
    }

    private String answerJson() {
        return JSONObjectUtils.toJSONString(answer);
    }

    private IntrospectedAccessTokens tokens(int maxConcurrent) {
        TokenPolicy policy = new TokenPolicy(Token.ISSUER, Token.RESOURCE, SKEW, TokenPolicy.Profile.RFC9068);
        IntrospectionPolicy introspection = new IntrospectionPolicy(
                server.address("/introspect"),
                new ResourceServerCredentials.Basic("rs", "secret"),
                policy,
                IntrospectionPolicy.Answers.PLAIN,
                ACTIVE_FOR,
                INACTIVE_FOR,
                1000,
                maxConcurrent);
        SignedAnswers none =
                new SignedAnswers(policy, "rs", (kid, now) -> List.of(), new JwsVerifier(new Signatures()));
        ConfirmationReader confirmations = new ConfirmationReader(() -> keys.get(), Optional.empty(), Optional.empty());
        return new IntrospectedAccessTokens(
                new Introspection(introspection, FakeServer.fetcher(), none, confirmations), introspection, clock);
    }

    @AfterEach
    void close() {
        server.close();
    }

    // ---- the question and the token ----

    @Test
    void asksForTheTokenAndSaysWhoAsks() {
        AccessToken token = resolve("opaque +&=");

        FakeServer.Received request = server.received().get(0);
        assertThat(request.line()).isEqualTo("POST /introspect HTTP/1.1");
        assertThat(request.form()).isEqualTo(Map.of("token", "opaque +&=", "token_type_hint", "access_token"));
        assertThat(request.field("authorization")).startsWith("Basic ");
        assertThat(request.field("accept")).isEqualTo("application/json");
        assertThat(token.subject()).contains("alice");
        assertThat(token.clientId()).contains("shop");
        assertThat(token.scopes()).containsExactly("read", "write");
        assertThat(token.claims()).doesNotContainKey("cnf").containsEntry("sub", "alice");
    }

    @Test
    void issuerExpiryAndEverythingElseMayBeLeftOut() {
        for (String member : List.of("iss", "exp", "sub", "client_id", "scope")) {
            answer.remove(member);
        }
        assertThat(resolve("t").subject()).isEmpty();
    }

    // ---- cnf ----

    static List<Object> acceptedConfirmations() {
        String wrapped = Token.direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}", Scene.CLIENT.json(), Token.SHARED_KEY);
        return List.of(
                Map.of("jkt", Scene.CLIENT.thumbprint()),
                Map.of("kid", Scene.CLIENT.thumbprint()),
                Map.of("jwk", Scene.CLIENT.members()),
                Map.of("jwk", wrapped),
                Map.of("jwe", wrapped),
                Map.of("jwk", Scene.CLIENT.members(), "jkt", Scene.CLIENT.thumbprint()));
    }

    @ParameterizedTest
    @MethodSource("acceptedConfirmations")
    void theKeyMayBeNamedInEachForm(Object cnf) throws Rejection {
        answer.put("cnf", cnf);

        assertThat(resolve("t")
                        .confirmation()
                        .resolve(Optional.of(presented()))
                        .thumbprint()
                        .value())
                .isEqualTo(Scene.CLIENT.thumbprint());
    }

    @Test
    void aSecretMayBeInTheAnswerBecauseNobodyElseReadsIt() throws Rejection {
        answer.put("cnf", Map.of("jwk", SECRET.members()));

        assertThat(resolve("t")
                        .confirmation()
                        .resolve(Optional.empty())
                        .thumbprint()
                        .value())
                .isEqualTo(SECRET.thumbprint());
    }

    static List<Map.Entry<Object, Reason>> refusedConfirmations() {
        String thumbprint = Scene.CLIENT.thumbprint();
        Map<String, Object> jwk = Scene.CLIENT.members();
        return List.of(
                Map.entry(Map.of("x5t#S256", thumbprint), Reason.CONFIRMATION_UNSUPPORTED),
                Map.entry(Map.of("jkt", thumbprint, "new", 1), Reason.CONFIRMATION_UNSUPPORTED),
                Map.entry(Map.of("jku", "https://as.example/keys"), Reason.CONFIRMATION_UNSUPPORTED),
                Map.entry(Map.of(), Reason.CONFIRMATION_MALFORMED),
                Map.entry("jkt", Reason.CONFIRMATION_MALFORMED),
                Map.entry(Map.of("jkt", 7), Reason.CONFIRMATION_MALFORMED),
                Map.entry(Map.of("jwe", "a.b"), Reason.CONFIRMATION_MALFORMED),
                Map.entry(
                        Map.of(
                                "jwe",
                                Token.direct(
                                        "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
                                        SECRET.json(),
                                        TestKey.of("foreign", "HS256"))),
                        Reason.CONFIRMATION_KEY_UNDECRYPTABLE),
                Map.entry(Map.of("jwk", jwk, "jkt", Scene.STRANGER.thumbprint()), Reason.CONFIRMATION_CONFLICT),
                Map.entry(Map.of("jwk", jwk, "jwe", "a.b.c.d.e"), Reason.CONFIRMATION_CONFLICT),
                Map.entry(Map.of("jwk", Map.of("kty", "EC")), Reason.KEY_UNACCEPTABLE));
    }

    @ParameterizedTest
    @MethodSource("refusedConfirmations")
    void v26_aKeyThatCannotBeCheckedIsRefused(Map.Entry<Object, Reason> row) {
        answer.put("cnf", row.getKey());

        assertThat(refusal("t")).isEqualTo(row.getValue());
    }

    @Test
    void v26_aTokenThatIsBoundToNothingIsRefused() {
        answer.remove("cnf");

        assertThat(refusal("t")).isEqualTo(Reason.CONFIRMATION_MISSING);
    }

    // ---- what the answer says ----

    @Test
    void anInactiveTokenIsRefused() {
        answer.put("active", false);

        assertThat(refusal("t")).isEqualTo(Reason.TOKEN_INACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "\"false\"", "1", "0", "null", "{}", "[true]"})
    void anAnswerWhoseActiveIsNoBooleanIsNoneAndIsNotRemembered(String active) {
        server.willAnswer(FakeServer.json(answerJson().replace("\"active\":true", "\"active\":" + active)));
        assertThat(refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);

        server.willAnswer(FakeServer.json(answerJson()));
        resolve("t");
    }

    @Test
    void anAnswerWithoutActiveIsNone() {
        answer.remove("active");

        assertThat(refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "iss, https://as.example.evil, TOKEN_ISSUER_WRONG",
        "iss, https://as.example/, TOKEN_ISSUER_WRONG",
        "iss, '', TOKEN_ISSUER_WRONG",
        "aud, https://api.example, TOKEN_AUDIENCE_WRONG",
        "aud, https://api.example/orders/, TOKEN_AUDIENCE_WRONG",
        "aud, '', TOKEN_AUDIENCE_WRONG",
        "exp, tomorrow, TOKEN_CLAIM_INVALID"
    })
    void v21_v22_anotherIssuerOrAudienceIsRefused(String member, String value, Reason reason) {
        answer.put(member, value);

        assertThat(refusal("t")).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"PoP, ", "pop, ", "Bearer, ", "DPoP, TOKEN_TYPE_WRONG", "refresh_token, TOKEN_TYPE_WRONG"})
    void v20_aTokenOfAnotherTypeIsRefused(String type, @Nullable Reason reason) {
        answer.put("token_type", type);

        if (reason == null) {
            resolve(tokens(32), "t");
        } else {
            assertThat(refusal("t")).isEqualTo(reason);
        }
    }

    @Test
    void v22_aTokenForNobodyInParticularIsRefused() {
        answer.remove("aud");

        assertThat(refusal("t")).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
    }

    @Test
    void anExpiredTokenIsRefusedEvenIfItIsSaidToBeActive() {
        answer.put("exp", Scene.NOW.getEpochSecond() - 30);
        assertThat(refusal("t")).isEqualTo(Reason.TOKEN_EXPIRED);

        answer.put("exp", Scene.NOW.getEpochSecond() + 60);
        answer.put("nbf", Scene.NOW.getEpochSecond() + 31);
        assertThat(refusal("u")).isEqualTo(Reason.TOKEN_NOT_YET_VALID);
    }

    // ---- how long it is believed ----

    @Test
    void aTokenThatIsRevokedMeanwhileIsRefusedWhenItsTimeIsOver() {
        AccessToken first = resolve("t");
        answer.put("active", false);
        clock.advance(ACTIVE_FOR.minusMillis(1));
        assertThat(resolve("t")).isSameAs(first);
        assertThat(server.received()).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(refusal("t")).isEqualTo(Reason.TOKEN_INACTIVE);
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void aTokenIsNotBelievedBeyondItsExpiry() {
        answer.put("exp", Scene.NOW.getEpochSecond() + 10);
        resolve("t");
        clock.advance(Duration.ofSeconds(39));
        resolve("t");
        assertThat(server.received()).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(refusal("t")).isEqualTo(Reason.TOKEN_EXPIRED);
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void aRequestThatIsLateForARememberedTokenFindsItExpired() throws Rejection {
        answer.put("exp", Scene.NOW.getEpochSecond() + 10);
        resolve("t");

        assertThat(refusal("t", Scene.NOW.plusSeconds(40))).isEqualTo(Reason.TOKEN_EXPIRED);
    }

    @Test
    void anInactiveTokenIsAskedForAgainSoon() {
        answer.put("active", false);
        assertThat(refusal("t")).isEqualTo(Reason.TOKEN_INACTIVE);
        answer.put("active", true);
        clock.advance(INACTIVE_FOR.minusMillis(1));
        assertThat(refusal("t")).isEqualTo(Reason.TOKEN_INACTIVE);
        assertThat(server.received()).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        resolve("t");
        assertThat(server.received()).hasSize(2);
    }

    // ---- many at once ----

    @Test
    void threadsThatBringOneTokenAskOnce() throws InterruptedException {
        List<AccessToken> all = Together.run(16, () -> resolve("t"));

        assertThat(all).allMatch(all.get(0)::equals);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void moreQuestionsThanAllowedAreRefusedAtOnce() throws InterruptedException {
        IntrospectedAccessTokens one = tokens(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.willAnswer((request, out) -> {
            asked.countDown();
            goOn.await();
            FakeServer.json(answerJson()).answer(request, out);
        });
        Thread first = new Thread(() -> resolve(one, "first"));
        first.start();
        asked.await();

        assertThat(refusal(one, "second", Scene.NOW)).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
        assertThat(refusal(one, "first", Scene.NOW))
                .as("one that would only wait")
                .isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
        assertThat(server.received()).hasSize(1);
        goOn.countDown();
        first.join();
        resolve(one, "second"); // neither the refusal nor the permit is kept
    }

    // ---- outages ----

    static List<FakeServer.Handler> outages() {
        String good = "{\"active\":true}";
        return List.of(
                FakeServer.answer("500 Ouch", "application/json", good),
                FakeServer.answer("503 Later", "application/json", good),
                FakeServer.answer("401 Who", "application/json", good),
                FakeServer.answer("201 Created", "application/json", good),
                FakeServer.answer("200 OK", "text/html", good),
                FakeServer.answer("200 OK", "application/token-introspection+jwt", good),
                FakeServer.json(" ".repeat(FakeServer.SHORT.maxOctets()) + good),
                FakeServer.json("{\"active\":true,\"active\":true}"),
                FakeServer.json("[true]"),
                FakeServer.json("{"),
                FakeServer.json(""),
                FakeServer.redirect(URI.create("http://127.0.0.1:9/")),
                (request, out) -> {});
    }

    @ParameterizedTest
    @MethodSource("outages")
    void v57_anAnswerThatIsNoneIsAnOutageAndIsNotRemembered(FakeServer.Handler outage) {
        server.willAnswer(outage);
        assertThat(refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);

        server.willAnswer(FakeServer.json(answerJson()));
        resolve("t");
    }

    @Test
    void v57_aServerThatHangsIsAnOutageAndHoldsNoRememberedToken() {
        resolve("known");
        server.willAnswer(server.hang());
        assertThat(refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
        server.willAnswer(server.hangAfter("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"active\":"));
        assertThat(refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
        resolve("known");
    }

    @Test
    void aQuestionThatFailsInAnUnforeseenWayIsAskedAgain() {
        answer.put("cnf", Map.of("jwe", "e30....")); // asks for the keys
        keys = () -> {
            throw new StackOverflowError();
        };
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> tokens.resolve("t", Scene.NOW));

        answer.put("cnf", Map.of("jkt", Scene.CLIENT.thumbprint()));
        resolve("t");
    }

    // ----

    private static JsonObject presented() {
        try {
            return Json.object(Bytes.utf8(Scene.CLIENT.json()));
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private AccessToken resolve(String text) {
        return resolve(tokens, text);
    }

    private AccessToken resolve(IntrospectedAccessTokens from, String text) {
        try {
            return from.resolve(text, clock.instant());
        } catch (Rejection e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private Reason refusal(String text) {
        return refusal(text, clock.instant());
    }

    private Reason refusal(String text, Instant now) {
        return refusal(tokens, text, now);
    }

    private static Reason refusal(IntrospectedAccessTokens from, String text, Instant now) {
        try {
            throw new AssertionError("accepted " + from.resolve(text, now).subject());
        } catch (Rejection e) {
            return e.reason();
        }
    }
}
