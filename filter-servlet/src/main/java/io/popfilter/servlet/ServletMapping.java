// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.http.CanonicalPath;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the container dispatches on has to be the path that was sent: a rule of the container that we do not know, or a filter
 * or valve that rewrote it before us, would let a proof for one resource open another.
 */
final class ServletMapping {

    private ServletMapping() {}

    /**
     * Refuses when servlet path and path info (Jakarta Servlet 6.0 section 3.5) are not the route, decoded.
     *
     * @param welcomeFiles what a container may append to a route that ends in a slash before the filter sees it
     */
    static void check(HttpServletRequest request, CanonicalPath route, List<String> welcomeFiles) throws Rejection {
        String dispatched = orNothing(request.getServletPath()) + orNothing(request.getPathInfo());
        String sent = route.decoded();
        if (!sent.startsWith("/") || dispatched.equals(sent) || (dispatched.isEmpty() && sent.equals("/"))) {
            return;
        }
        boolean isWelcomeFile = sent.endsWith("/")
                && dispatched.startsWith(sent)
                && welcomeFiles.contains(dispatched.substring(sent.length()));
        if (!isWelcomeFile) {
            throw new Rejection(Reason.DISPATCHED_ELSEWHERE, Facts.expected(sent, dispatched));
        }
    }

    private static String orNothing(@Nullable String path) {
        return path == null ? "" : path;
    }
}
