// SPDX-License-Identifier: Apache-2.0
package io.popfilter.replay;

import io.popfilter.reject.Rejection;
import java.time.Instant;

/**
 * Remembers which ids were spent: the seam for stores that several servers share.
 *
 * <p>An implementation spends atomically, keeps every id at least until its time has come, and never forgets a live id to
 * make room for another one.
 */
public interface ReplayStore {

    /** What became of an attempt to spend an id. */
    enum Spending {
        /** It was not spent before; now it is. */
        FIRST_USE,
        /** It was spent before. */
        SPENT_BEFORE,
        /** It was not spent before, but there is no room to remember it. */
        NO_ROOM
    }

    /**
     * Spends an id of a key. Two keys never share an id.
     *
     * @param thumbprint the key (RFC 7638)
     * @param id the id, at most some hundred characters
     * @param until the last instant at which the id has to be remembered
     * @throws Rejection with {@link io.popfilter.reject.Reason#REPLAY_STORE_UNAVAILABLE} when the store does not answer
     */
    Spending spend(String thumbprint, String id, Instant until) throws Rejection;
}
