// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static io.popfilter.security.Samples.good;
import static io.popfilter.security.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.reject.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-20 to V-22: tokens that were made for something else, by or for somebody else. */
class TokenClaimsSecurityCasesTest {

    private final Scene scene = Scene.standard();

    // ---- V-20 ----

    @Test
    void v20_bcp13_aProofIsNoAccessToken() {
        String proof = scene.proof().key(Token.ISSUER_KEY).compact();
        assertThat(refusalOfToken(proof)).isEqualTo(Reason.TOKEN_TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pop", "dpop+jwt", "id_token+jwt", "logout+jwt", "token-introspection+jwt", "secevent+jwt", ""})
    void v20_bcp12_bcp13_aJwtMadeForAnotherPurposeIsNoAccessToken(String typ) {
        assertThat(scene.refusal(good().header("typ", typ))).isEqualTo(Reason.TOKEN_TYPE_WRONG);
        assertThat(scene.refusal(good().header("typ", "application/" + typ))).isEqualTo(Reason.TOKEN_TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwt", "at+jwt", "dpop+jwt", "application/pop", "poP ", ""})
    void v20_bcp12_bcp13_aJwtMadeForAnotherPurposeIsNoProof(String typ) {
        assertThat(scene.refusal(scene.proof().header("typ", typ))).isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(scene.proof().withoutHeader("typ"))).isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
    }

    @Test
    void v20_bcp13_anAccessTokenIsNoProof() {
        assertThat(scene.refusal(request(good().text()))).isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(
                        request(Token.encrypted().confirming(Scene.CLIENT).text())))
                .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    @Test
    void v20_bcp02_aKeyForEncryptionVerifiesNothing() {
        Map<String, Object> jwk = Scene.CLIENT.members();
        jwk.put("use", "enc");
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", jwk)))).isEqualTo(Reason.KEY_UNACCEPTABLE);
        jwk.remove("use");
        jwk.put("key_ops", List.of("sign"));
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", jwk)))).isEqualTo(Reason.KEY_UNACCEPTABLE);
    }

    // ---- V-21, V-22 ----

    @Test
    void v21_at04_bcp08_anotherOrNoIssuerIsRefused() {
        assertThat(scene.refusal(good().without("iss"))).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
        for (String issuer :
                List.of("https://as.example/", "https://AS.example", "https://as.example.evil", "", "null")) {
            assertThat(scene.refusal(good().claim("iss", issuer))).isEqualTo(Reason.TOKEN_ISSUER_WRONG);
        }
        for (Object issuer : List.of(List.of(Token.ISSUER), Map.of(), 1)) {
            assertThat(scene.refusal(good().claim("iss", issuer))).isEqualTo(Reason.TOKEN_CLAIM_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example/orders/",
                "https://api.example/orders2",
                "https://api.example",
                "https://API.example/orders",
                "",
                "https://api.example/orders https://other.example"
            })
    void v22_at05_bcp10_anAudienceThatOnlyLooksLikeOursIsRefused(String audience) {
        assertThat(scene.refusal(good().claim("aud", audience))).isEqualTo(Reason.TOKEN_AUDIENCE_WRONG);
        assertThat(scene.refusal(good().claim("aud", List.of(audience, "x")))).isEqualTo(Reason.TOKEN_AUDIENCE_WRONG);
    }

    @Test
    void v22_at05_bcp10_ourAudienceAmongOthersIsAccepted() {
        scene.accept(good().claim("aud", List.of("x", Token.RESOURCE)));
        assertThat(scene.refusal(good().claim("aud", List.of()))).isEqualTo(Reason.TOKEN_AUDIENCE_WRONG);
        assertThat(scene.refusal(good().claim("aud", List.of(Token.RESOURCE, 7))))
                .isEqualTo(Reason.TOKEN_CLAIM_INVALID);
        assertThat(scene.refusal(good().claim("aud", Map.of(Token.RESOURCE, 7))))
                .isEqualTo(Reason.TOKEN_CLAIM_INVALID);
        assertThat(scene.refusal(good().without("aud"))).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
    }

    // ---- how ----

    private Reason refusalOfToken(String text) {
        return scene.refusal(Proof.of(text, Scene.CLIENT));
    }
}
