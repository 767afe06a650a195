// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The WWW-Authenticate line of a refusal (RFC 9110 section 11.6.1, RFC 6750 section 3, RFC 9449 section 7.1). */
final class Challenge {

    private Challenge() {}

    static String of(Reason reason, FilterPolicy policy) {
        List<String> parameters = new ArrayList<>();
        policy.realm().ifPresent(realm -> parameters.add(parameter("realm", realm)));
        reason.error().code().ifPresent(code -> {
            parameters.add(parameter("error", code));
            parameters.add(parameter("error_description", reason.sentence()));
        });
        parameters.add(parameter(
                "algs",
                policy.algorithms().stream()
                        .map(algorithm -> algorithm.joseName())
                        .collect(Collectors.joining(" "))));
        return SchemeName.POP + " " + String.join(", ", parameters);
    }

    private static String parameter(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                throw new IllegalArgumentException(name + " cannot be quoted in a challenge");
            }
        }
        return name + "=\"" + value + '"';
    }
}
