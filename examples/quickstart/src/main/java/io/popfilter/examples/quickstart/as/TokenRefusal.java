// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

/** No token: the error answer of RFC 6749 section 5.2. */
final class TokenRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    /** The error codes, by their names in the answer. */
    enum Code {
        INVALID_CLIENT,
        INVALID_REQUEST,
        INVALID_SCOPE,
        /** RFC 8707 section 2. */
        INVALID_TARGET,
        /** draft-ietf-oauth-pop-key-distribution-04 and later. */
        INVALID_TOKEN_TYPE,
        UNAUTHORIZED_CLIENT,
        UNSUPPORTED_GRANT_TYPE
    }

    private final Code code;

    TokenRefusal(Code code, String description) {
        super(description, null, false, false);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
