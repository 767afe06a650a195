// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.jose.CompactJws;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.parse.JsonObject;
import io.popfilter.token.TokenReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a scheme read from a request: claims that nobody has verified.
 *
 * @param scheme the scheme that read it
 * @param signature the JWS whose signature is the proof
 * @param algorithm the JWS's own word for how it is signed
 * @param token the access token, or its identifier
 * @param createdAt when the client says that it signed
 * @param id the one-time id, unique per key; its first character tells where it was taken from
 * @param nonce the nonce that a server may have asked for
 * @param presentedJwk the public key that the request brought along
 * @param statements what it says about the request
 */
public record Authenticator(
        SchemeName scheme,
        CompactJws signature,
        SignatureAlgorithm algorithm,
        TokenReference token,
        Instant createdAt,
        String id,
        Optional<String> nonce,
        Optional<JsonObject> presentedJwk,
        List<Statement> statements)
        implements Presented {

    /** Copies the list. */
    public Authenticator {
        statements = List.copyOf(statements);
    }

    /** Whether the nonce is the one-time id too, so that the next request needs another one. */
    public boolean isOnceByNonce() {
        return id.startsWith("n");
    }

    /** Never shows token or signature. */
    @Override
    public String toString() {
        return scheme + " authenticator, " + algorithm + ", created at " + createdAt;
    }
}
