// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeAnswer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIdentifierTest {

    private static final AnswerHead UNKNOWN =
            FakeAnswer.of(401, Map.of("WWW-Authenticate", "PoP error=\"unknown_token_identifier\", algs=\"ES256\""));
    private static final AnswerHead PASSED = FakeAnswer.of(200, Map.of());

    private final TokenIdentifier identifier = new TokenIdentifier();

    @BeforeEach
    void switchOn() {
        identifier.switchOn();
    }

    @Test
    void isUsableOnceTheServerHasAcceptedTheToken() {
        assertThat(identifier.isUsable()).isFalse();
        assertThat(identifier.learn(FakeAnswer.of(201, Map.of()))).isFalse();
        assertThat(identifier.isUsable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 500, 503})
    void learnsNothingFromOtherAnswers(int status) {
        identifier.learn(FakeAnswer.of(status, Map.of()));

        assertThat(identifier.isUsable()).isFalse();
    }

    @Test
    void asksForAnotherAttemptWhenTheServerHasForgotten() {
        identifier.learn(PASSED);

        assertThat(identifier.learn(UNKNOWN)).isTrue();
        assertThat(identifier.isUsable()).isFalse();
        // the answer to another request that was on its way meanwhile
        assertThat(identifier.learn(UNKNOWN)).isTrue();
        identifier.learn(PASSED);
        assertThat(identifier.isUsable()).isTrue();
    }

    @Test
    void givesUpOnAServerThatNeverRemembers() {
        identifier.learn(PASSED);
        identifier.learn(UNKNOWN);
        identifier.learn(PASSED);
        identifier.learn(UNKNOWN);
        identifier.learn(PASSED);

        assertThat(identifier.isUsable()).isFalse();
    }

    @Test
    void goesOnWithAServerThatForgetsNowAndThen() {
        for (int restart = 0; restart < 5; restart++) {
            identifier.learn(PASSED);
            identifier.learn(PASSED);
            assertThat(identifier.learn(UNKNOWN)).isTrue();
        }
        identifier.learn(PASSED);
        assertThat(identifier.isUsable()).isTrue();
    }
}
