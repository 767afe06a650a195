// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What the application saw of a request.
 *
 * @param mapped the decoded path within the application, by which the container mapped it
 * @param pattern the one of the application's patterns that it matched
 * @param body as the application read it; of a stream, one character per octet
 * @param facts what else there was to be seen of the body
 */
record Seen(
        DispatcherType dispatcher,
        String method,
        String uri,
        String query,
        String mapped,
        String pattern,
        Principal principal,
        String remoteUser,
        String authType,
        boolean isReader,
        boolean isAdmin,
        Map<String, Object> attributes,
        Map<String, List<String>> fields,
        String body,
        Map<String, List<String>> facts) {

    static Seen of(HttpServletRequest request, String body, Map<String, List<String>> facts) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String name : Collections.list(request.getAttributeNames())) {
            attributes.put(name, request.getAttribute(name));
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .addAll(Collections.list(request.getHeaders(name)));
        }
        return new Seen(
                request.getDispatcherType(),
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), ""),
                request.getHttpServletMapping().getPattern(),
                request.getUserPrincipal(),
                request.getRemoteUser(),
                request.getAuthType(),
                request.isUserInRole("read"),
                request.isUserInRole("admin"),
                attributes,
                fields,
                body,
                facts);
    }
}
