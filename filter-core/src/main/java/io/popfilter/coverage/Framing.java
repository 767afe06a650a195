// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.Method;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;

/** What a request says about its body before any of it is read. */
final class Framing {

    private Framing() {}

    /**
     * Whether the request may have a body. Refuses one that is announced and may not, and one in another transfer coding
     * than chunked.
     */
    static boolean mayHaveBody(ReceivedRequest request, RequestTarget target) throws Rejection {
        List<String> codings = request.fieldLines("transfer-encoding");
        boolean isChunked = !codings.isEmpty();
        // RFC 9112 section 6.1; with others the octets of the body depend on who decoded what
        if (isChunked && (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked"))) {
            throw new Rejection(
                    Reason.TRANSFER_CODING_NOT_ACCEPTED, Facts.expected("chunked", String.join(", ", codings)));
        }
        CanonicalRules rules = target.rules();
        if (!Method.isWithoutBody(target.method()) || rules.allow(Allowance.BODY_WITH_ANY_METHOD)) {
            return true;
        }
        if (isChunked || request.announcedBodyLength() > 0) {
            throw bodyNotAllowed(target);
        }
        return false;
    }

    static Rejection bodyNotAllowed(RequestTarget target) {
        return new Rejection(Reason.BODY_NOT_ALLOWED, Facts.about("a body with " + target.method()));
    }
}
