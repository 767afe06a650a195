// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;

/**
 * The URI of a request without query and fragment ({@code htu} of RFC 9449 section 4.2), in normal form: scheme and host in
 * lower case, no default port, an empty path as {@code /}, the path in percent-normal form (RFC 3986 sections 6.2.2, 6.2.3).
 *
 * <p>A path that is ambiguous has no normal form here, and is malformed: dot segments are not removed, since no received
 * path has any.
 */
public record TargetUri(UriScheme scheme, Authority authority, CanonicalPath path) {

    /** The normal form. A query and a fragment are left aside (RFC 9449 section 4.3). */
    public static TargetUri of(String uri, CanonicalRules rules) throws MalformedException {
        int colon = uri.indexOf("://");
        if (colon < 0) {
            throw new MalformedException("URI without scheme and host");
        }
        UriScheme scheme = scheme(uri.substring(0, colon));
        int start = colon + 3;
        int end = firstOf(uri, start, "?#");
        int slash = firstOf(uri, start, "/?#");
        Authority authority = Authority.of(uri.substring(start, slash), scheme, rules);
        return new TargetUri(scheme, authority, CanonicalPath.of(uri.substring(slash, end), rules));
    }

    /** The URI. */
    @Override
    public String toString() {
        return scheme + "://" + authority + path.value();
    }

    private static UriScheme scheme(String text) throws MalformedException {
        for (UriScheme scheme : UriScheme.values()) {
            if (scheme.toString().equalsIgnoreCase(text)) {
                return scheme;
            }
        }
        throw new MalformedException("URI of another scheme than http and https");
    }

    private static int firstOf(String uri, int from, String characters) {
        for (int i = from; i < uri.length(); i++) {
            if (characters.indexOf(uri.charAt(i)) >= 0) {
                return i;
            }
        }
        return uri.length();
    }
}
