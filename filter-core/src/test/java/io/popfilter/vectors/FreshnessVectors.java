// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;

/** The time of signing, by the defaults: 60 seconds old, 5 seconds ahead. */
final class FreshnessVectors {

    private static final String SOURCE = " (draft-ietf-oauth-signed-http-request-03 section 5; V-34).";

    private FreshnessVectors() {}

    static void describe(VectorWriter writer) {
        writer.accepts("freshness/oldest", "Signed 60 seconds ago, the last second that passes" + SOURCE)
                .claim("ts", Long.toString(Exchange.NOW - 60));
        writer.refuses(Reason.CREATED_TOO_LONG_AGO, "freshness/too-old", "Signed 61 seconds ago" + SOURCE)
                .claim("ts", Long.toString(Exchange.NOW - 61));
        writer.refuses(Reason.CREATED_TOO_LONG_AGO, "freshness/epoch", "Signed in 1970" + SOURCE)
                .claim("ts", "0");
        writer.accepts("freshness/furthest-ahead", "Signed 5 seconds ahead of our clock" + SOURCE)
                .claim("ts", Long.toString(Exchange.NOW + 5));
        writer.refuses(Reason.CREATED_IN_FUTURE, "freshness/ahead", "Signed 6 seconds ahead of our clock" + SOURCE)
                .claim("ts", Long.toString(Exchange.NOW + 6));
        writer.refuses(Reason.CREATED_IN_FUTURE, "freshness/next-year", "Signed for next year" + SOURCE)
                .claim("ts", Long.toString(Exchange.NOW + 365 * 86_400));
        writer.refuses(Reason.CREATED_IN_FUTURE, "freshness/year-9999", "Signed for the last second there is" + SOURCE)
                .claim("ts", "253402300799");
    }
}
