// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.net.URI;
import java.util.Locale;

/**
 * Where the metadata of a resource is (RFC 9728 section 3.1).
 *
 * @param resource its identifier
 */
public record WellKnownUri(URI resource) {

    private static final String SEGMENTS = "/.well-known/oauth-protected-resource";
    private static final String KEYS = "/.well-known/popfilter-jwks";

    /** Resources that have one. */
    public WellKnownUri {
        if (!exists(resource)) {
            throw new IllegalArgumentException("a resource without a well-known address");
        }
    }

    /** Whether the identifier is a URL, and one that a path can be put into. */
    static boolean exists(URI resource) {
        String scheme = resource.getScheme();
        return scheme != null
                && (scheme.toLowerCase(Locale.ROOT).equals("https")
                        || scheme.toLowerCase(Locale.ROOT).equals("http"))
                && resource.getHost() != null
                && resource.getRawUserInfo() == null
                && resource.getRawQuery() == null;
    }

    /** The path: that of the resource, behind the well-known one. */
    public String path() {
        String path = resource.getRawPath();
        return SEGMENTS + (path.equals("/") ? "" : path); // a slash right behind the host is removed
    }

    /** The path of the keys that sign answers, beside it. */
    public String keysPath() {
        String path = resource.getRawPath();
        return KEYS + (path.equals("/") ? "" : path);
    }

    /** The whole address of these keys. */
    public String keysAddress() {
        return origin() + keysPath();
    }

    private String origin() {
        return resource.getScheme() + "://" + resource.getRawAuthority();
    }

    /** The whole address. */
    @Override
    public String toString() {
        return origin() + path();
    }
}
