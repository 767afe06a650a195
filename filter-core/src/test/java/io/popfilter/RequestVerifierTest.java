// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.Component;
import io.popfilter.token.Binding;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestVerifierTest {

    private final Scene scene = Scene.standard();

    @Test
    void acceptsASignedRequestAndSaysWhoAndWhatWasSigned() {
        PopPrincipal principal = scene.accept(scene.proof()).principal();

        assertThat(principal.subject()).contains("alice");
        assertThat(principal.client()).contains("shop");
        assertThat(principal.scopes()).containsExactly("read", "write");
        assertThat(principal.claims()).containsEntry("iss", Token.ISSUER).doesNotContainKey("cnf");
        assertThat(principal.keyThumbprint()).hasValue(Scene.CLIENT.thumbprint());
        assertThat(principal.scheme()).isEqualTo("PoP");
        assertThat(principal.binding()).isEqualTo(Binding.TOKEN);
        assertThat(principal.coveredComponents())
                .containsExactlyInAnyOrder(
                        Component.METHOD, Component.AUTHORITY, Component.PATH, Component.QUERY, Component.BODY);
        assertThat(principal.coveredFields()).isEmpty();
    }

    @Test
    void handsOutTheBodyThatItRead() throws Exception {
        VerifiedRequest verified = scene.accept(FakeRequest.post("application/json", "{\"n\":1}")
                .signed(scene.proof()
                        .member("m", "POST")
                        .fields("content-type", "application/json")
                        .body("{\"n\":1}")));

        assertThat(verified.body().orElseThrow().open()).hasContent("{\"n\":1}");
        assertThat(verified.principal().coveredFields()).containsExactly("content-type");
        assertThat(verified.principal().coveredComponents()).contains(Component.CONTENT_TYPE);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void acceptsEveryAlgorithmWithTheKeyInAnEncryptedToken(String alg) {
        TestKey key = TestKey.of("client", alg);
        scene.accept(scene.proof(Token.encrypted().confirming(key)).key(key));
    }

    static Stream<String> algorithms() {
        return TestKey.ALGORITHMS.stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jkt", "kid"})
    void acceptsAPresentedKeyThatTheTokenNamesByThumbprint(String member) {
        Token token = Token.signed().cnf(Map.of(member, Scene.CLIENT.thumbprint()));
        scene.accept(scene.proof(token).presenting(Scene.CLIENT));
        assertThat(scene.refusal(scene.proof(token))).isEqualTo(Reason.PRESENTED_KEY_MISSING);
    }

    @Test
    void acceptsAnySpellingOfSchemeAndType() {
        scene.accept(FakeRequest.get().authorization("pop   " + scene.proof().compact()));
        scene.accept(scene.proof().header("typ", "POP"));
    }

    @Test
    void acceptsMembersThatItDoesNotKnow() {
        scene.accept(
                scene.proof().member("client_claims", "{}").member("nonce", "n").header("kid", "any"));
    }

    @Test
    void readsNoBodyBeforeTheProofHolds() {
        FakeRequest request = FakeRequest.get().signed(scene.proof().key(Scene.STRANGER));
        assertThat(scene.refusal(request)).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(request.bodiesOpened()).isZero();
    }

    @Test
    void asksForTheBodyOnce() {
        FakeRequest request = FakeRequest.get().signed(scene.proof());
        scene.accept(request);
        assertThat(request.bodiesOpened()).isOne();
    }
}
