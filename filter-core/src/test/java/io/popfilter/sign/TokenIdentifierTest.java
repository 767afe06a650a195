// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIdentifierTest {

    private static final List<String> UNKNOWN = List.of("PoP error=\"unknown_token_identifier\", algs=\"ES256\"");

    private final TokenIdentifier identifier = new TokenIdentifier();

    @BeforeEach
    void switchOn() {
        identifier.switchOn();
    }

    @Test
    void isUsableOnceTheServerHasAcceptedTheToken() {
        assertThat(identifier.isUsable()).isFalse();
        assertThat(identifier.learn(201, List.of())).isFalse();
        assertThat(identifier.isUsable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 500, 503})
    void learnsNothingFromOtherAnswers(int status) {
        identifier.learn(status, List.of());

        assertThat(identifier.isUsable()).isFalse();
    }

    @Test
    void asksForAnotherAttemptWhenTheServerHasForgotten() {
        identifier.learn(200, List.of());

        assertThat(identifier.learn(401, UNKNOWN)).isTrue();
        assertThat(identifier.isUsable()).isFalse();
        // the answer to another request that was on its way meanwhile
        assertThat(identifier.learn(401, UNKNOWN)).isTrue();
        identifier.learn(200, List.of());
        assertThat(identifier.isUsable()).isTrue();
    }

    @Test
    void givesUpOnAServerThatNeverRemembers() {
        identifier.learn(200, List.of());
        identifier.learn(401, UNKNOWN);
        identifier.learn(200, List.of());
        identifier.learn(401, UNKNOWN);
        identifier.learn(200, List.of());

        assertThat(identifier.isUsable()).isFalse();
    }

    @Test
    void goesOnWithAServerThatForgetsNowAndThen() {
        for (int restart = 0; restart < 5; restart++) {
            identifier.learn(200, List.of());
            identifier.learn(200, List.of());
            assertThat(identifier.learn(401, UNKNOWN)).isTrue();
        }
        identifier.learn(200, List.of());
        assertThat(identifier.isUsable()).isTrue();
    }
}
