// SPDX-License-Identifier: Apache-2.0
package io.popfilter.replay;

import io.popfilter.proof.FreshnessWindow;
import io.popfilter.proof.VerifiedProof;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import java.time.Instant;
import java.time.InstantSource;

/** The REPLAY stage: spends the one-time id of a proof that holds in everything else. */
public final class ReplayCheck {

    /** In the place of a key's thumbprint, which is longer. */
    private static final String TOKENS = "token";

    private final ReplayStore store;
    private final FreshnessWindow window;
    private final InstantSource clock;

    /** Spends in this store, for as long as the window lets a request pass. */
    public ReplayCheck(ReplayStore store, FreshnessWindow window, InstantSource clock) {
        this.store = store;
        this.window = window;
        this.clock = clock;
    }

    /** Spends a token that is good for one request, by its own id, until it expires. */
    public void spend(AccessToken token) throws Rejection {
        String id = token.id().orElseThrow(() -> new Rejection(Reason.TOKEN_CLAIM_MISSING, Facts.about("jti")));
        switch (store.spend(TOKENS, id, token.validUntil())) {
            case SPENT_BEFORE -> throw new Rejection(Reason.TOKEN_USED_BEFORE);
            case NO_ROOM -> throw new Rejection(Reason.REPLAY_STORE_FULL);
            case FIRST_USE -> token.requireAlive(clock.instant());
        }
    }

    /** Spends the id. */
    public void spend(VerifiedProof proof) throws Rejection {
        Instant lastUse = window.lastUse(proof.createdAt());
        switch (store.spend(proof.thumbprint().value(), proof.id(), lastUse)) {
            case SPENT_BEFORE -> throw new Rejection(Reason.REPLAYED);
            case NO_ROOM -> throw new Rejection(Reason.REPLAY_STORE_FULL);
            case FIRST_USE -> {
                // A body that trickles in can outlast the window, and then the first use may be forgotten already:
                // the time is looked at again, and after the id was spent.
                window.check(proof.createdAt(), clock.instant());
            }
        }
    }
}
