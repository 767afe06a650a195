// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the client is told: the HTTP status and the OAuth error code (RFC 6750 section 3.1). */
public enum OAuthError {
    /** 401 and a challenge without an error code: nothing was presented (RFC 6750 section 3.1, last paragraph). */
    UNAUTHENTICATED(401, null),
    /** 400: the request itself is at fault. */
    INVALID_REQUEST(400, "invalid_request"),
    /** 413: the body is larger than the server checks. */
    CONTENT_TOO_LARGE(413, "invalid_request"),
    /** 425: the request may be a copy; it is good once the handshake is over (RFC 8470 section 5.2). */
    TOO_EARLY(425, null),
    /** 401: the access token is at fault, or is not bound to the key that was used. */
    INVALID_TOKEN(401, "invalid_token"),
    /** 401: the authenticator is at fault; what RFC 9449 section 7.1 calls {@code invalid_dpop_proof}. */
    INVALID_PROOF(401, "invalid_pop_proof"),
    /** 401: the authenticator has to contain a nonce, which comes with the answer (RFC 9449 section 9). */
    USE_NONCE(401, "use_pop_nonce"),
    /** 403: the token does not allow what is asked for (RFC 6750 section 3.1). */
    INSUFFICIENT_SCOPE(403, "insufficient_scope"),
    /** 401: the user has to authenticate in another way, or again (RFC 9470 section 3). */
    INSUFFICIENT_USER_AUTHENTICATION(401, "insufficient_user_authentication"),
    /** 401: the client named a token that this server does not know, and should send the token itself. */
    UNKNOWN_TOKEN_IDENTIFIER(401, "unknown_token_identifier"),
    /** 503: the server cannot decide now, so it refuses. */
    UNAVAILABLE(503, null);

    private final int status;
    private final Optional<String> code;

    OAuthError(int status, @Nullable String code) {
        this.status = status;
        this.code = Optional.ofNullable(code);
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The value of the challenge's {@code error} parameter. */
    public Optional<String> code() {
        return code;
    }
}
