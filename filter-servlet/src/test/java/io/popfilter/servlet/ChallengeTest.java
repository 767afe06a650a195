// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Demand;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.servlet.settings.CorsPolicy;
import io.popfilter.servlet.settings.ErrorMode;
import io.popfilter.servlet.tls.TlsSource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChallengeTest {

    private static List<String> challenge(Reason reason, SchemeName used, @Nullable String realm) {
        return Challenge.of(reason, EnumSet.of(used), Demand.nothing(), policy(realm));
    }

    @Test
    void dp23_dp25_dp26_offersEverySchemeAndSaysNothingOfAnErrorWhenNothingWasPresented() {
        assertThat(challenge(Reason.NO_CREDENTIALS, SchemeName.POP, "orders"))
                .containsExactly(
                        "PoP realm=\"orders\", algs=\"HS256 ES256 Ed25519\"",
                        "DPoP realm=\"orders\", algs=\"ES256 Ed25519\"",
                        "Bearer realm=\"orders\"");
    }

    @Test
    void dp24_namesErrorAndSentenceForTheSchemeThatWasUsed() {
        String sentence = "error_description=\"The access token has expired.\"";
        assertThat(challenge(Reason.TOKEN_EXPIRED, SchemeName.POP, null))
                .containsExactly(
                        "PoP error=\"invalid_token\", " + sentence + ", algs=\"HS256 ES256 Ed25519\"",
                        "DPoP algs=\"ES256 Ed25519\"",
                        "Bearer");
        assertThat(challenge(Reason.TOKEN_EXPIRED, SchemeName.DPOP, null))
                .containsExactly(
                        "PoP algs=\"HS256 ES256 Ed25519\"",
                        "DPoP error=\"invalid_token\", " + sentence + ", algs=\"ES256 Ed25519\"",
                        "Bearer");
        assertThat(challenge(Reason.TOKEN_EXPIRED, SchemeName.BEARER, null).get(2))
                .isEqualTo("Bearer error=\"invalid_token\", " + sentence);
    }

    @Test
    void dp27_saysTheErrorInBothWhenTheRequestUsesBoth() {
        List<String> lines = Challenge.of(
                Reason.AUTHORIZATION_REPEATED,
                EnumSet.of(SchemeName.DPOP, SchemeName.BEARER),
                Demand.nothing(),
                policy(null));

        assertThat(lines.get(0)).doesNotContain("error");
        assertThat(lines.subList(1, 3)).allSatisfy(line -> assertThat(line).contains("error=\"invalid_request\""));
    }

    @Test
    void bt03_saysWhichScopesAreNeeded() {
        assertThat(Challenge.of(
                                Reason.SCOPE_INSUFFICIENT,
                                EnumSet.of(SchemeName.BEARER),
                                Demand.scopes(List.of("read", "write")),
                                policy(null))
                        .get(2))
                .startsWith("Bearer error=\"insufficient_scope\", error_description=")
                .endsWith(", scope=\"read write\"");
    }

    @Test
    void su01_su02_saysHowAndHowLongAgoTheUserHasToAuthenticate() {
        Demand demand =
                Demand.authentication(List.of("read"), List.of("phr", "mfa"), Optional.of(Duration.ofMinutes(5)));
        List<String> lines =
                Challenge.of(Reason.AUTHENTICATION_INSUFFICIENT, EnumSet.of(SchemeName.DPOP), demand, policy(null));

        assertThat(lines.get(1))
                .startsWith("DPoP error=\"insufficient_user_authentication\", ")
                .contains(", scope=\"read\", acr_values=\"phr mfa\", max_age=\"300\", ");
        assertThat(lines.get(0)).doesNotContain("acr_values");
    }

    @Test
    void mt02_offersBearerOnceForMtlsAndBearer() {
        FilterPolicy policy = new FilterPolicy(
                List.of(),
                "scope",
                ErrorMode.PROBLEM,
                Optional.empty(),
                List.of(SchemeName.MTLS, SchemeName.BEARER),
                List.of(SignatureAlgorithm.ES256),
                List.of(),
                CorsPolicy.none(),
                FormPolicy.defaults(),
                TlsSource.none(),
                Optional.empty(),
                Optional.empty());

        assertThat(Challenge.of(
                        Reason.CLIENT_CERTIFICATE_MISMATCH, EnumSet.of(SchemeName.MTLS), Demand.nothing(), policy))
                .singleElement()
                .asString()
                .startsWith("Bearer error=\"invalid_token\"");
        assertThat(Challenge.code(Reason.CHANNEL_BINDING_MISSING.error(), SchemeName.MTLS))
                .hasValue("invalid_token");
    }

    @Test
    void offersOnlyTheSchemesThatWillDoOnTheRoute() {
        assertThat(Challenge.of(
                        Reason.SCHEME_NOT_FOR_ROUTE,
                        EnumSet.of(SchemeName.BEARER),
                        Demand.schemes(List.of("DPoP")),
                        policy(null)))
                .containsExactly("DPoP algs=\"ES256 Ed25519\"");
    }

    @Test
    void prm05_saysInEveryLineWhereTheMetadataIs() {
        FilterPolicy published = policy(
                "orders",
                Optional.of(new ProtectedResourceMetadata("https://a.example/.well-known/x", "/.well-known/x", "{}")));

        assertThat(Challenge.of(Reason.NO_CREDENTIALS, EnumSet.of(SchemeName.POP), Demand.nothing(), published))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).endsWith("resource_metadata=\"https://a.example/.well-known/x\""));
    }

    @ParameterizedTest
    @EnumSource
    void bt05_namesEachParameterOnce(Reason reason) {
        Demand everything =
                new Demand(Optional.of("n"), List.of(), List.of("s"), List.of("a"), Optional.of(Duration.ofSeconds(1)));
        for (String line : Challenge.of(reason, EnumSet.allOf(SchemeName.class), everything, policy("orders"))) {
            List<String> names = Pattern.compile("([a-z_]+)=\"[^\"\\\\]*\"")
                    .matcher(line)
                    .results()
                    .map(match -> match.group(1))
                    .toList();

            assertThat(names).isNotEmpty().doesNotHaveDuplicates();
            assertThat(line).matches("[A-Za-z]+( [a-z_]+=\"[^\"\\\\]*\",?)+");
        }
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
        assertThat(Challenge.of(Reason.NONCE_MISSING, EnumSet.of(SchemeName.POP), Demand.nonce("abc"), policy("orders"))
                        .get(0))
                .startsWith("PoP nonce=\"abc\", realm=\"orders\", error=\"use_pop_nonce\"");
    }

    @ParameterizedTest
    @EnumSource
    void canQuoteTheSentenceOfEveryReason(Reason reason) {
        assertThat(challenge(reason, SchemeName.DPOP, null)).hasSize(3);
    }

    @Test
    void v52_bt05_neverWritesWhatCouldEndTheQuotedString() {
        for (String realm : List.of("a\"b", "a\r\nb")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> challenge(Reason.NO_CREDENTIALS, SchemeName.POP, realm));
        }
    }

    private static FilterPolicy policy(@Nullable String realm) {
        return policy(realm, Optional.empty());
    }

    private static FilterPolicy policy(@Nullable String realm, Optional<ProtectedResourceMetadata> metadata) {
        return new FilterPolicy(
                List.of(),
                "scope",
                ErrorMode.PROBLEM,
                Optional.ofNullable(realm),
                List.of(SchemeName.POP, SchemeName.DPOP, SchemeName.BEARER),
                List.of(SignatureAlgorithm.HS256, SignatureAlgorithm.ES256, SignatureAlgorithm.ED25519),
                List.of(),
                CorsPolicy.none(),
                FormPolicy.defaults(),
                TlsSource.none(),
                metadata,
                Optional.empty());
    }
}
