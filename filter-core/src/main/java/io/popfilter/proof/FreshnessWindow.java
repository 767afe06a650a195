// SPDX-License-Identifier: Apache-2.0
package io.popfilter.proof;

import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.time.Duration;
import java.time.Instant;

/**
 * How old, and how far ahead of our clock, the time of signing may be; both ends belong to the window.
 *
 * @param maxAge how old
 * @param maxFuture how far ahead
 */
public record FreshnessWindow(Duration maxAge, Duration maxFuture) {

    /** Both are zero or more. */
    public FreshnessWindow {
        if (maxAge.isNegative() || maxFuture.isNegative()) {
            throw new IllegalArgumentException("a freshness window has no negative side");
        }
    }

    /** Refuses when the time of signing is outside the window. */
    public void check(Instant createdAt, Instant now) throws Rejection {
        if (now.isAfter(lastUse(createdAt))) {
            throw new Rejection(Reason.CREATED_TOO_LONG_AGO, facts(createdAt, now));
        }
        if (createdAt.isAfter(now.plus(maxFuture))) {
            throw new Rejection(Reason.CREATED_IN_FUTURE, facts(createdAt, now));
        }
    }

    /** The last instant at which something signed then is accepted. */
    public Instant lastUse(Instant createdAt) {
        return createdAt.plus(maxAge);
    }

    private Facts facts(Instant createdAt, Instant now) {
        return Facts.expected(now.minus(maxAge) + " to " + now.plus(maxFuture), createdAt.toString());
    }
}
