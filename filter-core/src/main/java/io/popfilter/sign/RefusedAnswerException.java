// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

/** An answer cannot be believed. No stack trace; decisions read {@link #fault()}, never the message. */
public final class RefusedAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final AnswerFault fault;

    RefusedAnswerException(AnswerFault fault, String detail) {
        super(fault + ": " + detail, null, false, false);
        this.fault = fault;
    }

    /** Why. */
    public AnswerFault fault() {
        return fault;
    }
}
