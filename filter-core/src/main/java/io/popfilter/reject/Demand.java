// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client has to bring next time, for the challenge.
 *
 * @param nonce what it has to sign with (RFC 9449 section 9)
 * @param schemes the only schemes that will do; empty for any that is on
 * @param scopes what the token has to allow (RFC 6750 section 3)
 * @param acrValues how its user has to authenticate, the preferred way first (RFC 9470 section 3)
 * @param maxAge how long ago that may be (RFC 9470 section 3)
 */
public record Demand(
        Optional<String> nonce,
        List<String> schemes,
        List<String> scopes,
        List<String> acrValues,
        Optional<Duration> maxAge) {

    private static final Demand NOTHING = authentication(List.of(), List.of(), Optional.empty());

    /** Copies the lists. */
    public Demand {
        schemes = List.copyOf(schemes);
        scopes = List.copyOf(scopes);
        acrValues = List.copyOf(acrValues);
    }

    /** Nothing that can be said. */
    public static Demand nothing() {
        return NOTHING;
    }

    /** A proof that contains this nonce. */
    public static Demand nonce(String nonce) {
        return new Demand(Optional.of(nonce), List.of(), List.of(), List.of(), Optional.empty());
    }

    /** One of these schemes. */
    public static Demand schemes(List<String> schemes) {
        return new Demand(Optional.empty(), schemes, List.of(), List.of(), Optional.empty());
    }

    /** A token with these scopes. */
    public static Demand scopes(List<String> scopes) {
        return authentication(scopes, List.of(), Optional.empty());
    }

    /** A token with these scopes, whose user authenticated in one of these ways and not longer ago than that. */
    public static Demand authentication(List<String> scopes, List<String> acrValues, Optional<Duration> maxAge) {
        return new Demand(Optional.empty(), List.of(), scopes, acrValues, maxAge);
    }
}
