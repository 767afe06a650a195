// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;

/**
 * Hosts that are addresses (RFC 3986 section 3.2.2), each in a form that nobody rewrites.
 *
 * <p>An IPv6 address is not compressed anew: write it as RFC 5952 says, or it is another host.
 */
final class IpLiteral {

    private static final int GROUPS = 8;

    private IpLiteral() {}

    /** Refuses what is no IPv6 address in brackets, in lower case; and zone identifiers, which mean something to one host only. */
    static void requireIpv6(String host) throws MalformedException {
        if (host.indexOf('%') >= 0) {
            throw new MalformedException("IPv6 address with a zone", "leave the zone out");
        }
        int groups = 0;
        boolean isCompressed = false;
        int at = 1;
        int end = host.length() - 1;
        while (at < end) {
            if (host.startsWith("::", at)) {
                if (isCompressed) {
                    throw noIpv6();
                }
                isCompressed = true;
                at += 2;
                continue;
            }
            if (groups > 0 && host.charAt(at - 1) != ':') {
                at = skipColon(host, at, end);
            }
            int groupEnd = groupEnd(host, at, end);
            if (groupEnd < end && host.charAt(groupEnd) == '.') {
                requireIpv4(host.substring(at, end));
                groups += 2;
                groupEnd = end;
            } else {
                if (groupEnd == at || groupEnd - at > 4) {
                    throw noIpv6();
                }
                groups++;
            }
            at = groupEnd;
        }
        if (isCompressed ? groups >= GROUPS : groups != GROUPS) {
            throw noIpv6();
        }
    }

    private static int skipColon(String host, int at, int end) throws MalformedException {
        if (host.charAt(at) != ':' || at + 1 == end) {
            throw noIpv6();
        }
        return at + 1;
    }

    private static int groupEnd(String host, int from, int end) {
        int at = from;
        while (at < end && Character.digit(host.charAt(at), 16) >= 0) {
            at++;
        }
        return at;
    }

    private static MalformedException noIpv6() {
        return new MalformedException("host in brackets that is no IPv6 address", "write it as in RFC 5952");
    }

    /**
     * Refuses other spellings of IPv4 addresses, such as {@code 127.1}, {@code 2130706433} and {@code 0x7f.1}: a host whose
     * last label is a number is taken for an address by many (WHATWG URL section 3.5).
     */
    static void requireIpv4IfNumeric(String host, int lastLabel) throws MalformedException {
        boolean isHex = host.startsWith("0x", lastLabel);
        for (int i = isHex ? lastLabel + 2 : lastLabel; i < host.length(); i++) {
            char c = host.charAt(i);
            if (isHex ? Character.digit(c, 16) < 0 : !Ascii.isDigit(c)) {
                return;
            }
        }
        requireIpv4(host);
    }

    private static void requireIpv4(String address) throws MalformedException {
        int octets = 0;
        int start = 0;
        while (start <= address.length()) {
            int dot = address.indexOf('.', start);
            int end = dot < 0 ? address.length() : dot;
            if (!isOctet(address, start, end)) {
                throw noIpv4();
            }
            octets++;
            start = end + 1;
        }
        if (octets != 4) {
            throw noIpv4();
        }
    }

    private static boolean isOctet(String address, int start, int end) {
        if (end == start || end - start > 3 || (end - start > 1 && address.charAt(start) == '0')) {
            return false;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            if (!Ascii.isDigit(address.charAt(i))) {
                return false;
            }
            value = value * 10 + address.charAt(i) - '0';
        }
        return value <= 255;
    }

    private static MalformedException noIpv4() {
        return new MalformedException(
                "numeric host that is no IPv4 address", "write four decimal numbers without leading zeros");
    }
}
