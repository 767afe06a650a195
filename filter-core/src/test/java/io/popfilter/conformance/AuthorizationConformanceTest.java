// SPDX-License-Identifier: Apache-2.0
package io.popfilter.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.VerifiedRequest;
import io.popfilter.authorization.AuthorizationPolicy;
import io.popfilter.authorization.AuthorizationPolicy.Rule;
import io.popfilter.authorization.Requirement;
import io.popfilter.fixture.DpopProof;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.PathPattern;
import io.popfilter.http.RequestTarget;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Demand;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.SchemeName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes demand of tokens: scopes (RFC 6750 section 3.1) and step-up (RFC 9470); the number is in the name. */
class AuthorizationConformanceTest {

    private static final long NOW = Scene.NOW.getEpochSecond();
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final Scene scene = scene(
            rule("/orders/*", new Requirement.AllScopes(List.of("read"))),
            rule("/orders/7", new Requirement.OneOfAcrValues(List.of("phr", "mfa"))),
            rule("/orders/7", new Requirement.MaxAge(FIVE_MINUTES)),
            rule("/other", new Requirement.AllScopes(List.of("admin"))));

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP", "BEARER"})
    void su03_su04_acceptsATokenThatIsEnoughWithEveryScheme(SchemeName scheme) {
        scene.accept(request(scheme, enough()));
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP", "BEARER"})
    void bt03_refusesATokenWithoutTheScope(SchemeName scheme) {
        Rejection rejection = scene.rejection(request(scheme, enough().claim("scope", "write")));

        assertThat(rejection.reason()).isEqualTo(Reason.SCOPE_INSUFFICIENT);
        assertThat(rejection.reason().error()).isEqualTo(OAuthError.INSUFFICIENT_SCOPE);
        assertThat(rejection.demand()).isEqualTo(Demand.scopes(List.of("read")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "READ", "reader", "rea", "read,write"})
    void bt03_at09_comparesScopesExactly(String scope) {
        assertThat(scene.refusal(request(SchemeName.DPOP, enough().claim("scope", scope))))
                .isEqualTo(Reason.SCOPE_INSUFFICIENT);
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP", "BEARER"})
    void su01_su02_su04_refusesAnotherWayOfAuthenticationAndSaysWhichWillDo(SchemeName scheme) {
        for (Token token : List.of(enough().claim("acr", "pwd"), enough().without("acr"), enough().claim("acr", 7))) {
            Rejection rejection = scene.rejection(request(scheme, token));

            assertThat(rejection.reason()).isEqualTo(Reason.AUTHENTICATION_INSUFFICIENT);
            assertThat(rejection.reason().error()).isEqualTo(OAuthError.INSUFFICIENT_USER_AUTHENTICATION);
            assertThat(rejection.demand())
                    .isEqualTo(Demand.authentication(List.of(), List.of("phr", "mfa"), Optional.of(FIVE_MINUTES)));
        }
    }

    @Test
    void su03_at09_theAgeCountsFromTheAuthenticationWithTheSkewOfTheIssuersClock() {
        scene.accept(request(SchemeName.POP, enough().claim("auth_time", NOW - 330)));
        scene.accept(request(SchemeName.POP, enough().claim("auth_time", new BigDecimal(NOW - 1 + ".5"))));

        assertThat(scene.refusal(request(SchemeName.POP, enough().claim("auth_time", NOW - 331))))
                .isEqualTo(Reason.AUTHENTICATION_INSUFFICIENT);
    }

    @Test
    void su03_whatIsNoDateIsNoAuthentication() {
        for (Object odd : List.of(String.valueOf(NOW), -1, 1e300, true, List.of(NOW), Long.MAX_VALUE)) {
            assertThat(scene.refusal(request(SchemeName.POP, enough().claim("auth_time", odd))))
                    .as("%s", odd)
                    .isEqualTo(Reason.AUTHENTICATION_INSUFFICIENT);
        }
    }

    @Test
    void su02_oneAnswerNamesAlsoTheScopeThatIsMissing() {
        Rejection rejection = scene.rejection(
                request(SchemeName.BEARER, enough().without("auth_time").without("scope")));

        assertThat(rejection.reason()).isEqualTo(Reason.AUTHENTICATION_INSUFFICIENT);
        assertThat(rejection.demand().scopes()).containsExactly("read");
    }

    @Test
    void allRulesOfARouteCount() {
        Scene strict = scene(
                rule("/orders/*", new Requirement.AllScopes(List.of("read"))),
                rule("/orders/7", new Requirement.AllScopes(List.of("write", "read"))),
                rule("/*", new Requirement.OneOfAcrValues(List.of("a", "b", "c"))),
                rule("/orders/*", new Requirement.OneOfAcrValues(List.of("c", "b"))),
                rule("/*", new Requirement.MaxAge(FIVE_MINUTES)),
                rule("/orders/*", new Requirement.MaxAge(FIVE_MINUTES.dividedBy(2))));

        Rejection rejection = strict.rejection(request(SchemeName.POP, enough().claim("acr", "a")));
        assertThat(rejection.demand())
                .isEqualTo(Demand.authentication(List.of(), List.of("b", "c"), Optional.of(FIVE_MINUTES.dividedBy(2))));
        strict.accept(request(SchemeName.POP, enough().claim("acr", "b")));
        assertThat(strict.rejection(request(
                                SchemeName.POP, enough().claim("acr", "b").claim("scope", "read")))
                        .demand())
                .isEqualTo(Demand.scopes(List.of("read", "write")));
    }

    @Test
    void aRouteMayAcceptFewerSchemesThanTheServer() {
        Scene signedOnly = scene(rule("/orders/*", new Requirement.OneOfSchemes(Set.of(SchemeName.POP))));

        signedOnly.accept(request(SchemeName.POP, enough()));
        for (SchemeName scheme : List.of(SchemeName.DPOP, SchemeName.BEARER)) {
            Rejection rejection = signedOnly.rejection(request(scheme, enough()));

            assertThat(rejection.reason()).isEqualTo(Reason.SCHEME_NOT_FOR_ROUTE);
            assertThat(rejection.demand()).isEqualTo(Demand.schemes(List.of("PoP")));
        }
    }

    /** An exception is not for what could be read otherwise; a demand is. */
    @ParameterizedTest
    @CsvSource({"/other, /other", "/other/, /other/", "/%6fther, /other"})
    void v44_aDemandConcernsEveryPathThatCouldBeReadAsItsRoute(String path, String normal) {
        Proof proof = Proof.of(bound(enough(), SchemeName.POP), Scene.CLIENT).member("p", normal);

        Rejection rejection = scene.rejection(FakeRequest.get().path(path).signed(proof));

        assertThat(rejection.reason()).isEqualTo(Reason.SCOPE_INSUFFICIENT);
        assertThat(rejection.demand().scopes()).contains("admin");
    }

    @Test
    void v42_aPathThatCouldBeDecodedOnceMoreMustMeetEveryDemand() {
        CanonicalRules rules = new CanonicalRules(Set.of(Allowance.ENCODED_PERCENT), Set.of());
        Scene lenient = Scene.with(builder -> builder.canonicalRules(rules)
                .authorization(
                        new AuthorizationPolicy(List.of(rule("/admin", new Requirement.AllScopes(List.of("admin")))))));
        Proof proof = Proof.of(bound(enough(), SchemeName.POP), Scene.CLIENT).member("p", "/%2561dmin");

        assertThat(lenient.refusal(FakeRequest.get().path("/%2561dmin").signed(proof)))
                .isEqualTo(Reason.SCOPE_INSUFFICIENT);
        lenient.accept(Proof.of(bound(enough(), SchemeName.POP), Scene.CLIENT));
    }

    @Test
    void aRefusalBurnsNoProof() {
        Token token = enough().claim("scope", "write");
        FakeRequest request = request(SchemeName.DPOP, token);

        assertThat(scene.refusal(request)).isEqualTo(Reason.SCOPE_INSUFFICIENT);
        assertThat(scene.refusal(request)).isEqualTo(Reason.SCOPE_INSUFFICIENT);
    }

    @Test
    void theSignatureIsLookedAtFirst() {
        DpopProof forged = DpopProof.of(bound(Token.signed(), SchemeName.DPOP), Scene.CLIENT)
                .signedBy(Scene.STRANGER);

        assertThat(scene.refusal(forged.on(FakeRequest.get()))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    void whatIsEnoughForOneRouteIsNotTakenToOneThatDemandsMore() throws Exception {
        FakeRequest request = request(SchemeName.POP, enough());
        VerifiedRequest verified = scene.accept(request);

        scene.verifier().requireEnoughFor(Optional.of(CanonicalPath.of("/orders/8")), verified, request);
        for (Optional<CanonicalPath> route :
                List.of(Optional.of(CanonicalPath.of("/other")), RequestTarget.routeOf("/orders/8;x", ""))) {
            assertThatThrownBy(() -> scene.verifier().requireEnoughFor(route, verified, request))
                    .isInstanceOfSatisfying(
                            Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCOPE_INSUFFICIENT));
        }
    }

    private static Scene scene(Rule... rules) {
        return Scene.with(builder ->
                builder.schemes(List.of(SchemeName.values())).authorization(new AuthorizationPolicy(List.of(rules))));
    }

    private static Rule rule(String routes, Requirement requirement) {
        try {
            return new Rule(PathPattern.of(routes), requirement);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.defect(), e);
        }
    }

    private static Token enough() {
        return Token.signed().claim("acr", "mfa").claim("auth_time", NOW - 60);
    }

    private static String bound(Token token, SchemeName scheme) {
        return switch (scheme) {
            case POP, DPOP ->
                token.cnf(Map.of("jwk", Scene.CLIENT.members(), "jkt", Scene.CLIENT.thumbprint()))
                        .text();
            case MTLS, BEARER -> token.without("cnf").text();
        };
    }

    private static FakeRequest request(SchemeName scheme, Token token) {
        String text = bound(token, scheme);
        return switch (scheme) {
            case POP -> FakeRequest.get().signed(Proof.of(text, Scene.CLIENT));
            case DPOP -> DpopProof.of(text, Scene.CLIENT).on(FakeRequest.get());
            case MTLS, BEARER -> FakeRequest.get().authorization("Bearer " + text);
        };
    }
}
