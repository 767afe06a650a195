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

    /** The canonical form. Malformed: user information, an empty host, a port out of range, a trailing dot, other text. */
    public static Authority of(String raw, UriScheme scheme) throws MalformedException {
        if (raw.length() > MAX_LENGTH) {
            throw new MalformedException("host is too long");
        }
        if (!raw.chars().allMatch(c -> c < 0x7F)) {
            throw new MalformedException("illegal character in host"); // before the Kelvin sign becomes a k
        }
        int hostEnd = raw.startsWith("[") ? raw.indexOf(']') + 1 : raw.indexOf(':');
        if (hostEnd < 0) {
            hostEnd = raw.length();
        }
        String host = raw.substring(0, hostEnd).toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            requireIpv6(host);
        } else {
            requireName(host);
        }
        int port = hostEnd == raw.length() ? scheme.defaultPort() : port(raw, hostEnd);
        return new Authority(port == scheme.defaultPort() ? host : host + ":" + port);
    }

    private static void requireName(String host) throws MalformedException {
        if (host.isEmpty() || host.startsWith(".") || host.endsWith(".") || host.contains("..")) {
            throw new MalformedException("host is empty or has an empty label");
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!Ascii.isLowerLetter(c) && !Ascii.isDigit(c) && c != '.' && c != '-') {
                throw new MalformedException("illegal character in host");
            }
        }
    }

    private static void requireIpv6(String host) throws MalformedException {
        for (int i = 1; i < host.length() - 1; i++) {
            char c = host.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                throw new MalformedException("illegal character in IPv6 address");
            }
        }
        if (host.length() < 4) {
            throw new MalformedException("IPv6 address is too short");
        }
    }

    private static int port(String raw, int colon) throws MalformedException {
        int port = 0;
        for (int i = colon + 1; i < raw.length() && port <= 65535; i++) {
            char c = raw.charAt(i);
            if (!Ascii.isDigit(c)) {
                throw new MalformedException("port is not a number");
            }
            port = port * 10 + c - '0';
        }
        if (raw.charAt(colon) != ':' || port == 0 || port > 65535 || raw.charAt(colon + 1) == '0') {
            throw new MalformedException("port is out of range");
        }
        return port;
    }

    @Override
    public String toString() {
        return value;
    }
}
