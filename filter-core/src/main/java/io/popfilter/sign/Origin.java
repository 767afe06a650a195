// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.UriScheme;
import java.net.URI;
import java.util.Locale;

/** The server that a request is for (RFC 9110 section 4.3.1). */
record Origin(UriScheme scheme, Authority authority) {

    private static final String REMEDY = "give the whole URI that the request is sent to";

    /** Of this URI; one that the verifier would refuse is an {@link IllegalArgumentException}. */
    static Origin of(URI uri, CanonicalRules rules) {
        UriScheme scheme = switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "https" -> UriScheme.HTTPS;
            case "http" -> UriScheme.HTTP;
            default -> throw Canonical.unsignable("neither an https nor an http URI", REMEDY);
        };
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw Canonical.unsignable("a URI without a host", REMEDY);
        }
        return new Origin(scheme, Canonical.of("host", authority, raw -> Authority.of(raw, scheme, rules)));
    }

    @Override
    public String toString() {
        return scheme + "://" + authority;
    }
}
