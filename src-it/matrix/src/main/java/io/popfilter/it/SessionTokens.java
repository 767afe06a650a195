// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.jose.Thumbprint;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.AccessTokens;
import io.popfilter.token.Confirmation;
import java.time.Instant;
import java.util.Map;

/** Tokens that are sessions of this server: random texts, and all that they mean is in its own table. */
record SessionTokens(Map<String, Session> table) implements AccessTokens {

    record Session(String user, String scope, String keyThumbprint, Instant from, Instant until) {}

    @Override
    public AccessToken resolve(String text, Instant now) throws Rejection {
        Session session = table.get(text);
        if (session == null) {
            throw new Rejection(Reason.TOKEN_INACTIVE);
        }
        Map<String, Object> claims = Map.of("sub", session.user(), "scope", session.scope());
        Confirmation key = Confirmation.ofThumbprint(new Thumbprint(session.keyThumbprint()));
        return AccessToken.verified(claims, key, session.from(), session.until());
    }
}
