// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies whose word about scheme and host is taken, and how they give it: by exactly one mechanism, with exactly as many
 * elements as there are proxies, of which the outermost one's counts. The edge has to set the field, not to append to what
 * a client sent.
 *
 * @param ranges the addresses that connect to this server
 * @param mechanism the field or fields that are read; the others are never looked at
 * @param hops how many proxies a request passes, at least one
 */
public record TrustedProxies(List<AddressRange> ranges, Mechanism mechanism, int hops) {

    /** How a proxy says what the client addressed. */
    public enum Mechanism {
        /** {@code Forwarded} with {@code host} and {@code proto} (RFC 7239). */
        FORWARDED("forwarded"),
        /** {@code X-Forwarded-Host} and {@code X-Forwarded-Proto}; {@code X-Forwarded-Port} when the host has no port. */
        X_FORWARDED("x-forwarded-host", "x-forwarded-proto");

        @SuppressWarnings("ImmutableEnumChecker") // made with List.of
        private final List<String> fields;

        Mechanism(String... fields) {
            this.fields = List.of(fields);
        }
    }

    /** Copies the list. */
    public TrustedProxies {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty() || hops < 1) {
            throw new IllegalArgumentException("no trusted proxy");
        }
    }

    /** The address that the client used, as the proxy says. Its path prefix is not said, and is empty. */
    public ExternalAddress addressFor(ReceivedRequest request, CanonicalRules rules) throws Rejection {
        String peer = request.peerAddress();
        if (ranges.stream().noneMatch(range -> range.contains(peer))) {
            throw new Rejection(
                    Reason.PEER_NOT_TRUSTED,
                    Facts.expected(ranges.toString(), peer).likely(causeOfStrangeness(request)));
        }
        try {
            return switch (mechanism) {
                case FORWARDED -> forwarded(request, rules);
                case X_FORWARDED -> xForwarded(request, rules);
            };
        } catch (MalformedException e) {
            throw new Rejection(Reason.FORWARDING_UNACCEPTABLE, Facts.about(e.defect()));
        }
    }

    /** With the field that is asked for, a proxy was at work, or somebody who would like to be one. */
    private Optional<LikelyCause> causeOfStrangeness(ReceivedRequest request) {
        return mechanism.fields.stream()
                .filter(field -> !request.fieldLines(field).isEmpty())
                .findFirst()
                .map(field -> LikelyCause.PEER_REPLACED);
    }

    private ExternalAddress forwarded(ReceivedRequest request, CanonicalRules rules) throws MalformedException {
        List<Map<String, String>> elements = Forwarded.parse(oneLine(request, "forwarded"));
        if (elements.size() != hops) {
            throw new MalformedException("Forwarded has " + elements.size() + " elements for " + hops + " hops");
        }
        Map<String, String> outermost = elements.get(0);
        UriScheme scheme = scheme(outermost.getOrDefault("proto", ""));
        return new ExternalAddress(scheme, Authority.of(outermost.getOrDefault("host", ""), scheme, rules), "");
    }

    private ExternalAddress xForwarded(ReceivedRequest request, CanonicalRules rules) throws MalformedException {
        UriScheme scheme = scheme(outermost(request, "x-forwarded-proto"));
        String host = outermost(request, "x-forwarded-host");
        boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
        if (!hasPort && !request.fieldLines("x-forwarded-port").isEmpty()) {
            host += ":" + outermost(request, "x-forwarded-port");
        }
        return new ExternalAddress(scheme, Authority.of(host, scheme, rules), "");
    }

    private String outermost(ReceivedRequest request, String name) throws MalformedException {
        List<String> elements = Arrays.asList(oneLine(request, name).split(",", -1));
        if (elements.size() != hops) {
            throw new MalformedException(name + " has " + elements.size() + " elements for " + hops + " hops");
        }
        return elements.get(0).strip();
    }

    private static String oneLine(ReceivedRequest request, String name) throws MalformedException {
        List<String> lines = request.fieldLines(name);
        if (lines.size() != 1) {
            throw new MalformedException(name + " came in " + lines.size() + " lines");
        }
        return lines.get(0);
    }

    private static UriScheme scheme(String proto) throws MalformedException {
        for (UriScheme scheme : UriScheme.values()) {
            if (scheme.toString().equalsIgnoreCase(proto)) {
                return scheme;
            }
        }
        throw new MalformedException("proto is neither http nor https");
    }

    /** For the start-up log. */
    @Override
    public String toString() {
        return "proxies " + ranges + " by " + mechanism + ", hops " + hops;
    }
}
