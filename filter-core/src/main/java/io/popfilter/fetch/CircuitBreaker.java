// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether a server is asked at all. After several questions in a row that it left without any answer, it is asked once in a
 * while, until it answers: who would wait for it in vain does not wait. Safe for any number of threads.
 *
 * <p>An answer of any kind closes it, a refusal too: only silence, or a connection that breaks, opens the circuit, and not
 * questions that a server dislikes.
 */
public final class CircuitBreaker {

    private final int patience;
    private final Duration pause;
    private final InstantSource clock;
    private int unanswered;
    private Instant pausedSince = Instant.MIN;

    /**
     * Closed at first.
     *
     * @param patience after how many questions in a row without an answer, at least 1
     * @param pause from one question to the next from then on; none for one that never opens
     */
    public CircuitBreaker(int patience, Duration pause, InstantSource clock) {
        if (patience < 1 || pause.isNegative()) {
            throw new IllegalArgumentException("patience " + patience + ", pause " + pause);
        }
        this.patience = patience;
        this.pause = pause;
        this.clock = clock;
    }

    /** Whether to ask now; of all who are told so while the circuit is open, one in each pause is told yes. */
    synchronized boolean allows() {
        if (unanswered < patience) {
            return true;
        }
        Instant now = clock.instant();
        boolean isPause = !now.isBefore(pausedSince) && now.isBefore(pausedSince.plus(pause));
        if (!isPause) { // over, or the clock was set back
            pausedSince = now;
        }
        return !isPause;
    }

    /** There was an answer. */
    synchronized void answered() {
        unanswered = 0;
    }

    /** There was none in time. */
    synchronized void unanswered() {
        if (unanswered < patience) {
            unanswered++;
        }
        pausedSince = clock.instant();
    }
}
