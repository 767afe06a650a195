// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.Binding;
import io.popfilter.token.Confirmation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers say about tokens. */
class IntrospectedAccessTokensTest {

    private static final TestKey SECRET = TestKey.of("client", "HS256");

    private final IntrospectingScene as = new IntrospectingScene();

    @AfterEach
    void close() {
        as.close();
    }

    // ---- the question and the token ----

    @Test
    void int01_dp18_asksForTheTokenAndSaysWhoAsks() {
        AccessToken token = as.resolve("opaque +&=");

        FakeServer.Received request = as.server.received().get(0);
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
            as.answer.remove(member);
        }
        assertThat(as.resolve("t").subject()).isEmpty();
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
    void int06_theKeyMayBeNamedInEachForm(Object cnf) throws Rejection {
        as.answer.put("cnf", cnf);

        assertThat(as.resolve("t")
                        .confirmation()
                        .resolve(Optional.of(presented()))
                        .thumbprint()
                        .value())
                .isEqualTo(Scene.CLIENT.thumbprint());
    }

    @Test
    void aSecretMayBeInTheAnswerBecauseNobodyElseReadsIt() throws Rejection {
        as.answer.put("cnf", Map.of("jwk", SECRET.members()));

        assertThat(as.resolve("t")
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
                Map.entry(Map.of("x5t#S256", 7), Reason.CONFIRMATION_MALFORMED),
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
    void v26_int06_aKeyThatCannotBeCheckedIsRefused(Map.Entry<Object, Reason> row) {
        as.answer.put("cnf", row.getKey());

        assertThat(as.refusal("t")).isEqualTo(row.getValue());
    }

    @Test
    void v26_aTokenThatIsSaidToBeBoundAndIsNotIsRefused() {
        as.answer.remove("cnf");
        for (String type : List.of("PoP", "pop", "DPoP", "dpop")) {
            as.answer.put("token_type", type);

            assertThat(as.refusal(type)).isEqualTo(Reason.CONFIRMATION_MISSING);
        }
    }

    @Test
    void dp18_int06_aTokenOfTypeDpopHasToNameItsKeyByThumbprint() throws Rejection {
        as.answer.put("token_type", "DPoP");
        assertThat(as.resolve("by thumbprint").confirmation().isByThumbprint()).isTrue();

        as.answer.put("cnf", Map.of("jwk", Scene.CLIENT.members()));
        assertThat(as.refusal("by key")).isEqualTo(Reason.CONFIRMATION_MISSING);
    }

    @Test
    void mt03_aTokenMayNameACertificate() throws Rejection {
        as.answer.put("cnf", Map.of("x5t#S256", Scene.CLIENT.thumbprint()));

        Confirmation confirmation = as.resolve("t").confirmation();

        assertThat(confirmation.isByCertificate()).isTrue();
        assertThat(confirmation.isByKey()).isFalse();
    }

    @Test
    void aTokenThatIsBoundToNothingSaysSo() throws Rejection {
        as.answer.remove("cnf");

        assertThat(as.resolve("t").confirmation().binding()).isEqualTo(Binding.NONE);
    }

    // ---- what the answer says ----

    @Test
    void int02_anInactiveTokenIsRefused() {
        as.answer.put("active", false);

        assertThat(as.refusal("t")).isEqualTo(Reason.TOKEN_INACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "\"false\"", "1", "0", "null", "{}", "[true]"})
    void int02_anAnswerWhoseActiveIsNoBooleanIsNoneAndIsNotRemembered(String active) {
        as.server.willAnswer(FakeServer.json(as.answerJson().replace("\"active\":true", "\"active\":" + active)));
        assertThat(as.refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);

        as.server.willAnswer(FakeServer.json(as.answerJson()));
        as.resolve("t");
    }

    @Test
    void int02_anAnswerWithoutActiveIsNone() {
        as.answer.remove("active");

        assertThat(as.refusal("t")).isEqualTo(Reason.INTROSPECTION_UNAVAILABLE);
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
    void v21_v22_int03_anotherIssuerOrAudienceIsRefused(String member, String value, Reason reason) {
        as.answer.put(member, value);

        assertThat(as.refusal("t")).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"PoP, ", "pop, ", "Bearer, ", "DPoP, ", "refresh_token, TOKEN_TYPE_WRONG"})
    void v20_aTokenOfAnotherTypeIsRefused(String type, @Nullable Reason reason) {
        as.answer.put("token_type", type);

        if (reason == null) {
            as.resolve(as.tokens(32), "t");
        } else {
            assertThat(as.refusal("t")).isEqualTo(reason);
        }
    }

    @Test
    void v22_int03_aTokenForNobodyInParticularIsRefused() {
        as.answer.remove("aud");

        assertThat(as.refusal("t")).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
    }

    @Test
    void int03_anExpiredTokenIsRefusedEvenIfItIsSaidToBeActive() {
        as.answer.put("exp", Scene.NOW.getEpochSecond() - 30);
        assertThat(as.refusal("t")).isEqualTo(Reason.TOKEN_EXPIRED);

        as.answer.put("exp", Scene.NOW.getEpochSecond() + 60);
        as.answer.put("nbf", Scene.NOW.getEpochSecond() + 31);
        assertThat(as.refusal("u")).isEqualTo(Reason.TOKEN_NOT_YET_VALID);
    }

    private static JsonObject presented() {
        try {
            return Json.object(Bytes.utf8(Scene.CLIENT.json()));
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
