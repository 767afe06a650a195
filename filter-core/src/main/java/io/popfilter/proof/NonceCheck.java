// SPDX-License-Identifier: Apache-2.0
package io.popfilter.proof;

import io.popfilter.jose.Digests;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.reject.Demand;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Authenticator;
import io.popfilter.token.TokenReference;
import java.time.Instant;
import java.util.Optional;

/** Whether an authenticator contains a nonce of this server (RFC 9449 section 9); part of the FRESHNESS stage. */
public final class NonceCheck {

    private final Optional<ServerNonces> nonces;
    private final Scope scope;
    private final Digests digests = new Digests();

    /** What a nonce is good for. */
    public enum Scope {
        /** Any token. */
        ANY_TOKEN,
        /** The token that it was handed out for. */
        ONE_TOKEN
    }

    private NonceCheck(Optional<ServerNonces> nonces, Scope scope) {
        this.nonces = nonces;
        this.scope = scope;
    }

    /** No nonce is asked for, and what is sent as one is not looked at. */
    public static NonceCheck off() {
        return new NonceCheck(Optional.empty(), Scope.ANY_TOKEN);
    }

    /** Every authenticator has to contain one of these. */
    public static NonceCheck required(ServerNonces nonces, Scope scope) {
        return new NonceCheck(Optional.of(nonces), scope);
    }

    /**
     * Refuses an authenticator without an acceptable nonce, and offers one that is.
     *
     * @return the nonce to hand out with the answer, when the one that was used will not be accepted for much longer
     */
    public Optional<String> check(Authenticator authenticator, Instant now) throws Rejection {
        if (nonces.isEmpty()) {
            return Optional.empty();
        }
        String boundTo = boundTo(authenticator.token());
        String nonce = authenticator.nonce().orElseThrow(() -> demand(boundTo, Reason.NONCE_MISSING, now));
        return switch (nonces.get()
                .age(nonce, boundTo, now)
                .orElseThrow(() -> demand(boundTo, Reason.NONCE_NOT_ACCEPTED, now))) {
            case CURRENT ->
                authenticator.isOnceByNonce() ? Optional.of(nonces.get().issue(boundTo, now)) : Optional.empty();
            case PREVIOUS -> Optional.of(nonces.get().issue(boundTo, now));
        };
    }

    private Rejection demand(String boundTo, Reason reason, Instant now) {
        return Rejection.demanding(Demand.nonce(nonces.orElseThrow().issue(boundTo, now)), reason, Facts.none());
    }

    private String boundTo(TokenReference token) {
        return switch (scope) {
            case ANY_TOKEN -> "";
            case ONE_TOKEN ->
                token instanceof TokenReference.Identifier identifier
                        ? identifier.hash()
                        : digests.sha256(((TokenReference.Text) token).text());
        };
    }
}
