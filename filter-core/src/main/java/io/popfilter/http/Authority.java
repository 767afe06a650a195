// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;
import java.util.Locale;

/**
 * Host and port (RFC 9110 section 4.2.3): the host in lower case, the scheme's default port left out.
 *
 * @param value for instance {@code api.example.com:8443} or {@code [2001:db8::1]}
 */
public record Authority(String value) {

    private static final int MAX_LENGTH = 261; // 253 for a name, a colon and a port, rounded up

    /** The canonical form by the strict rules. */
    public static Authority of(String raw, UriScheme scheme) throws MalformedException {
        return of(raw, scheme, CanonicalRules.strict());
    }

    /** The canonical form. Malformed: user information, an empty host, a port out of range, a trailing dot, other text. */
    public static Authority of(String raw, UriScheme scheme, CanonicalRules rules) throws MalformedException {
        if (raw.length() > MAX_LENGTH) {
            throw new MalformedException("host is too long");
        }
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c >= 0x7F) { // looked for before the Kelvin sign becomes a k
                throw new MalformedException(
                        "host that is not ASCII",
                        "write the name's A-labels, for instance with java.net.IDN.toASCII()");
            }
            if (c == '@') {
                throw new MalformedException("user information in front of the host", "leave it out");
            }
        }
        int hostEnd = raw.startsWith("[") ? raw.indexOf(']') + 1 : raw.indexOf(':');
        if (hostEnd < 0) {
            hostEnd = raw.length();
        }
        String host = raw.substring(0, hostEnd).toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            IpLiteral.requireIpv6(host);
        } else {
            requireName(host, rules);
        }
        int port = hostEnd == raw.length() ? scheme.defaultPort() : port(raw, hostEnd);
        return new Authority(port == scheme.defaultPort() ? host : host + ":" + port);
    }

    private static void requireName(String host, CanonicalRules rules) throws MalformedException {
        int labelStart = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (i == labelStart) {
                    throw new MalformedException("host with an empty label");
                }
                labelStart = i + 1;
            } else if (c == '_' && !rules.allow(Allowance.HOST_UNDERSCORE)) {
                throw new MalformedException(
                        "underscore in the host", "use another name, or allow HOST_UNDERSCORE on both sides");
            } else if (!Ascii.isLowerLetter(c) && !Ascii.isDigit(c) && c != '-' && c != '_') {
                throw new MalformedException("illegal character in the host", "use letters, digits, hyphens and dots");
            }
        }
        if (host.isEmpty()) {
            throw new MalformedException("empty host");
        }
        if (labelStart == host.length()) {
            throw new MalformedException("host with a dot at the end", "leave the dot out");
        }
        if (Ascii.isDigit(host.charAt(labelStart))) {
            IpLiteral.requireIpv4IfNumeric(host, labelStart);
        }
    }

    private static int port(String raw, int colon) throws MalformedException {
        int port = 0;
        for (int i = colon + 1; i < raw.length() && port <= 65535; i++) {
            char c = raw.charAt(i);
            if (!Ascii.isDigit(c)) {
                throw new MalformedException("port that is not a number");
            }
            port = port * 10 + c - '0';
        }
        if (raw.charAt(colon) != ':' || port == 0 || port > 65535 || raw.charAt(colon + 1) == '0') {
            throw new MalformedException(
                    "port out of range", "leave it out, or write 1 to 65535 without leading zeros");
        }
        return port;
    }

    @Override
    public String toString() {
        return value;
    }
}
