// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import java.util.Locale;
import java.util.Optional;

/** The error answer of RFC 6749 section 5.2, which the other endpoints have too. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    /** The error codes. */
    enum Code {
        INVALID_CLIENT("Basic realm=\"authorization server\""),
        /** RFC 7591 section 3.2.2. */
        INVALID_CLIENT_METADATA,
        /** RFC 9449 section 5. */
        INVALID_DPOP_PROOF,
        INVALID_REQUEST,
        INVALID_SCOPE,
        /** RFC 8707 section 2. */
        INVALID_TARGET,
        /** RFC 6750 section 3.1: the initial access token of a registration. */
        INVALID_TOKEN("Bearer realm=\"registration\""),
        /** draft-ietf-oauth-pop-key-distribution-04 and later. */
        INVALID_TOKEN_TYPE,
        UNAUTHORIZED_CLIENT,
        UNSUPPORTED_GRANT_TYPE,
        /** RFC 9449 section 8. */
        USE_DPOP_NONCE;

        private final Optional<String> challenge;

        Code() {
            this.challenge = Optional.empty();
        }

        Code(String challenge) {
            this.challenge = Optional.of(challenge);
        }

        /** What {@code WWW-Authenticate} says to somebody who is not known yet. */
        Optional<String> challenge() {
            return challenge;
        }

        int status() {
            return challenge.isPresent() ? 401 : 400;
        }

        /** Its name in the answer. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Code code;
    private final transient Optional<String> nonce;

    Refusal(Code code, String description) {
        this(code, description, Optional.empty());
    }

    private Refusal(Code code, String description, Optional<String> nonce) {
        super(description, null, false, false);
        this.code = code;
        this.nonce = nonce;
    }

    /** Of a proof that has to be made anew with this nonce. */
    static Refusal demanding(String nonce) {
        return new Refusal(Code.USE_DPOP_NONCE, "make the proof with the nonce of this answer", Optional.of(nonce));
    }

    /** What the field {@code DPoP-Nonce} says. */
    Optional<String> nonce() {
        return nonce;
    }

    Code code() {
        return code;
    }
}
