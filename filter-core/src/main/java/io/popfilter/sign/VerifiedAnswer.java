// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.answer.AnswerClaims;
import java.time.Instant;
import java.util.List;

/** What a server said, proven to be an answer to the request that was sent. Only {@link AnswerVerifier} makes one. */
public final class VerifiedAnswer {

    private final AnswerClaims claims;

    VerifiedAnswer(AnswerClaims claims) {
        this.claims = claims;
    }

    /** The status code, which is always covered. */
    public int status() {
        return claims.status();
    }

    /** When the server signed, by its clock. */
    public Instant signedAt() {
        return claims.signedAt();
    }

    /** The header fields that are covered, in lower case; one that the answer does not have is covered too. */
    public List<String> coveredFields() {
        return claims.fieldNames();
    }

    /** Whether the body is the one that the server sent. */
    public boolean coversBody() {
        return claims.bodyHash().isPresent();
    }
}
