// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

/** A well-formed JWS or JWE is refused. No stack trace; whoever asked turns the fault into a reason of its own. */
public final class JoseException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Fault {
        /** {@code alg} or {@code enc} is missing or never executed here. */
        ALGORITHM_NOT_ACCEPTED,
        /** The header has {@code crit}, {@code b64} or {@code zip}. */
        HEADER_FORBIDDEN,
        /** No key has this {@code kid}, or none fits the algorithm. */
        KEY_UNKNOWN,
        /** The signature does not verify, or nothing could be decrypted. */
        NOT_AUTHENTIC
    }

    private final Fault fault;

    JoseException(Fault fault, String detail) {
        super(detail, null, false, false);
        this.fault = fault;
    }

    /** Why. */
    public Fault fault() {
        return fault;
    }

    /** A few words for a log. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
