// SPDX-License-Identifier: Apache-2.0
package io.popfilter.channel;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.PathPattern;
import io.popfilter.tls.BindingType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which channel bindings are compared, and which routes demand one. Never what a connection happens to offer.
 *
 * @param accepted the types that are compared; none to refuse every binding
 * @param requiredFor the routes that demand one
 */
public record ChannelPolicy(Set<BindingType> accepted, List<PathPattern> requiredFor) {

    /** Copies set and list. A binding that is demanded has to be one that is compared. */
    public ChannelPolicy {
        accepted = Set.copyOf(accepted);
        requiredFor = List.copyOf(requiredFor);
        if (accepted.isEmpty() && !requiredFor.isEmpty()) {
            throw new IllegalArgumentException("a channel binding is demanded, and none is compared");
        }
    }

    /** No binding is compared, and a request that has one is refused. */
    public static ChannelPolicy off() {
        return new ChannelPolicy(Set.of(), List.of());
    }

    /** Whether a route demands one; where nobody can tell which route it is, it does if any does. */
    boolean requiresOne(Optional<CanonicalPath> route) {
        return requiredFor.stream().anyMatch(pattern -> route.isEmpty() || pattern.concerns(route.get()));
    }
}
