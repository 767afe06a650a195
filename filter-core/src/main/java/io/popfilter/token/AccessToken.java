// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.time.Instant;
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
    private final Set<String> scopes;
    private final Map<String, Object> claims;
    private final Confirmation confirmation;
    private final Instant validFrom;
    private final Instant validUntil;

    AccessToken(RegisteredClaims registered, Map<String, Object> claims, Confirmation confirmation) {
        this.subject = registered.subject();
        this.clientId = registered.clientId();
        this.scopes = registered.scopes();
        this.validFrom = registered.validFrom();
        this.validUntil = registered.validUntil();
        this.claims = claims;
        this.confirmation = confirmation;
    }

    /** Refuses when the token is not valid at this time; the configured skew is in its bounds already. */
    void requireAlive(Instant now) throws Rejection {
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

    /** The key that it is bound to. */
    public Confirmation confirmation() {
        return confirmation;
    }

    Instant validUntil() {
        return validUntil;
    }
}
