// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.reject.Demand;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The WWW-Authenticate lines of a refusal, one for each scheme that will do (RFC 9110 section 11.6.1, RFC 6750 section 3, RFC
 * 9449 section 7.1). What went wrong is said in that of the scheme that was used.
 */
final class Challenge {

    private Challenge() {}

    /**
     * The lines.
     *
     * @param used the schemes that the request used, or the first that is on
     * @param demand what the client has to bring; a nonce is said by scheme PoP only (DPoP has a field of its own)
     */
    static List<String> of(Reason reason, Set<SchemeName> used, Demand demand, FilterPolicy policy) {
        List<String> lines = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (SchemeName scheme : policy.schemes()) {
            boolean willDo = demand.schemes().isEmpty() || demand.schemes().contains(scheme.toString());
            if (willDo && said.add(scheme.authScheme())) { // mTLS and Bearer are one to the client
                String parameters =
                        String.join(", ", parameters(scheme, used.contains(scheme), reason, demand, policy));
                lines.add(parameters.isEmpty() ? scheme.authScheme() : scheme.authScheme() + " " + parameters);
            }
        }
        return lines;
    }

    private static List<String> parameters(
            SchemeName scheme, boolean isUsed, Reason reason, Demand demand, FilterPolicy policy) {
        List<String> parameters = new ArrayList<>();
        if (scheme == SchemeName.POP) {
            demand.nonce().ifPresent(value -> parameters.add(parameter("nonce", value)));
        }
        policy.realm().ifPresent(realm -> parameters.add(parameter("realm", realm)));
        if (isUsed) {
            code(reason.error(), scheme).ifPresent(code -> {
                parameters.add(parameter("error", code));
                parameters.add(parameter("error_description", reason.sentence()));
            });
            addDemand(demand, parameters);
        }
        List<String> algorithms = policy.algorithmsOf(scheme);
        if (!algorithms.isEmpty()) {
            parameters.add(parameter("algs", String.join(" ", algorithms)));
        }
        // RFC 9728 section 5.1
        policy.metadata().ifPresent(metadata -> parameters.add(parameter("resource_metadata", metadata.address())));
        return parameters;
    }

    private static void addDemand(Demand demand, List<String> parameters) {
        if (!demand.scopes().isEmpty()) {
            parameters.add(parameter("scope", String.join(" ", demand.scopes())));
        }
        if (!demand.acrValues().isEmpty()) {
            parameters.add(parameter("acr_values", String.join(" ", demand.acrValues())));
        }
        demand.maxAge().ifPresent(age -> parameters.add(parameter("max_age", String.valueOf(age.toSeconds()))));
    }

    /** The error code as a scheme calls it. */
    static Optional<String> code(OAuthError error, SchemeName scheme) {
        return switch (scheme) {
            case POP -> error.code();
            case MTLS, BEARER -> error == OAuthError.INVALID_PROOF ? OAuthError.INVALID_TOKEN.code() : error.code();
            case DPOP ->
                switch (error) {
                    case INVALID_PROOF -> Optional.of("invalid_dpop_proof");
                    case USE_NONCE -> Optional.of("use_dpop_nonce");
                    default -> error.code();
                };
        };
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
