// SPDX-License-Identifier: Apache-2.0
package io.popfilter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.replay.ReplayStore.Spending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MemoryReplayStoreTest {

    private static final Instant UNTIL = Scene.NOW.plusSeconds(60);

    private final SettableClock clock = new SettableClock(Scene.NOW);
    private final MemoryReplayStore store = new MemoryReplayStore(3, clock);

    @Test
    void spendsAnIdOncePerKey() {
        assertThat(store.spend("key", "id", UNTIL)).isEqualTo(Spending.FIRST_USE);
        assertThat(store.spend("key", "id", UNTIL)).isEqualTo(Spending.SPENT_BEFORE);
        assertThat(store.spend("other", "id", UNTIL)).isEqualTo(Spending.FIRST_USE);
        assertThat(store.spend("key", "ID", UNTIL)).isEqualTo(Spending.FIRST_USE);
    }

    @Test
    void keepsAnIdAtLeastUntilItsTimeAndThenForgetsIt() {
        store.spend("key", "id", UNTIL);
        clock.set(UNTIL);
        assertThat(store.spend("key", "id", UNTIL)).isEqualTo(Spending.SPENT_BEFORE);
        clock.set(UNTIL.plusNanos(999_999_999));
        assertThat(store.spend("key", "id", UNTIL)).isEqualTo(Spending.SPENT_BEFORE);
        clock.set(UNTIL.plusSeconds(1));
        assertThat(store.spend("key", "id", UNTIL)).isEqualTo(Spending.FIRST_USE);
    }

    @Test
    void anotherAttemptDoesNotMakeItForgetEarlier() {
        store.spend("key", "id", UNTIL);
        store.spend("key", "id", Scene.NOW.minusSeconds(100));
        clock.set(UNTIL);
        assertThat(store.spend("key", "id", UNTIL)).isEqualTo(Spending.SPENT_BEFORE);
    }

    @Test
    void keepsAnIdAlthoughTheMachinePausedWhileItWasSpent() {
        AtomicBoolean isPausing = new AtomicBoolean(true);
        InstantSource pausing = () -> {
            Instant now = clock.instant();
            if (isPausing.get()) {
                clock.advance(Duration.ofSeconds(5)); // behind every look at the clock
            }
            return now;
        };
        MemoryReplayStore paused = new MemoryReplayStore(3, pausing);
        assertThat(paused.spend("key", "id", UNTIL)).isEqualTo(Spending.FIRST_USE);
        isPausing.set(false);
        clock.set(UNTIL);
        assertThat(paused.spend("key", "id", UNTIL)).isEqualTo(Spending.SPENT_BEFORE);
    }

    @Test
    void refusesWhenFullAndForgetsNothing() {
        for (int i = 0; i < 3; i++) {
            assertThat(store.spend("key", "id" + i, UNTIL)).isEqualTo(Spending.FIRST_USE);
        }
        assertThat(store.spend("key", "more", UNTIL)).isEqualTo(Spending.NO_ROOM);
        assertThat(store.spend("key", "id0", UNTIL)).isEqualTo(Spending.SPENT_BEFORE);
        assertThat(store.size()).isEqualTo(3);
        clock.set(UNTIL.plusSeconds(1));
        assertThat(store.spend("key", "more", UNTIL.plusSeconds(60))).isEqualTo(Spending.FIRST_USE);
    }

    @Test
    void keyAndIdCannotBeSplitDifferently() {
        store.spend("key", "id", UNTIL);
        assertThat(store.spend("keyi", "d", UNTIL)).isEqualTo(Spending.FIRST_USE);
        assertThat(store.spend("ke", "yid", UNTIL)).isEqualTo(Spending.FIRST_USE);
    }
}
