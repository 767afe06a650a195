// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of IP addresses, {@code 10.0.0.0/8} or {@code 2001:db8::/32} (RFC 4632 section 3.1, RFC 4291 section 2.3); an
 * address alone is the range of that address.
 *
 * <p>An IPv4 address that is written as an IPv6 one ({@code ::ffff:10.0.0.1}) is the IPv4 address. No name is ever looked up.
 */
public final class AddressRange {

    private static final int MAX_LENGTH = 64;

    private final String text;
    private final byte[] network;
    private final int bits;

    private AddressRange(String text, byte[] network, int bits) {
        this.text = text;
        this.network = network;
        this.bits = bits;
    }

    /** The range. Malformed: not an address, a length that the address does not have, or bits behind the length. */
    public static AddressRange parse(String text) throws MalformedException {
        if (text.indexOf('%') >= 0) {
            throw new MalformedException("an address with a zone");
        }
        int slash = text.indexOf('/');
        byte[] network = octets(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new MalformedException("not an IP address"));
        int bits = slash < 0 ? network.length * 8 : length(text.substring(slash + 1), network.length * 8);
        for (int bit = bits; bit < network.length * 8; bit++) {
            if (isSet(network, bit)) {
                throw new MalformedException("an address with bits behind the length of the range");
            }
        }
        return new AddressRange(text, network, bits);
    }

    private static int length(String digits, int max) throws MalformedException {
        int length = 0;
        for (int i = 0; i < digits.length() && length <= max; i++) {
            if (!Ascii.isDigit(digits.charAt(i))) {
                throw new MalformedException("a length of the range that is not a number");
            }
            length = length * 10 + digits.charAt(i) - '0';
        }
        if (digits.isEmpty() || length > max || (digits.length() > 1 && digits.charAt(0) == '0')) {
            throw new MalformedException("a length of the range that is not from 0 to " + max);
        }
        return length;
    }

    /** Whether the address is in the range; what is not an address is in none. */
    public boolean contains(String address) {
        Optional<byte[]> octets = octets(address);
        if (octets.isEmpty() || octets.get().length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (isSet(octets.get(), bit) != isSet(network, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] octets, int bit) {
        return (octets[bit / 8] & 0x80 >> bit % 8) != 0;
    }

    /** Only text of the characters of a literal is given to the JDK, which then looks nothing up. */
    private static Optional<byte[]> octets(String literal) {
        String address = withoutZone(literal);
        boolean isIpv6 = address.indexOf(':') >= 0;
        if (address.isEmpty()
                || address.length() > MAX_LENGTH
                || !(isIpv6 ? hasIpv6Characters(address) : isIpv4(address))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(isIpv6 ? "[" + address + "]" : address)
                    .getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Containers show the zone of a link-local peer (RFC 4007 section 11): it is about this host's own interfaces. */
    private static String withoutZone(String literal) {
        int percent = literal.indexOf('%');
        return percent < 0 ? literal : literal.substring(0, percent);
    }

    private static boolean hasIpv6Characters(String address) {
        return address.chars().allMatch(c -> c == ':' || c == '.' || (c < 0x7F && Character.digit(c, 16) >= 0));
    }

    /** Four decimal numbers: the JDK would take {@code 10.1} and {@code 010.0.0.1} too. */
    private static boolean isIpv4(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean isNumber =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!isNumber || (part.length() > 1 && part.charAt(0) == '0') || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && range.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
