// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The members of the Connection field (RFC 9110 section 7.6.1).
 *
 * <p>Some intermediaries remove the fields that it names and others leave them, so what it names could be taken away.
 */
final class ConnectionOptions {

    private static final String AUTHENTICATOR = "authorization";

    private ConnectionOptions() {}

    /** Refuses a request that names a covered field there, or the one with the authenticator. */
    static void refuseToName(Set<String> covered, ReceivedRequest request) throws Rejection {
        List<String> lines = request.fieldLines("connection");
        for (String line : lines) {
            for (String member : line.split(",", -1)) {
                String name = member.strip().toLowerCase(Locale.ROOT);
                if (name.equals(AUTHENTICATOR) || covered.contains(name)) {
                    throw new Rejection(Reason.FIELD_NAMED_IN_CONNECTION, Facts.about(name));
                }
            }
        }
    }
}
