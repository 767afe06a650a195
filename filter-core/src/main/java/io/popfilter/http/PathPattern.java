// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;

/**
 * Which routes a rule is for: {@code /exact}, or {@code /prefix/*}, which is {@code /prefix} and all below it.
 *
 * <p>Matched against canonical routes only, letter case included. What somebody on the way could read otherwise, a
 * route with a path parameter or with an encoded semicolon or percent sign, is no exception, and never without a demand.
 *
 * @param text as configured
 */
public record PathPattern(String text) {

    /** A pattern. Malformed: a star elsewhere than at the end after a slash, or a path that no canonical route equals. */
    public static PathPattern of(String text) throws MalformedException {
        String path = text.endsWith("/*") ? text.substring(0, text.length() - 2) : text;
        if (path.indexOf('*') >= 0) {
            throw new MalformedException("a star is allowed only at the end, after a slash");
        }
        if (path.endsWith("/") && !path.equals(text)) {
            throw new MalformedException("two slashes before the star");
        }
        CanonicalPath canonical = CanonicalPath.of(path);
        if (!canonical.value().equals(path.isEmpty() ? "/" : path)) {
            throw new MalformedException("not in canonical form");
        }
        if (canonical.isOpenToReading()) {
            throw new MalformedException("an encoded semicolon matches nothing");
        }
        return new PathPattern(text);
    }

    /**
     * Whether a demand on these routes concerns this one. Other than with an exception, it does when in doubt: for a route
     * that somebody could read otherwise, and with a slash at the end, which frameworks leave aside.
     */
    public boolean concerns(CanonicalPath route) {
        return route.isOpenToReading() || matches(route) || route.value().equals(text + "/");
    }

    /** Whether all routes of the other pattern are among these. */
    public boolean covers(PathPattern other) {
        if (text.equals(other.text)) {
            return true;
        }
        return text.endsWith("/*") && (other.text + "/").startsWith(text.substring(0, text.length() - 1));
    }

    /** Whether an exception for these routes is for this one. */
    public boolean matches(CanonicalPath route) {
        if (route.isOpenToReading()) {
            return false;
        }
        String path = route.value();
        if (!text.endsWith("/*")) {
            return path.equals(text);
        }
        int prefix = text.length() - 2;
        return path.regionMatches(0, text, 0, prefix) && (path.length() == prefix || path.charAt(prefix) == '/');
    }
}
