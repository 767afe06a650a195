// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.http.ExternalAddress;
import io.popfilter.parse.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Identifiers and addresses of this server. Never quoted when refused: a URI may hold a password. */
final class UriText {

    private static final String BASE_FORM = "write http(s)://host[:port][/prefix]";

    private UriText() {}

    /** An absolute URI without fragment (RFC 8707 2), kept as written. */
    static URI resource(String text) throws BadValueException {
        URI uri = uri(text, "write an absolute URI such as https://api.example.com");
        if (!uri.isAbsolute()) {
            throw BadValueException.unquoted(
                    MALFORMED, "is not an absolute URI", "begin it with a scheme, as in https://api.example.com");
        }
        if (uri.getRawFragment() != null) {
            throw BadValueException.unquoted(MALFORMED, "has a fragment", "remove # and what follows");
        }
        return uri;
    }

    /** Scheme, authority and perhaps a path prefix, without a slash at the end. */
    static ExternalAddress publicBase(String text) throws BadValueException {
        URI uri = uri(text.endsWith("/") ? text.substring(0, text.length() - 1) : text, BASE_FORM);
        String scheme = uri.getScheme();
        if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw BadValueException.unquoted(MALFORMED, "is not an http or https URI", BASE_FORM);
        }
        if (uri.getHost() == null
                || uri.getRawAuthority().endsWith(":")
                || uri.getPort() == 0
                || uri.getPort() > 65535) {
            throw BadValueException.unquoted(MALFORMED, "has no valid host and port", BASE_FORM);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw BadValueException.unquoted(MALFORMED, "has user information, a query or a fragment", BASE_FORM);
        }
        PlainPath.check(uri.getRawPath() + "/", uri.getRawPath());
        try {
            return ExternalAddress.parse(
                    scheme.toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority() + uri.getRawPath());
        } catch (MalformedException e) {
            throw BadValueException.unquoted(MALFORMED, "is not a base URI: " + e.defect(), BASE_FORM);
        }
    }

    private static URI uri(String text, String remedy) throws BadValueException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw BadValueException.unquoted(MALFORMED, "is not a URI", remedy);
        }
    }
}
