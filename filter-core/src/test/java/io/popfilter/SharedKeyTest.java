// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.proof.VerifiedProof;
import io.popfilter.reject.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who learns of the secret that answers are signed with, and when. */
class SharedKeyTest {

    private static final TestKey SECRET = TestKey.of("client", "HS384");

    private final Scene scene = Scene.standard();
    private final List<VerifiedProof> proven = new ArrayList<>();

    private void send(FakeRequest request) {
        try {
            scene.verifier().verify(request, scene.verifier().readTarget(request, ""), proven::add);
        } catch (Rejection e) {
            // whether it is refused is not the question
        }
    }

    private FakeRequest request() {
        return FakeRequest.get()
                .signed(scene.proof(Token.encrypted().confirming(SECRET)).key(SECRET));
    }

    @Test
    void isTheSecretAndTheAlgorithmOfTheRequest() {
        send(request());

        assertThat(proven)
                .singleElement()
                .satisfies(proof -> assertThat(proof.sharedKey()).hasValueSatisfying(key -> {
                    assertThat(key.algorithm()).hasToString("HS384");
                    assertThat(key.thumbprint().value()).isEqualTo(SECRET.thumbprint());
                }));
    }

    @Test
    void isKnownWhenTheRequestIsRefusedAfterTheProof() {
        send(request().method("DELETE"));

        assertThat(proven).hasSize(1);
    }

    @Test
    void isNotKnownBeforeTheProofHolds() {
        send(FakeRequest.get()
                .signed(scene.proof(Token.encrypted().confirming(SECRET)).key(TestKey.of("stranger", "HS384"))));

        assertThat(proven).isEmpty();
    }

    @Test
    void isNoneForAKeyPair() {
        send(FakeRequest.get().signed(scene.proof()));

        assertThat(proven)
                .singleElement()
                .satisfies(proof -> assertThat(proof.sharedKey()).isEmpty());
    }
}
