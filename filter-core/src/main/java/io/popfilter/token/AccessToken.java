// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.parse.JsonObject;
import io.popfilter.parse.NumericDate;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verified access token: genuine, from the configured issuer, and meant for this resource server.
 *
 * <p>Whether it is alive depends on the time, so that is asked for at every use.
 */
public final class AccessToken {

    private final @Nullable String subject;
    private final @Nullable String clientId;
    private final @Nullable String id;
    private final Set<String> scopes;
    private final Map<String, Object> claims;
    private final Confirmation confirmation;
    private final Instant validFrom;
    private final Instant validUntil;

    AccessToken(RegisteredClaims registered, Map<String, Object> claims, Confirmation confirmation) {
        this.subject = registered.subject();
        this.clientId = registered.clientId();
        this.id = registered.id();
        this.scopes = registered.scopes();
        this.validFrom = registered.validFrom();
        this.validUntil = registered.validUntil();
        this.claims = claims;
        this.confirmation = confirmation;
    }

    /**
     * A token as an introspection endpoint describes it.
     *
     * @param answer the answer, whose {@code active} is true (RFC 7662 section 2.2)
     */
    public static AccessToken introspected(
            JsonObject answer, TokenPolicy policy, Confirmation confirmation, Instant now) throws Rejection {
        RegisteredClaims registered = RegisteredClaims.checkIntrospected(answer, policy, confirmation);
        AccessToken token = new AccessToken(registered, Claims.without(answer, "cnf"), confirmation);
        token.requireAlive(now);
        return token;
    }

    /**
     * A token that was verified in another way than by {@link JwtAccessTokens}: for implementations of
     * {@link AccessTokens}, who vouch for it.
     *
     * @param claims all claims but {@code cnf}, with values as {@link #claims()} says; {@code sub}, {@code client_id} and
     *     {@code scope} are read from here
     * @param validFrom when it begins to be alive, the skew taken off
     * @param validUntil when it no longer is, the skew added
     */
    public static AccessToken verified(
            Map<String, Object> claims, Confirmation confirmation, Instant validFrom, Instant validUntil) {
        RegisteredClaims registered = new RegisteredClaims(
                text(claims, "sub"),
                text(claims, "client_id"),
                text(claims, "jti"),
                RegisteredClaims.scopes(text(claims, "scope")),
                validFrom,
                validUntil);
        return new AccessToken(registered, Collections.unmodifiableMap(new LinkedHashMap<>(claims)), confirmation);
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text ? text : null;
    }

    /** Refuses when the token is not valid at this time; the configured skew is in its bounds already. */
    public void requireAlive(Instant now) throws Rejection {
        if (!now.isBefore(validUntil)) {
            throw new Rejection(Reason.TOKEN_EXPIRED, Facts.expected("before " + validUntil, now.toString()));
        }
        if (now.isBefore(validFrom)) {
            throw new Rejection(Reason.TOKEN_NOT_YET_VALID, Facts.expected("from " + validFrom, now.toString()));
        }
    }

    /** Claim {@code sub}. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /** Claim {@code client_id} (RFC 9068 section 2.2). */
    public Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    /** Claim {@code scope}, split at spaces (RFC 8693 section 4.2), in order. */
    public Set<String> scopes() {
        return scopes;
    }

    /**
     * All claims but {@code cnf}, which may hold a secret: strings, Boolean, Long or BigDecimal, lists and maps; a JSON
     * {@code null} is left out. Not modifiable.
     */
    public Map<String, Object> claims() {
        return claims;
    }

    /** Claim {@code acr}: how its user authenticated (RFC 9470 section 6). */
    public Optional<String> authenticationContext() {
        return Optional.ofNullable(text(claims, "acr"));
    }

    /** Claim {@code auth_time}: when its user authenticated (RFC 9470 section 6); nothing when it is not a date. */
    public Optional<Instant> authenticatedAt() {
        return claims.get("auth_time") instanceof Number seconds
                        && seconds.doubleValue() >= 0
                        && seconds.doubleValue() <= NumericDate.MAX.getEpochSecond()
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }

    /** The key that it is bound to. */
    public Confirmation confirmation() {
        return confirmation;
    }

    /** Claim {@code jti}. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** Whether its issuer says, with a claim {@code single_use} that is true, that it is good for one request. */
    public boolean isForSingleUse() {
        return Boolean.TRUE.equals(claims.get("single_use"));
    }

    /** When it is no longer alive, the configured skew added. */
    public Instant validUntil() {
        return validUntil;
    }
}
