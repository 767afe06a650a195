// SPDX-License-Identifier: Apache-2.0
package io.popfilter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.fixture.DpopProof;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.token.TokenPolicy.Profile;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 8725 and its successor advise, as far as no security case shows it; the number is in the name. */
class JwtPracticesConformanceTest {

    private final Scene scene =
            Scene.with(builder -> builder.schemes(List.of(SchemeName.values())).tokenProfile(Profile.RFC9068));

    @Test
    void bcp05_aSecretAsShortAsAPasswordIsNoHmacKey() {
        TestKey enough = TestKey.secret("HS256", 32);
        TestKey weak = TestKey.secret("HS256", 31);

        scene.accept(Proof.of(Token.encrypted().confirming(enough).text(), enough));
        assertThat(scene.refusal(Proof.of(Token.encrypted().confirming(weak).text(), weak)))
                .isEqualTo(Reason.KEY_UNACCEPTABLE);
    }

    @Test
    void bcp09_theSubjectIsNeverTakenFromAnotherClaim() {
        Scene lenient = Scene.with(builder -> builder.tokenProfile(Profile.ANY_JWT));
        Token nobody = good().claim("client_id", "alice").without("sub");

        PopPrincipal principal = lenient.accept(nobody).principal();

        assertThat(principal.subject()).isEmpty();
        assertThat(principal.client()).contains("alice");
        assertThat(principal.getName()).isEqualTo("urn:ietf:params:oauth:jwk-thumbprint:sha-256:" + thumbprint());
    }

    @Test
    void bcp09_theSubjectIsThatOfTheIssuerThatStandsBesideIt() {
        PopPrincipal principal = scene.accept(good()).principal();

        assertThat(principal.getName()).isEqualTo("alice");
        assertThat(principal.claims()).containsEntry("iss", Token.ISSUER).containsEntry("sub", "alice");
    }

    @Test
    void bcp03_bcp12_theTypeOfANestedTokenIsTheInnerOne() {
        Token inner = good();
        Token untyped = good().withoutHeader("typ");

        scene.accept(proof(Token.encrypted().text(inner.text())));
        scene.accept(proof(Token.encrypted().header("typ", "JWT").text(inner.text())));
        assertThat(scene.refusal(proof(Token.encrypted().header("typ", "at+jwt").text(untyped.text()))))
                .isEqualTo(Reason.TOKEN_TYPE_WRONG);
        assertThat(scene.refusal(
                        proof(Token.encrypted().header("typ", "dpop+jwt").text(inner.text()))))
                .isEqualTo(Reason.TOKEN_TYPE_WRONG);
    }

    @Test
    void bcp13_aProofOfOneSchemeIsNoneOfTheOtherAndNoToken() {
        String pop = Proof.of(good().text(), Scene.CLIENT).compact();
        String dpop = dpop().compact();

        assertThat(scene.refusal(FakeRequest.get().authorization("PoP " + dpop)))
                .isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(FakeRequest.get()
                        .authorization("DPoP " + dpop().token())
                        .field("dpop", pop)))
                .isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        for (String proof : List.of(pop, dpop)) {
            assertThat(scene.refusal(FakeRequest.get().authorization("Bearer " + proof)))
                    .isEqualTo(Reason.TOKEN_TYPE_WRONG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\"", "{%s}", "\"%s\"", "(%s)", "[%s]", "%s\u0000", "%s;", "%s~", "%s:"})
    void bcp15_aTextWithACharacterThatNoJwtHasIsNone(String form) {
        String token = good().text();
        String compact = dpop().compact();

        assertThat(scene.refusal(proof(form.formatted(token)))).isEqualTo(Reason.TOKEN_MALFORMED);
        assertThat(scene.refusal(FakeRequest.get()
                        .authorization("DPoP " + dpop().token())
                        .field("dpop", form.formatted(compact))))
                .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    @Test
    void bcp15_aJwsInJsonFormIsNone() {
        String[] token = good().text().split("\\.", -1);
        String[] proof = dpop().compact().split("\\.", -1);

        assertThat(scene.refusal(proof(json(token)))).isEqualTo(Reason.TOKEN_MALFORMED);
        assertThat(scene.refusal(FakeRequest.get()
                        .authorization("DPoP " + dpop().token())
                        .field("dpop", json(proof))))
                .isEqualTo(Reason.PROOF_REPEATED); // its commas part values of the field
    }

    @Test
    void bcp17_theFullySpecifiedNameOfAnAlgorithmMayBeTheOnlyOne() {
        TestKey key = TestKey.of("client", "Ed25519");
        Scene strict = Scene.with(builder -> builder.algorithms(EnumSet.of(SignatureAlgorithm.ED25519)));
        String token = Token.signed().confirming(key).text();

        strict.accept(Proof.of(token, key));
        assertThat(strict.refusal(Proof.of(token, key.claiming("EdDSA"))))
                .isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
    }

    private static String json(String... parts) {
        return "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}".formatted((Object[]) parts);
    }

    private static Proof proof(String token) {
        return Proof.of(token, Scene.CLIENT);
    }

    private static DpopProof dpop() {
        return DpopProof.of(
                Token.signed()
                        .claim("jti", "token-1")
                        .cnf(Map.of("jkt", thumbprint()))
                        .text(),
                Scene.CLIENT);
    }

    private static Token good() {
        return Token.signed().claim("jti", "token-1").confirming(Scene.CLIENT);
    }

    private static String thumbprint() {
        return Scene.CLIENT.thumbprint();
    }
}
