// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.http.ReceivedRequest;
import java.io.IOException;
import java.util.List;

/**
 * The question of a browser whether it may send a request to another origin (Fetch standard, CORS-preflight fetch). A browser
 * cannot sign it: it carries no credentials and no body.
 */
final class Preflight {

    private static final List<String> ONCE = List.of("origin", "access-control-request-method");
    private static final List<String> NEVER = List.of("authorization", "transfer-encoding");

    private Preflight() {}

    /** Whether the request is one, and nothing that only looks like one. */
    static boolean isOne(ReceivedRequest request) {
        return request.method().equals("OPTIONS")
                && ONCE.stream().allMatch(name -> hasOneValue(request.fieldLines(name)))
                && NEVER.stream().allMatch(name -> request.fieldLines(name).isEmpty())
                && !hasBody(request);
    }

    /** Over HTTP/2 a body need not be announced (RFC 9113 section 8.1.1), so its end is looked for. */
    private static boolean hasBody(ReceivedRequest request) {
        long announced = request.announcedBodyLength();
        if (announced >= 0) {
            return announced > 0;
        }
        try {
            return request.body().read() >= 0; // not closed: it is the container's
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean hasOneValue(List<String> lines) {
        return lines.size() == 1 && !lines.get(0).isBlank() && lines.get(0).indexOf(',') < 0;
    }
}
