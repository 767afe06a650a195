// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.TrustedProxies;
import io.popfilter.reject.Facts;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that clients may have signed for.
 *
 * <p>Configured ones, and then nothing in the request is believed; or of those the one that a trusted proxy names; or, for a
 * server that clients connect to directly, the address of that connection. Never one when the other fails.
 */
public final class ExternalAddresses {

    private static final Optional<LikelyCause> NOT_A_PUBLIC_BASE_URI = Optional.of(LikelyCause.NOT_A_PUBLIC_BASE_URI);

    private final List<ExternalAddress> configured;
    private final Optional<TrustedProxies> proxies;

    private ExternalAddresses(List<ExternalAddress> configured, Optional<TrustedProxies> proxies) {
        this.configured = List.copyOf(configured);
        this.proxies = proxies;
    }

    /** These and no others. */
    public static ExternalAddresses of(List<ExternalAddress> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no external address");
        }
        return new ExternalAddresses(addresses, Optional.empty());
    }

    /** The one that the client connected to; for servers without a proxy in front. */
    public static ExternalAddresses directExposure() {
        return new ExternalAddresses(List.of(), Optional.empty());
    }

    /** Of these, the one that a trusted proxy says the client used. */
    public ExternalAddresses toldBy(TrustedProxies trusted) {
        if (configured.isEmpty()) {
            throw new IllegalArgumentException("what a proxy says has to be one of the configured addresses");
        }
        return new ExternalAddresses(configured, Optional.of(trusted));
    }

    boolean areConfigured() {
        return !configured.isEmpty();
    }

    List<ExternalAddress> acceptedFor(ReceivedRequest request, CanonicalRules rules) throws Rejection {
        if (configured.isEmpty()) {
            return List.of(request.connectedAddress(rules));
        }
        if (proxies.isEmpty()) {
            return configured;
        }
        ExternalAddress told = proxies.get().addressFor(request, rules);
        List<ExternalAddress> accepted = configured.stream()
                .filter(address ->
                        address.scheme() == told.scheme() && address.authority().equals(told.authority()))
                .toList();
        if (accepted.isEmpty()) {
            throw new Rejection(
                    Reason.AUTHORITY_MISMATCH,
                    Facts.expected(configured.toString(), told.toString()).likely(NOT_A_PUBLIC_BASE_URI));
        }
        return accepted;
    }

    /** For the start-up log. */
    @Override
    public String toString() {
        String addresses = configured.isEmpty() ? "direct exposure" : configured.toString();
        return proxies.map(trusted -> addresses + " as told by " + trusted).orElse(addresses);
    }
}
