// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.jose.CompactJws;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.parse.NumericDate;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.TokenReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The payload of a DPoP proof (RFC 9449 section 4.2). */
final class DpopClaims {

    private static final int MAX_ID_LENGTH = 128;
    private static final int MAX_NONCE_LENGTH = 512;
    private static final int MAX_URI_LENGTH = 8 * 1024;

    private final JsonObject claims;

    private DpopClaims(JsonObject claims) {
        this.claims = claims;
    }

    static Authenticator read(
            CompactJws jws, SignatureAlgorithm algorithm, JsonObject jwk, String token, Digests digests)
            throws MalformedException, Rejection {
        DpopClaims claims = new DpopClaims(jws.claims());
        try {
            Instant createdAt = NumericDate.truncated("iat", claims.required("iat"));
            String id = claims.text("jti", MAX_ID_LENGTH);
            List<Statement> statements = List.of(
                    new Statement.MethodIs(claims.text("htm", MAX_ID_LENGTH)),
                    new Statement.TargetUriIs(claims.text("htu", MAX_URI_LENGTH)));
            claims.checkTokenHash(token, digests);
            return new Authenticator(
                    SchemeName.DPOP,
                    jws,
                    algorithm,
                    new TokenReference.Text(token),
                    createdAt,
                    "d" + id,
                    claims.nonce(),
                    Optional.of(jwk),
                    statements);
        } catch (MalformedException e) {
            throw invalid(e.defect());
        }
    }

    // RFC 9449 section 4.3, last item
    private void checkTokenHash(String token, Digests digests) throws Rejection, MalformedException {
        if (!Digests.isEqual(digests.sha256(token), text("ath", MAX_ID_LENGTH))) {
            throw invalid("ath is not the hash of the token");
        }
    }

    private Optional<String> nonce() throws Rejection, MalformedException {
        return claims.has("nonce") ? Optional.of(text("nonce", MAX_NONCE_LENGTH)) : Optional.empty();
    }

    private JsonValue required(String name) throws Rejection {
        JsonValue value = claims.get(name);
        if (value == null) {
            throw new Rejection(Reason.AUTHENTICATOR_CLAIM_MISSING, Facts.about(name));
        }
        return value;
    }

    private String text(String name, int maxLength) throws Rejection, MalformedException {
        String value = claims.text(name);
        if (value == null) {
            throw new Rejection(Reason.AUTHENTICATOR_CLAIM_MISSING, Facts.about(name));
        }
        if (value.isBlank() || value.length() > maxLength) {
            throw invalid(name + " is blank or longer than " + maxLength + " characters");
        }
        return value;
    }

    private static Rejection invalid(String defect) {
        return new Rejection(Reason.AUTHENTICATOR_CLAIM_INVALID, Facts.about(defect));
    }
}
