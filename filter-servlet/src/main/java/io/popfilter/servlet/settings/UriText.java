// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.fetch.FetchUri;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.parse.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Identifiers and addresses, of this server and of others. Never quoted when refused: a URI may hold a password. */
final class UriText {

    private static final Pattern WEB_ADDRESS = Pattern.compile("(?is)https?:.*");
    private static final String BASE_FORM = "write http(s)://host[:port][/prefix][->/internal-prefix]";

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

    /** Scheme, authority and perhaps a path prefix and what it becomes here, without a slash at the end. */
    static ExternalAddress publicBase(String text) throws BadValueException {
        int arrow = text.indexOf("->");
        String base = arrow < 0 ? text : text.substring(0, arrow);
        String mapping = arrow < 0 ? "" : text.substring(arrow);
        if (arrow >= 0) {
            String internal = mapping.substring(2);
            PlainPath.check(internal.endsWith("/") ? internal : internal + "/", internal);
        }
        URI uri = uri(base.endsWith("/") ? base.substring(0, base.length() - 1) : base, BASE_FORM);
        String scheme = uri.getScheme();
        if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw BadValueException.unquoted(MALFORMED, "is not an http or https URI", BASE_FORM);
        }
        if (uri.getRawAuthority() == null) {
            throw BadValueException.unquoted(MALFORMED, "has no valid host and port", BASE_FORM);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw BadValueException.unquoted(MALFORMED, "has user information, a query or a fragment", BASE_FORM);
        }
        PlainPath.check(uri.getRawPath() + "/", uri.getRawPath());
        try {
            return ExternalAddress.parse(
                    scheme.toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority() + uri.getRawPath() + mapping,
                    CanonicalRules.lenient()); // whether an underscore is allowed is looked at with that setting
        } catch (MalformedException e) {
            throw BadValueException.unquoted(MALFORMED, "is not a base URI: " + e.defect(), BASE_FORM);
        }
    }

    /** A page for people. */
    static URI page(String text) throws BadValueException {
        URI uri = uri(text, "write https://host/path");
        if (!isWebAddress(text) || uri.getRawAuthority() == null || uri.getRawUserInfo() != null) {
            throw BadValueException.unquoted(MALFORMED, "is not the address of a page", "write https://host/path");
        }
        return uri;
    }

    /** Whether the text is meant as one, right or wrong. */
    static boolean isWebAddress(String text) {
        return WEB_ADDRESS.matcher(text).matches();
    }

    /** An address that this server may fetch from. */
    static FetchUri fetched(String text) throws BadValueException {
        try {
            return FetchUri.parse(text);
        } catch (MalformedException e) {
            throw BadValueException.unquoted(
                    MALFORMED,
                    "is not an address to fetch from: " + e.defect(),
                    "write https://host[:port]/path; http only for localhost, 127.0.0.1 and [::1]");
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
