// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

/** A document could not be had; that is an outage, never an answer. */
public final class FetchException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Fault {
        /** Nobody answers, or the connection broke. */
        UNREACHABLE,
        /** The answer, or its end, did not come in time. */
        TIMEOUT,
        /** Nobody answered before, so nobody was asked. */
        NOT_ASKED,
        /** The status is not 200; a redirect is one of these and is not followed. */
        STATUS,
        /** The media type is not the expected one. */
        MEDIA_TYPE,
        /** The document is larger than allowed. */
        TOO_LARGE
    }

    private final Fault fault;

    FetchException(Fault fault, String detail) {
        super(fault + " " + detail, null, false, false);
        this.fault = fault;
    }

    /** Why. */
    public Fault fault() {
        return fault;
    }
}
