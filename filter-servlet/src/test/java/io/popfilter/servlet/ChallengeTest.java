// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.servlet.settings.CorsPolicy;
import io.popfilter.servlet.settings.ErrorMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChallengeTest {

    private static List<String> challenge(Reason reason, SchemeName used, @Nullable String realm) {
        return Challenge.of(reason, used, Optional.empty(), policy(realm));
    }

    @Test
    void dp22_offersEverySchemeAndSaysNothingOfAnErrorWhenNothingWasPresented() {
        assertThat(challenge(Reason.NO_CREDENTIALS, SchemeName.POP, "orders"))
                .containsExactly(
                        "PoP realm=\"orders\", algs=\"HS256 ES256 Ed25519\"",
                        "DPoP realm=\"orders\", algs=\"ES256 Ed25519\"");
    }

    @Test
    void dp24_namesErrorAndSentenceForTheSchemeThatWasUsed() {
        String sentence = "error_description=\"The access token has expired.\"";
        assertThat(challenge(Reason.TOKEN_EXPIRED, SchemeName.POP, null))
                .containsExactly(
                        "PoP error=\"invalid_token\", " + sentence + ", algs=\"HS256 ES256 Ed25519\"",
                        "DPoP algs=\"ES256 Ed25519\"");
        assertThat(challenge(Reason.TOKEN_EXPIRED, SchemeName.DPOP, null))
                .containsExactly(
                        "PoP algs=\"HS256 ES256 Ed25519\"",
                        "DPoP error=\"invalid_token\", " + sentence + ", algs=\"ES256 Ed25519\"");
    }

    @Test
    void dp24_callsErrorsAsTheSchemeDoes() {
        assertThat(challenge(Reason.SIGNATURE_INVALID, SchemeName.POP, null).get(0))
                .contains("error=\"invalid_pop_proof\"");
        assertThat(challenge(Reason.SIGNATURE_INVALID, SchemeName.DPOP, null).get(1))
                .contains("error=\"invalid_dpop_proof\"");
        assertThat(challenge(Reason.NONCE_MISSING, SchemeName.POP, null).get(0)).contains("error=\"use_pop_nonce\"");
        assertThat(challenge(Reason.NONCE_MISSING, SchemeName.DPOP, null).get(1))
                .contains("error=\"use_dpop_nonce\"");
    }

    @Test
    void putsANonceFirst() {
        assertThat(Challenge.of(Reason.NONCE_MISSING, SchemeName.POP, Optional.of("abc"), policy("orders"))
                        .get(0))
                .startsWith("PoP nonce=\"abc\", realm=\"orders\", error=\"use_pop_nonce\"");
    }

    @ParameterizedTest
    @EnumSource
    void canQuoteTheSentenceOfEveryReason(Reason reason) {
        assertThat(challenge(reason, SchemeName.DPOP, null)).hasSize(2);
    }

    @Test
    void v52_neverWritesWhatCouldEndTheQuotedString() {
        for (String realm : List.of("a\"b", "a\r\nb")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> challenge(Reason.NO_CREDENTIALS, SchemeName.POP, realm));
        }
    }

    private static FilterPolicy policy(@Nullable String realm) {
        return new FilterPolicy(
                List.of(),
                "scope",
                ErrorMode.PROBLEM,
                Optional.ofNullable(realm),
                List.of(SchemeName.POP, SchemeName.DPOP),
                List.of(SignatureAlgorithm.HS256, SignatureAlgorithm.ES256, SignatureAlgorithm.ED25519),
                List.of(),
                CorsPolicy.none(),
                FormPolicy.defaults());
    }
}
