// SPDX-License-Identifier: Apache-2.0
package io.popfilter.authorization;

import io.popfilter.http.CanonicalPath;
import io.popfilter.reject.Demand;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.SchemeName;
import io.popfilter.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The AUTHORIZATION stage: a request that is verified in everything else is enough for its route. */
public final class AuthorizationCheck {

    private final AuthorizationPolicy policy;
    private final Duration clockSkew;

    /**
     * Checks by this policy.
     *
     * @param clockSkew how far the issuer's clock and ours may be apart
     */
    public AuthorizationCheck(AuthorizationPolicy policy, Duration clockSkew) {
        this.policy = policy;
        this.clockSkew = clockSkew;
    }

    /**
     * Refuses what is not enough, and says what would be.
     *
     * @param route nothing when the path is ambiguous: then everything that any route demands is
     */
    public void check(Optional<CanonicalPath> route, SchemeName scheme, AccessToken token, Instant now)
            throws Rejection {
        List<Requirement> requirements = policy.requirementsFor(route);
        if (requirements.isEmpty()) {
            return;
        }
        checkScheme(requirements, scheme);
        List<String> scopes = of(requirements, Requirement.AllScopes.class)
                .flatMap(required -> required.scopes().stream())
                .distinct()
                .toList();
        boolean hasScopes = token.scopes().containsAll(scopes);
        checkAuthentication(requirements, hasScopes ? List.of() : scopes, token, now);
        if (!hasScopes) {
            throw Rejection.demanding(
                    Demand.scopes(scopes),
                    Reason.SCOPE_INSUFFICIENT,
                    Facts.expected(scopes.toString(), token.scopes().toString()));
        }
    }

    private static void checkScheme(List<Requirement> requirements, SchemeName used) throws Rejection {
        List<String> accepted = EnumSet.allOf(SchemeName.class).stream()
                .filter(scheme -> of(requirements, Requirement.OneOfSchemes.class)
                        .allMatch(required -> required.schemes().contains(scheme)))
                .map(SchemeName::toString)
                .toList();
        if (!accepted.contains(used.toString())) {
            throw Rejection.demanding(
                    Demand.schemes(accepted),
                    Reason.SCHEME_NOT_FOR_ROUTE,
                    Facts.expected(accepted.toString(), used.toString()));
        }
    }

    /** One answer names everything that the user has to do (RFC 9470 section 3). */
    private void checkAuthentication(
            List<Requirement> requirements, List<String> missingScopes, AccessToken token, Instant now)
            throws Rejection {
        Optional<List<String>> acrValues = of(requirements, Requirement.OneOfAcrValues.class)
                .map(Requirement.OneOfAcrValues::values)
                .reduce(AuthorizationCheck::common);
        Optional<Duration> maxAge = of(requirements, Requirement.MaxAge.class)
                .map(Requirement.MaxAge::age)
                .reduce((one, other) -> one.compareTo(other) < 0 ? one : other);
        Optional<String> acr = token.authenticationContext();
        Optional<Instant> authenticatedAt = token.authenticatedAt();
        boolean isInAcceptedWay =
                acrValues.isEmpty() || acr.filter(acrValues.get()::contains).isPresent();
        boolean isRecent = maxAge.isEmpty()
                || authenticatedAt
                        .filter(at -> !now.isAfter(at.plus(maxAge.get()).plus(clockSkew)))
                        .isPresent();
        if (!isInAcceptedWay || !isRecent) {
            throw Rejection.demanding(
                    Demand.authentication(missingScopes, acrValues.orElse(List.of()), maxAge),
                    Reason.AUTHENTICATION_INSUFFICIENT,
                    Facts.expected(
                            "acr of " + acrValues.orElse(List.of()) + ", at most "
                                    + maxAge.map(Duration::toString).orElse("any time") + " ago",
                            "acr " + acr.orElse("none") + ", auth_time "
                                    + authenticatedAt.map(Instant::toString).orElse("none")));
        }
    }

    private static List<String> common(List<String> one, List<String> other) {
        return one.stream().filter(other::contains).toList();
    }

    private static <T extends Requirement> Stream<T> of(List<Requirement> requirements, Class<T> kind) {
        return requirements.stream().filter(kind::isInstance).map(kind::cast);
    }
}
