// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.reject.Rejection;
import java.time.Instant;

/** Turns the text of an access token into a verified one: the seam for token formats. */
public interface AccessTokens {

    /**
     * Unwraps and verifies a token.
     *
     * @param text as the client sent it; bounded, not trusted
     * @param now the time of the request
     * @throws Rejection with a reason of stage TOKEN or KEY when the token is not acceptable, and one that maps to 503 when
     *     that cannot be decided now
     */
    AccessToken resolve(String text, Instant now) throws Rejection;
}
