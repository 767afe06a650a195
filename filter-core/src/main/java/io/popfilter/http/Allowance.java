// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

/** A departure from the canonical rules that signer and verifier can agree on; each is off unless it is asked for. */
public enum Allowance {
    /**
     * {@code %25} in a path, kept as it stands. Behind a proxy that decodes twice such a path is another one.
     */
    ENCODED_PERCENT("encoded-percent"),
    /**
     * {@code ;} in a segment of a path. In such a segment only unreserved characters are decoded; a segment that is empty, or
     * dots, before its first {@code ;} stays refused.
     */
    PATH_PARAMETERS("path-parameters"),
    /** {@code _} in the name of a host. */
    HOST_UNDERSCORE("host-underscore"),
    /** The field {@code date} can be covered, though proxies may replace it. */
    DATE_FIELD("date-field"),
    /** A body with GET, HEAD, DELETE, OPTIONS and TRACE, which several proxies drop or refuse. */
    BODY_WITH_ANY_METHOD("body-with-any-method");

    private final String text;

    Allowance(String text) {
        this.text = text;
    }

    /** The name in the configuration. */
    @Override
    public String toString() {
        return text;
    }
}
