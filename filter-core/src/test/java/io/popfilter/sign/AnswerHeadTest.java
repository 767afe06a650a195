// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeAnswer;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerHeadTest {

    @Test
    void isMadeOfTheFieldsOfTheJdksClient() {
        HttpHeaders headers =
                HttpHeaders.of(Map.of("www-authenticate", List.of("Bearer", "pop error=\"e\"")), (name, value) -> true);
        AnswerHead answer = new AnswerHead(401, headers::allValues);

        assertThat(answer.isRefusal("PoP", "e")).isTrue();
        assertThat(answer.single("DPoP-Nonce")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 407, 500})
    void aChallengeCountsWithStatus401Alone(int status) {
        Map<String, String> fields = Map.of("WWW-Authenticate", "PoP error=\"e\"");

        assertThat(FakeAnswer.of(401, fields).isRefusal("PoP", "e")).isTrue();
        assertThat(FakeAnswer.of(status, fields).isRefusal("PoP", "e")).isFalse();
    }

    @Test
    void theErrorOfAnotherSchemeIsNotOurs() {
        AnswerHead answer = FakeAnswer.of(
                401, Map.of("WWW-Authenticate", "DPoP error=\"e\", PoP error=\"other\", description=\"error=e\""));

        assertThat(answer.isRefusal("PoP", "e")).isFalse();
        assertThat(answer.isRefusal("PoP", "other")).isTrue();
    }

    @Test
    void aTokenEndpointSaysItsErrorInTheBody() {
        AnswerHead answer = FakeAnswer.of(400, Map.of());

        assertThat(answer.isRefusal("DPoP", "use_dpop_nonce")).isFalse();
        assertThat(answer.withError("use_dpop_nonce").isRefusal("DPoP", "use_dpop_nonce"))
                .isTrue();
        assertThat(answer.withError("invalid_grant").isRefusal("DPoP", "use_dpop_nonce"))
                .isFalse();
    }

    @Test
    void aFieldThatIsThereTwiceIsNotASingleOne() {
        AnswerHead twice = new AnswerHead(200, name -> List.of("a", "b"));

        assertThat(twice.single("DPoP-Nonce")).isEmpty();
        assertThat(FakeAnswer.of(200, Map.of("DPoP-Nonce", " a ")).single("DPoP-Nonce"))
                .contains("a");
    }
}
