// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.reject.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-25 and V-26 for signed requests: the key that a token is bound to. */
class BindingSecurityCasesTest {

    private static final TestKey SECRET = TestKey.of("client", "HS256");

    private final Scene scene = Scene.standard();

    // ---- V-25 ----

    @Test
    void v25_aStolenTokenWithAnotherKeyIsRefused() {
        Token confirmed = Token.signed().confirming(Scene.CLIENT);
        Token byThumbprint = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint()));
        assertThat(scene.refusal(scene.proof(confirmed).key(Scene.STRANGER))).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(scene.refusal(scene.proof(confirmed).key(Scene.STRANGER).presenting(Scene.STRANGER)))
                .isEqualTo(Reason.KEY_MISMATCH);
        assertThat(scene.refusal(scene.proof(byThumbprint).key(Scene.STRANGER).presenting(Scene.STRANGER)))
                .isEqualTo(Reason.KEY_MISMATCH);
        assertThat(scene.refusal(scene.proof(byThumbprint).key(Scene.STRANGER).presenting(Scene.CLIENT)))
                .isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(scene.refusal(scene.proof(byThumbprint).key(Scene.STRANGER)))
                .isEqualTo(Reason.PRESENTED_KEY_MISSING);
    }

    // ---- V-26 ----

    @Test
    void v26_aTokenAsBearerIsRefusedWhateverItIsBoundTo() {
        for (Object cnf : List.of(
                Map.of("jkt", Scene.CLIENT.thumbprint()),
                Map.of("x5t#S256", "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"),
                Map.of("jwk", Scene.CLIENT.members()),
                Map.of("new", "x"),
                Map.of(),
                "text")) {
            String token = Token.signed().cnf(cnf).text();
            for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
                assertThat(scene.refusal(FakeRequest.get().authorization(scheme + " " + token)))
                        .isEqualTo(Reason.BEARER_NOT_ACCEPTED);
            }
        }
    }

    @Test
    void v26_aTokenThatIsBoundToNothingOrInAnUnknownWayIsRefused() {
        assertThat(scene.refusal(Token.signed())).isEqualTo(Reason.CONFIRMATION_MISSING);
        for (Object cnf : List.of(Map.of(), "text", List.of(), 7, Map.of("jwk", 7), Map.of("jkt", 7))) {
            assertThat(scene.refusal(Token.signed().cnf(cnf))).isEqualTo(Reason.CONFIRMATION_MALFORMED);
        }
        for (String member : List.of("x5t", "x5t#S384", "new", "JWK", "")) {
            assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", Scene.CLIENT.members(), member, "x"))))
                    .isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
        }
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jku", "https://as.example/keys"))))
                .isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
    }

    @Test
    void v26_membersOfAConfirmationThatDisagreeAreRefused() {
        String other = Scene.STRANGER.thumbprint();
        Map<String, Object> client = Scene.CLIENT.members();
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", client, "jkt", other))))
                .isEqualTo(Reason.CONFIRMATION_CONFLICT);
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", client, "kid", other))))
                .isEqualTo(Reason.CONFIRMATION_CONFLICT);
        for (String member : List.of("jwe", "jku")) {
            assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", client, member, "a.b.c.d.e"))))
                    .isEqualTo(Reason.CONFIRMATION_CONFLICT);
        }
        Token two = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint(), "kid", other));
        assertThat(scene.refusal(scene.proof(two).presenting(Scene.CLIENT))).isEqualTo(Reason.KEY_MISMATCH);
        scene.accept(Token.signed().cnf(Map.of("jwk", client, "jkt", Scene.CLIENT.thumbprint())));
        client.put("kid", "k1");
        scene.accept(Token.signed().cnf(Map.of("jwk", client, "kid", "k1")));
    }

    @Test
    void v26_aSecretInATokenThatAnybodyCanReadIsRefused() {
        Proof proof = Proof.of(Token.signed().confirming(SECRET).text(), SECRET);
        assertThat(scene.refusal(proof)).isEqualTo(Reason.CONFIRMATION_KEY_EXPOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwe", "jwk"})
    void v26_aSecretThatIsWrappedForTheServerIsAccepted(String member) {
        String header = "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}";
        String wrapped = Token.direct(header, SECRET.json(), Token.SHARED_KEY);
        scene.accept(Proof.of(Token.signed().cnf(Map.of(member, wrapped)).text(), SECRET));
        String foreign = Token.direct(header, SECRET.json(), TestKey.of("foreign", "HS256"));
        assertThat(scene.refusal(
                        Proof.of(Token.signed().cnf(Map.of(member, foreign)).text(), SECRET)))
                .isEqualTo(Reason.CONFIRMATION_KEY_UNDECRYPTABLE);
        assertThat(scene.refusal(Token.signed().cnf(Map.of(member, "no.jwe"))))
                .isEqualTo(Reason.CONFIRMATION_MALFORMED);
    }
}
