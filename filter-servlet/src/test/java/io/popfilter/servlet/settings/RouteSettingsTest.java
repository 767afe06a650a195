// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.popfilter.authorization.AuthorizationPolicy.Rule;
import io.popfilter.authorization.Requirement;
import io.popfilter.http.PathPattern;
import io.popfilter.scheme.SchemeName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What routes demand, and what lets them pass. */
class RouteSettingsTest {

    @Test
    void readsWhatRoutesDemand() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("schemes", "PoP DPoP Bearer")
                .initParam("route.schemes", "/pay/* = PoP, DPoP")
                .initParam("route.scopes", "/pay/* = pay:write urn:a=b; /a=b/* = x")
                .initParam("route.acr-values", "/pay/*=phr mfa")
                .initParam("route.max-age", "/pay/* = PT5M")
                .read();

        PathPattern pay = new PathPattern("/pay/*");
        assertThat(settings.authorization().rules())
                .containsExactly(
                        new Rule(pay, new Requirement.OneOfSchemes(Set.of(SchemeName.POP, SchemeName.DPOP))),
                        new Rule(pay, new Requirement.AllScopes(List.of("pay:write", "urn:a=b"))),
                        new Rule(new PathPattern("/a=b/*"), new Requirement.AllScopes(List.of("x"))),
                        new Rule(pay, new Requirement.OneOfAcrValues(List.of("phr", "mfa"))),
                        new Rule(pay, new Requirement.MaxAge(Duration.ofMinutes(5))));
    }

    @ParameterizedTest
    @CsvSource({"/a/*, /a/*", "/a/*, /a/b", "/a/*, /a/b/*", "/a, /a", "/a/*, /a"})
    void refusesToDemandSomethingOfAnExcludedRoute(String excluded, String demanding) {
        assertThatThrownBy(() -> Configuration.complete()
                        .initParam("exclude", excluded)
                        .initParam("route.scopes", demanding + " = read")
                        .read())
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::kind, Problem::key)
                                .containsExactly(tuple(Problem.Kind.CONTRADICTION, "route.scopes")));
    }

    @ParameterizedTest
    @CsvSource({"/a/*, /*", "/a/b, /a/*", "/a, /ab", "/a/*, /ab/*", "/a, /a/*"})
    void anExcludedRouteMayBeAnExceptionOfADemand(String excluded, String demanding) throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("exclude", excluded)
                .initParam("route.scopes", demanding + " = read")
                .read();

        assertThat(settings.authorization().rules()).hasSize(1);
    }
}
