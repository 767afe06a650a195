// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import io.popfilter.body.Body;
import io.popfilter.channel.ConnectionProof;
import io.popfilter.coverage.Coverage;
import io.popfilter.scheme.SchemeName;
import io.popfilter.token.AccessToken;
import java.util.Optional;

/**
 * What comes out of a verification. It is closed when the request is over: a long body may be in a file until then.
 *
 * @param principal who sent the request
 * @param scheme how that was shown
 * @param token the token that it came with
 * @param coverage what the proof covers
 * @param connection what ties it to the connection that it came on
 * @param nextNonce a nonce that the answer has to carry, since the one that was used will not be accepted for much longer
 */
public record VerifiedRequest(
        PopPrincipal principal,
        SchemeName scheme,
        AccessToken token,
        Coverage coverage,
        ConnectionProof connection,
        Optional<String> nextNonce)
        implements AutoCloseable {

    /** The body, when the proof covers it: what the application has to get. */
    public Optional<Body> body() {
        return coverage.body();
    }

    @Override
    public void close() {
        body().ifPresent(Body::close);
    }
}
