// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.parse.NumericDate;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims that are checked here (RFC 7519 section 4.1), once their issuer and audience are the configured ones. */
record RegisteredClaims(
        @Nullable String subject,
        @Nullable String clientId,
        @Nullable String id,
        Set<String> scopes,
        Instant validFrom,
        Instant validUntil) {

    /** The claims of a JWT (RFC 7519 section 4.1). */
    static RegisteredClaims check(JsonObject claims, TokenPolicy policy) throws Rejection {
        try {
            checkIssuer(require(claims.text("iss"), "iss"), policy);
            checkAudience(require(claims.get("aud"), "aud"), policy);
            return read(claims, NumericDate.truncated("exp", require(claims.get("exp"), "exp")), policy);
        } catch (MalformedException e) {
            throw new Rejection(Reason.TOKEN_CLAIM_INVALID, Facts.about(e.defect()));
        }
    }

    /**
     * The members of an introspection answer (RFC 7662 section 2.2). The issuer is the server that answered, and it may leave
     * {@code iss} and {@code exp} out; what is there has to be right.
     */
    static RegisteredClaims checkIntrospected(JsonObject answer, TokenPolicy policy, Confirmation confirmation)
            throws Rejection {
        try {
            String issuer = answer.text("iss");
            if (issuer != null) {
                checkIssuer(issuer, policy);
            }
            checkAudience(require(answer.get("aud"), "aud"), policy);
            checkType(answer.text("token_type"), confirmation);
            JsonValue exp = answer.get("exp");
            Instant expiresAt = exp == null ? NumericDate.MAX : NumericDate.truncated("exp", exp);
            return read(answer, expiresAt, policy);
        } catch (MalformedException e) {
            throw new Rejection(Reason.TOKEN_CLAIM_INVALID, Facts.about(e.defect()));
        }
    }

    /**
     * Many servers say Bearer of every access token, also of one that is bound to a key; a refresh token, or one of another
     * scheme, is none for us. What is said to be bound has to be (RFC 9449 section 6.2).
     */
    private static void checkType(@Nullable String type, Confirmation confirmation) throws Rejection {
        if (type == null || type.equalsIgnoreCase("Bearer")) {
            return;
        }
        boolean isDpop = type.equalsIgnoreCase("DPoP");
        if (!isDpop && !type.equalsIgnoreCase("PoP")) {
            throw new Rejection(Reason.TOKEN_TYPE_WRONG, Facts.expected("PoP, DPoP or Bearer", type));
        }
        boolean isBound = isDpop ? confirmation.isByThumbprint() : confirmation.isByKey();
        if (!isBound) {
            throw new Rejection(Reason.CONFIRMATION_MISSING, Facts.about("token_type " + type));
        }
    }

    /** RFC 9068 section 2.2: the claims that every access token of that profile has besides. */
    static void requireAccessTokenClaims(JsonObject claims) throws Rejection {
        for (String name : List.of("sub", "client_id", "iat", "jti")) {
            require(claims.get(name), name);
        }
    }

    private static RegisteredClaims read(JsonObject claims, Instant expiresAt, TokenPolicy policy)
            throws MalformedException {
        return new RegisteredClaims(
                claims.text("sub"),
                claims.text("client_id"),
                claims.text("jti"),
                scopes(claims.get("scope")),
                validFrom(claims).minus(policy.clockSkew()),
                expiresAt.plus(policy.clockSkew()));
    }

    private static void checkIssuer(String issuer, TokenPolicy policy) throws Rejection {
        if (!policy.issuer().equals(issuer)) {
            throw new Rejection(Reason.TOKEN_ISSUER_WRONG, Facts.expected(policy.issuer(), issuer));
        }
    }

    // RFC 7519 section 4.1.3: one string or an array; compared exactly (CVE-2026-50627: not by prefix)
    private static void checkAudience(JsonValue aud, TokenPolicy policy) throws Rejection, MalformedException {
        List<String> audiences =
                aud instanceof JsonValue.Text one ? List.of(one.value()) : JsonObject.texts("aud", aud);
        if (!audiences.contains(policy.resource())) {
            throw new Rejection(Reason.TOKEN_AUDIENCE_WRONG, Facts.expected(policy.resource(), audiences.toString()));
        }
    }

    private static Instant validFrom(JsonObject claims) throws MalformedException {
        Instant validFrom = Instant.EPOCH;
        for (String name : List.of("nbf", "iat")) {
            JsonValue value = claims.get(name);
            if (value != null) {
                Instant date = NumericDate.truncated(name, value);
                validFrom = date.isAfter(validFrom) ? date : validFrom;
            }
        }
        return validFrom;
    }

    // RFC 9068 section 2.2.3 has words in a string; some servers write an array of them
    private static Set<String> scopes(@Nullable JsonValue scope) throws MalformedException {
        if (scope instanceof JsonValue.Array) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(JsonObject.texts("scope", scope)));
        }
        if (scope == null || scope instanceof JsonValue.Text) {
            return scopes(scope == null ? null : ((JsonValue.Text) scope).value());
        }
        throw new MalformedException("scope is neither a string nor an array");
    }

    // RFC 6749 section 3.3
    static Set<String> scopes(@Nullable String scope) {
        Set<String> scopes = new LinkedHashSet<>();
        if (scope != null) {
            for (String one : scope.split(" ", -1)) {
                if (!one.isEmpty()) {
                    scopes.add(one);
                }
            }
        }
        return Collections.unmodifiableSet(scopes);
    }

    private static <T> T require(@Nullable T value, String name) throws Rejection {
        if (value == null) {
            throw new Rejection(Reason.TOKEN_CLAIM_MISSING, Facts.about(name));
        }
        return value;
    }
}
