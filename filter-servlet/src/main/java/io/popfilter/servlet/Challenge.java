// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.jose.KeyType;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The WWW-Authenticate lines of a refusal, one for each scheme that is on (RFC 9110 section 11.6.1, RFC 6750 section 3, RFC
 * 9449 section 7.1). What went wrong is said in the one of the scheme that was used.
 */
final class Challenge {

    private Challenge() {}

    /**
     * The lines.
     *
     * @param used the scheme that the request used, or the first that is on
     * @param nonce a nonce to sign with, which only scheme PoP hands out here (DPoP has a field of its own)
     */
    static List<String> of(Reason reason, SchemeName used, Optional<String> nonce, FilterPolicy policy) {
        List<String> lines = new ArrayList<>();
        for (SchemeName scheme : policy.schemes()) {
            List<String> parameters = new ArrayList<>();
            if (scheme == SchemeName.POP) {
                nonce.ifPresent(value -> parameters.add(parameter("nonce", value)));
            }
            policy.realm().ifPresent(realm -> parameters.add(parameter("realm", realm)));
            if (scheme == used) {
                code(reason.error(), scheme).ifPresent(code -> {
                    parameters.add(parameter("error", code));
                    parameters.add(parameter("error_description", reason.sentence()));
                });
            }
            parameters.add(parameter("algs", algorithms(scheme, policy)));
            lines.add(scheme + " " + String.join(", ", parameters));
        }
        return lines;
    }

    /** The error code as a scheme calls it. */
    static Optional<String> code(OAuthError error, SchemeName scheme) {
        return switch (scheme) {
            case POP -> error.code();
            case DPOP ->
                switch (error) {
                    case INVALID_PROOF -> Optional.of("invalid_dpop_proof");
                    case USE_NONCE -> Optional.of("use_dpop_nonce");
                    default -> error.code();
                };
        };
    }

    private static String algorithms(SchemeName scheme, FilterPolicy policy) {
        return policy.algorithms().stream()
                .filter(algorithm -> scheme != SchemeName.DPOP || algorithm.keyType() != KeyType.SECRET)
                .map(SignatureAlgorithm::joseName)
                .collect(Collectors.joining(" "));
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
