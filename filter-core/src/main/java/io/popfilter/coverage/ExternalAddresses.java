// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.reject.Rejection;
import java.util.List;

/**
 * The addresses that clients may have signed for.
 *
 * <p>Configured ones, and then nothing in the request is believed; or, for a server that clients connect to directly, the
 * address of that connection. Never one when the other fails.
 */
public final class ExternalAddresses {

    private final List<ExternalAddress> configured;

    private ExternalAddresses(List<ExternalAddress> configured) {
        this.configured = List.copyOf(configured);
    }

    /** These and no others. */
    public static ExternalAddresses of(List<ExternalAddress> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no external address");
        }
        return new ExternalAddresses(addresses);
    }

    /** The one that the client connected to; for servers without a proxy in front. */
    public static ExternalAddresses directExposure() {
        return new ExternalAddresses(List.of());
    }

    boolean areConfigured() {
        return !configured.isEmpty();
    }

    List<ExternalAddress> acceptedFor(ReceivedRequest request, CanonicalRules rules) throws Rejection {
        return configured.isEmpty() ? List.of(request.connectedAddress(rules)) : configured;
    }

    /** For the start-up log. */
    @Override
    public String toString() {
        return configured.isEmpty() ? "direct exposure" : configured.toString();
    }
}
