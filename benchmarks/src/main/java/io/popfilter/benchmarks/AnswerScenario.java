// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.jose.SignatureAlgorithm;

/** Which key signs answers. */
public enum AnswerScenario {

    /** The secret of the client, which the server found in the token. */
    ANSWER_HS256(SignatureAlgorithm.HS256),
    /** A key of the server's own, of curve P-256. */
    ANSWER_ES256(SignatureAlgorithm.ES256),
    /** A key of the server's own, of 2048 bits. */
    ANSWER_RS256(SignatureAlgorithm.RS256);

    private final SignatureAlgorithm algorithm;

    AnswerScenario(SignatureAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }
}
