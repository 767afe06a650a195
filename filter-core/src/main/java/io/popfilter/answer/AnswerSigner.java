// SPDX-License-Identifier: Apache-2.0
package io.popfilter.answer;

import io.popfilter.jose.CompactJwsWriter;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.MalformedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The server's half of signed answers. Safe for any number of threads. */
public final class AnswerSigner {

    private final InstantSource clock;
    private final Digests digests = new Digests();
    private final CompactJwsWriter writer = new CompactJwsWriter();

    /** Signs by this clock. */
    public AnswerSigner(InstantSource clock) {
        this.clock = clock;
    }

    /** SHA-256 with reused engines, for bodies. */
    public Digests digests() {
        return digests;
    }

    /**
     * The value of {@link AnswerFields#SIGNATURE}. Malformed: a field that has to be covered cannot be brought into the
     * canonical form.
     *
     * @param key the secret that the request was signed with, or the server's own key, which has a name
     * @param request what is answered
     * @param status the status code
     * @param names the fields to cover, in lower case
     * @param lines finds all lines of a field of the answer; null or empty for none
     * @param bodyHash SHA-256 as base64url of the body before transfer coding; nothing when it is not covered
     */
    public String sign(
            SigningKey key,
            RequestHash request,
            int status,
            List<String> names,
            Function<String, @Nullable List<String>> lines,
            Optional<String> bodyHash)
            throws MalformedException {
        AnswerClaims claims = new AnswerClaims(
                request.value(), status, clock.instant(), names, AnswerFields.hash(names, lines, digests), bodyHash);
        return writer.write(key, AnswerFields.TYPE, claims.toJson());
    }
}
