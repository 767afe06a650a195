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
        Set<String> scopes,
        Instant validFrom,
        Instant validUntil) {

    static RegisteredClaims check(JsonObject claims, TokenPolicy policy) throws Rejection {
        try {
            String issuer = claims.text("iss");
            require(issuer, "iss");
            if (!policy.issuer().equals(issuer)) {
                throw new Rejection(Reason.TOKEN_ISSUER_WRONG, Facts.expected(policy.issuer(), String.valueOf(issuer)));
            }
            checkAudience(claims, policy);
            JsonValue exp = require(claims.get("exp"), "exp");
            claims.text("jti");
            return new RegisteredClaims(
                    claims.text("sub"),
                    claims.text("client_id"),
                    scopes(claims.get("scope")),
                    validFrom(claims).minus(policy.clockSkew()),
                    NumericDate.truncated("exp", exp).plus(policy.clockSkew()));
        } catch (MalformedException e) {
            throw new Rejection(Reason.TOKEN_CLAIM_INVALID, Facts.about(e.defect()));
        }
    }

    // RFC 7519 section 4.1.3: one string or an array; compared exactly (CVE-2026-50627: not by prefix)
    private static void checkAudience(JsonObject claims, TokenPolicy policy) throws Rejection, MalformedException {
        JsonValue aud = require(claims.get("aud"), "aud");
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
