// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;

/**
 * What this server remembers of a token.
 *
 * @param reader the resource server that it is for
 * @param type how its key is proven
 * @param claims what it says; a secret key in it is wrapped for the reader
 */
record IssuedToken(ResourceServer reader, TokenType type, JWTClaimsSet claims) {

    boolean isOf(RegisteredClient client) {
        return client.id().equals(claims.getClaim("client_id"));
    }

    boolean isOver(Instant now) {
        return !claims.getExpirationTime().toInstant().isAfter(now);
    }
}
