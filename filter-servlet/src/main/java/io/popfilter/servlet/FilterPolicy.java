// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.PathPattern;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.servlet.settings.ErrorMode;
import java.util.List;
import java.util.Optional;

/**
 * What the filter decides besides the verification itself.
 *
 * @param excluded routes that pass without a proof
 * @param rolesClaim the claim that holds the principal's roles: a string of words, or an array of strings
 * @param errorMode how a refusal is answered
 * @param realm the realm parameter of the challenge: printable ASCII without quotes and backslashes
 * @param algorithms the algorithms that the challenge offers: those that the verifier accepts
 */
public record FilterPolicy(
        List<PathPattern> excluded,
        String rolesClaim,
        ErrorMode errorMode,
        Optional<String> realm,
        List<SignatureAlgorithm> algorithms) {

    /** Copies the lists. */
    public FilterPolicy {
        excluded = List.copyOf(excluded);
        algorithms = List.copyOf(algorithms);
    }

    /** Nothing excluded, roles from {@code scope}, problem details, no realm, all algorithms. */
    public static FilterPolicy defaults() {
        return new FilterPolicy(
                List.of(), "scope", ErrorMode.PROBLEM, Optional.empty(), List.of(SignatureAlgorithm.values()));
    }

    boolean excludes(CanonicalPath route) {
        for (PathPattern pattern : excluded) {
            if (pattern.matches(route)) {
                return true;
            }
        }
        return false;
    }
}
