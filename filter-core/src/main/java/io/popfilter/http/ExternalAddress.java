// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;

/**
 * An address under which clients reach this server, and therefore sign.
 *
 * @param scheme the scheme that clients use, which a server behind a TLS terminator cannot see
 * @param authority host and port that clients use
 * @param prefix the path that a gateway strips before it forwards, canonical and without a final slash; or empty
 */
public record ExternalAddress(UriScheme scheme, Authority authority, String prefix) {

    /** From a base URI {@code scheme://authority[/prefix]}, by the strict rules. */
    public static ExternalAddress parse(String baseUri) throws MalformedException {
        return parse(baseUri, CanonicalRules.strict());
    }

    /** From a base URI; a prefix is canonical by the strict rules always. */
    public static ExternalAddress parse(String baseUri, CanonicalRules rules) throws MalformedException {
        UriScheme scheme;
        if (baseUri.startsWith("https://")) {
            scheme = UriScheme.HTTPS;
        } else if (baseUri.startsWith("http://")) {
            scheme = UriScheme.HTTP;
        } else {
            throw new MalformedException("base URI that does not start with https:// or http://");
        }
        if (baseUri.indexOf('?') >= 0) {
            throw new MalformedException("base URI with a query");
        }
        String rest = baseUri.substring(scheme.toString().length() + 3);
        int slash = rest.indexOf('/');
        Authority authority = Authority.of(slash < 0 ? rest : rest.substring(0, slash), scheme, rules);
        String prefix =
                slash < 0 ? "/" : CanonicalPath.of(rest.substring(slash)).value();
        return new ExternalAddress(
                scheme, authority, prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }

    /** The path that the client signed when the server received this one. */
    public String externalPath(CanonicalPath received) {
        return prefix.isEmpty() || received.equals(CanonicalPath.SERVER) ? received.value() : prefix + received.value();
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + prefix;
    }
}
