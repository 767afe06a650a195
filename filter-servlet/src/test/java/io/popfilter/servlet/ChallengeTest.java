// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.servlet.settings.CorsPolicy;
import io.popfilter.servlet.settings.ErrorMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChallengeTest {

    @Test
    void saysNothingOfAnErrorWhenNothingWasPresented() {
        assertThat(Challenge.of(Reason.NO_CREDENTIALS, policy("orders")))
                .isEqualTo("PoP realm=\"orders\", algs=\"ES256 Ed25519\"");
    }

    @Test
    void namesErrorAndSentence() {
        assertThat(Challenge.of(Reason.TOKEN_EXPIRED, policy(null)))
                .isEqualTo("PoP error=\"invalid_token\", error_description=\"The access token has expired.\","
                        + " algs=\"ES256 Ed25519\"");
    }

    @ParameterizedTest
    @EnumSource
    void canQuoteTheSentenceOfEveryReason(Reason reason) {
        assertThat(Challenge.of(reason, policy(null))).startsWith("PoP ");
    }

    @Test
    void v52_neverWritesWhatCouldEndTheQuotedString() {
        assertThatIllegalArgumentException().isThrownBy(() -> Challenge.of(Reason.NO_CREDENTIALS, policy("a\"b")));
        assertThatIllegalArgumentException().isThrownBy(() -> Challenge.of(Reason.NO_CREDENTIALS, policy("a\r\nb")));
    }

    private static FilterPolicy policy(@Nullable String realm) {
        return new FilterPolicy(
                List.of(),
                "scope",
                ErrorMode.PROBLEM,
                Optional.ofNullable(realm),
                List.of(SignatureAlgorithm.ES256, SignatureAlgorithm.ED25519),
                List.of(),
                CorsPolicy.none(),
                FormPolicy.defaults());
    }
}
