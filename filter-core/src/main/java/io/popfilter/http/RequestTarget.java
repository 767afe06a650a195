// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Method, path and query of a request that can be read in one way only.
 *
 * <p>Path rules, exclusions among them, look at {@link #route()} and at nothing else.
 */
public final class RequestTarget {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String method;
    private final CanonicalPath path;
    private final CanonicalPath route;
    private final CanonicalQuery query;
    private final CanonicalRules rules;

    private RequestTarget(
            String method, CanonicalPath path, CanonicalPath route, CanonicalQuery query, CanonicalRules rules) {
        this.method = method;
        this.path = path;
        this.route = route;
        this.query = query;
        this.rules = rules;
    }

    /** Reads the target by the strict rules. */
    public static RequestTarget read(ReceivedRequest request, String rawContextPath) throws Rejection {
        return read(request, rawContextPath, CanonicalRules.strict());
    }

    /**
     * Reads the target.
     *
     * @param rawContextPath the part of the path that leads to the application, as the container reports it; may be empty
     * @param rules those of the verifier that will look at it
     */
    public static RequestTarget read(ReceivedRequest request, String rawContextPath, CanonicalRules rules)
            throws Rejection {
        String method;
        try {
            method = Method.canonical(request.method());
        } catch (MalformedException e) {
            throw new Rejection(Reason.METHOD_UNACCEPTABLE, Facts.expected("upper-case letters", request.method()));
        }
        CanonicalPath path;
        CanonicalPath route;
        try {
            path = path(method, request.rawPath(), rules);
            route = route(path, rawContextPath);
        } catch (MalformedException e) {
            throw ambiguous(e, "path");
        }
        try {
            return new RequestTarget(method, path, route, CanonicalQuery.of(request.rawQuery()), rules);
        } catch (MalformedException e) {
            throw ambiguous(e, "query");
        }
    }

    private static Rejection ambiguous(MalformedException e, String where) {
        return new Rejection(Reason.TARGET_AMBIGUOUS, Facts.about(e.defect() + " in the " + where));
    }

    private static CanonicalPath path(String method, String raw, CanonicalRules rules) throws MalformedException {
        return raw.equals("*") && method.equals("OPTIONS") ? CanonicalPath.SERVER : CanonicalPath.of(raw, rules);
    }

    /**
     * The route of a path that this application dispatches to.
     *
     * @return nothing when the path is ambiguous, or not of this application
     */
    public static Optional<CanonicalPath> routeOf(String rawPath, String rawContextPath) {
        try {
            return Optional.of(route(CanonicalPath.of(rawPath), rawContextPath));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static CanonicalPath route(CanonicalPath path, String rawContextPath) throws MalformedException {
        if (rawContextPath.isEmpty()) {
            return path;
        }
        String context =
                CanonicalPath.of(encoded(rawContextPath)).value(); // without parameters, even where they are allowed
        String rest = path.value().startsWith(context) ? path.value().substring(context.length()) : "?";
        if (!rest.isEmpty() && rest.charAt(0) != '/') {
            throw TargetDefect.OUTSIDE_CONTEXT.exception();
        }
        return rest.isEmpty() ? new CanonicalPath("/") : new CanonicalPath(rest);
    }

    /** A context path as it stands in a request, though Undertow reports it decoded, against Servlet 6.0. */
    private static String encoded(String contextPath) {
        StringBuilder encoded = new StringBuilder(contextPath.length());
        for (byte octet : contextPath.getBytes(StandardCharsets.UTF_8)) {
            if (octet == ' ' || octet < 0) {
                encoded.append('%').append(HEX.toHexDigits(octet));
            } else {
                encoded.append((char) octet);
            }
        }
        return encoded.toString();
    }

    /** The method. */
    public String method() {
        return method;
    }

    /** The whole path. */
    public CanonicalPath path() {
        return path;
    }

    /** The path within the application. */
    public CanonicalPath route() {
        return route;
    }

    /** The query. */
    public CanonicalQuery query() {
        return query;
    }

    /** The rules by which it was read. */
    public CanonicalRules rules() {
        return rules;
    }

    /** Method and path, for a log. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
