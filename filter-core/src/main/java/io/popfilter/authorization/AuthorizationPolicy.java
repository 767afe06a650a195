// SPDX-License-Identifier: Apache-2.0
package io.popfilter.authorization;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.PathPattern;
import java.util.List;
import java.util.Optional;

/**
 * Which routes demand what; all rules that concern a route count.
 *
 * @param rules in the configured order
 */
public record AuthorizationPolicy(List<Rule> rules) {

    /**
     * Routes, and what they demand.
     *
     * @param routes the routes; those that could be read as one of them too
     * @param requirement what has to hold there
     */
    public record Rule(PathPattern routes, Requirement requirement) {}

    /** Copies the list. */
    public AuthorizationPolicy {
        rules = List.copyOf(rules);
    }

    /** Every verified request may go everywhere, as far as the filter is asked. */
    public static AuthorizationPolicy nothing() {
        return new AuthorizationPolicy(List.of());
    }

    /** The requirements for a route; all that there are when nobody can tell which route it is. */
    List<Requirement> requirementsFor(Optional<CanonicalPath> route) {
        return rules.stream()
                .filter(rule -> route.isEmpty() || rule.routes().concerns(route.get()))
                .map(Rule::requirement)
                .toList();
    }
}
