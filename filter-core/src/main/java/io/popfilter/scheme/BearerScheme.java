// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.reject.Rejection;
import io.popfilter.token.TokenReference;

/**
 * Schemes {@code Bearer} and {@code mTLS}: {@code Authorization: Bearer <token>} (RFC 6750 section 2.1, RFC 8705 section 3).
 * Tokens in a form or a query are not looked for (RFC 9700 section 4.3.2).
 */
final class BearerScheme implements Scheme {

    @Override
    public BearerToken read(Credentials credentials, ReceivedRequest request) throws Rejection {
        return new BearerToken(new TokenReference.Text(credentials.token68()));
    }
}
