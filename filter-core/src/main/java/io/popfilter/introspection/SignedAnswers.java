// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import io.popfilter.jose.CompactJws;
import io.popfilter.jose.JoseException;
import io.popfilter.jose.JwsVerifier;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.parse.NumericDate;
import io.popfilter.reject.Rejection;
import io.popfilter.token.TokenPolicy;
import io.popfilter.token.VerificationKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Introspection answers as signed JWTs (RFC 9701 section 5). */
public final class SignedAnswers {

    private static final String TYPE = "token-introspection+jwt";
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final TokenPolicy policy;
    private final String clientId;
    private final VerificationKeys keys;
    private final JwsVerifier verifier;

    /**
     * Opens answers of the issuer.
     *
     * @param clientId the identifier of this server at the authorization server, which has to be the audience
     * @param keys the issuer's keys
     */
    public SignedAnswers(TokenPolicy policy, String clientId, VerificationKeys keys, JwsVerifier verifier) {
        this.policy = policy;
        this.clientId = clientId;
        this.keys = keys;
        this.verifier = verifier;
    }

    /** The introspection answer inside. Malformed: anything is wrong with it. */
    JsonObject open(byte[] text, Instant now) throws MalformedException, Rejection {
        CompactJws jws = CompactJws.parse(new String(text, StandardCharsets.ISO_8859_1).strip());
        String typ = jws.header().text("typ");
        if (!TYPE.equalsIgnoreCase(typ) && !("application/" + TYPE).equalsIgnoreCase(typ)) {
            throw new MalformedException("typ is not " + TYPE);
        }
        try {
            verifier.verify(jws, keys.inForce(jws.kid(), now));
        } catch (JoseException e) {
            throw new MalformedException("signed answer: " + e.detail());
        }
        JsonObject claims = jws.claims();
        checkClaims(claims, now);
        JsonObject answer = claims.object("token_introspection");
        if (answer == null) {
            throw new MalformedException("token_introspection is missing");
        }
        return answer;
    }

    private void checkClaims(JsonObject claims, Instant now) throws MalformedException {
        if (!policy.issuer().equals(claims.text("iss"))) {
            throw new MalformedException("iss of the signed answer is another");
        }
        JsonValue aud = claims.get("aud");
        List<String> audiences = aud instanceof JsonValue.Text one
                ? List.of(one.value())
                : aud == null ? List.of() : JsonObject.texts("aud", aud);
        if (!audiences.contains(clientId) && !audiences.contains(policy.resource())) {
            throw new MalformedException("aud of the signed answer is another");
        }
        JsonValue iat = claims.get("iat");
        if (iat == null) {
            throw new MalformedException("iat of the signed answer is missing");
        }
        // an answer is made for its question: an old one is a recording
        Instant issuedAt = NumericDate.truncated("iat", iat);
        Duration skew = policy.clockSkew();
        if (issuedAt.isAfter(now.plus(skew))
                || issuedAt.isBefore(now.minus(skew).minus(MAX_AGE))) {
            throw new MalformedException("iat of the signed answer is not now");
        }
    }
}
