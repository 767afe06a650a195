// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;
import java.util.Optional;

/**
 * An address under which clients reach this server, and therefore sign.
 *
 * @param scheme the scheme that clients use, which a server behind a TLS terminator cannot see
 * @param authority host and port that clients use
 * @param prefix the path in front of what this server sees of a path, canonical and without a final slash; or empty
 * @param internalPrefix what a gateway puts in the place of {@code prefix} before it forwards, in the same form
 */
public record ExternalAddress(UriScheme scheme, Authority authority, String prefix, String internalPrefix) {

    private static final String MAPPED_TO = "->";

    /** With a prefix that is stripped. */
    public ExternalAddress(UriScheme scheme, Authority authority, String prefix) {
        this(scheme, authority, prefix, "");
    }

    /** From {@code scheme://authority[/prefix]}, or {@code scheme://authority[/prefix]->/internal-prefix}, by the strict rules. */
    public static ExternalAddress parse(String text) throws MalformedException {
        return parse(text, CanonicalRules.strict());
    }

    /** The same by these rules; a prefix is canonical  always. */
    public static ExternalAddress parse(String text, CanonicalRules rules) throws MalformedException {
        int arrow = text.indexOf(MAPPED_TO);
        if (arrow < 0) {
            return parseBase(text, rules);
        }
        ExternalAddress base = parseBase(text.substring(0, arrow), rules);
        String internal = text.substring(arrow + MAPPED_TO.length());
        if (!internal.startsWith("/") || internal.contains(MAPPED_TO)) {
            throw new MalformedException("an internal prefix that is not a path");
        }
        return new ExternalAddress(
                base.scheme, base.authority, base.prefix, withoutFinalSlash(CanonicalPath.of(internal)));
    }

    private static String withoutFinalSlash(CanonicalPath path) {
        String value = path.value();
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    private static ExternalAddress parseBase(String baseUri, CanonicalRules rules) throws MalformedException {
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
        String prefix = slash < 0 ? "" : withoutFinalSlash(CanonicalPath.of(rest.substring(slash)));
        return new ExternalAddress(scheme, authority, prefix);
    }

    /** The path that the client signed when the server received this one; nothing when it is not behind the prefix. */
    public Optional<String> externalPath(CanonicalPath received) {
        String path = received.value();
        if (received.equals(CanonicalPath.SERVER)) {
            return Optional.of(path);
        }
        if (internalPrefix.isEmpty()) {
            return Optional.of(prefix.isEmpty() ? path : prefix + path);
        }
        if (!path.startsWith(internalPrefix)) {
            return Optional.empty();
        }
        String rest = path.substring(internalPrefix.length());
        if (!rest.isEmpty() && rest.charAt(0) != '/') {
            return Optional.empty(); // whole segments only
        }
        String external = prefix + rest;
        return Optional.of(external.isEmpty() ? "/" : external);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + prefix + (internalPrefix.isEmpty() ? "" : MAPPED_TO + internalPrefix);
    }
}
