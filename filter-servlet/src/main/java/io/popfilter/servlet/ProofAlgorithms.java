// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.jose.KeyType;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.scheme.SchemeName;
import java.util.List;

/** The one list of algorithms, as far as a scheme can use it. */
final class ProofAlgorithms {

    private ProofAlgorithms() {}

    /** Their JOSE names, in the configured order. */
    static List<String> of(SchemeName scheme, List<SignatureAlgorithm> accepted) {
        return accepted.stream()
                .filter(algorithm -> switch (scheme) {
                    case POP -> true;
                    case DPOP -> algorithm.keyType() != KeyType.SECRET; // RFC 9449 section 4.3
                    case MTLS, BEARER -> false;
                })
                .map(SignatureAlgorithm::joseName)
                .toList();
    }
}
