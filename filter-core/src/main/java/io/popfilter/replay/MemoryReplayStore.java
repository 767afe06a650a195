// SPDX-License-Identifier: Apache-2.0
package io.popfilter.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.popfilter.jose.Digests;
import io.popfilter.jose.EnginePool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spent ids in the memory of one server.
 *
 * <p>Bounded by time, and by refusing: a size-bound cache would drop the newest ids first and so open a window for replays.
 * An entry takes about 150 octets, whatever the length of the id. Threads that spend at the same moment can exceed the
 * bound by one entry each.
 */
public final class MemoryReplayStore implements ReplayStore {

    /** Past the last use, so that the second that the boundary falls into is over on every clock. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** In the year 2262. */
    private static final Instant LAST_IN_NANOS = Instant.ofEpochSecond(0, Long.MAX_VALUE);

    private final EnginePool<MessageDigest> digests = new EnginePool<>(Digests::newSha256);
    private final long maxEntries;
    private final Cache<SpentId, Instant> spent;

    /**
     * An empty store.
     *
     * @param clock the one that freshness is checked with: if the two could drift, an id could be forgotten while its
     *     request still passes
     */
    public MemoryReplayStore(long maxEntries, InstantSource clock) {
        this.maxEntries = maxEntries;
        this.spent = Caffeine.newBuilder()
                .expireAfter(new UntilItsTime())
                .ticker(() -> nanos(clock.instant()))
                .executor(Runnable::run) // no thread of ours outlives the application
                .build();
    }

    private static long nanos(Instant instant) {
        if (instant.isAfter(LAST_IN_NANOS)) {
            return Long.MAX_VALUE; // a token without an end is remembered without one
        }
        return Duration.between(Instant.EPOCH, instant).toNanos();
    }

    @Override
    public Spending spend(String thumbprint, String id, Instant until) {
        SpentId key = spentId(thumbprint, id);
        if (isFull()) {
            return spent.asMap().containsKey(key) ? Spending.SPENT_BEFORE : Spending.NO_ROOM;
        }
        return spent.asMap().putIfAbsent(key, until) == null ? Spending.FIRST_USE : Spending.SPENT_BEFORE;
    }

    private boolean isFull() {
        if (spent.estimatedSize() < maxEntries) {
            return false;
        }
        spent.cleanUp(); // the estimate counts expired entries that nobody has swept yet
        return spent.estimatedSize() >= maxEntries;
    }

    /** How many ids are held, expired ones that were not swept yet included. */
    public long size() {
        return spent.estimatedSize();
    }

    private SpentId spentId(String thumbprint, String id) {
        MessageDigest sha256 = digests.take();
        sha256.update(thumbprint.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
        digests.give(sha256);
        return new SpentId(hash.getLong(), hash.getLong());
    }

    /** Counts from the cache's own reading of the clock: a pause before a second one would shorten the life of the entry. */
    private static final class UntilItsTime implements Expiry<SpentId, Instant> {

        @Override
        public long expireAfterCreate(SpentId id, Instant until, long now) {
            return nanos(until.plus(MARGIN)) - now;
        }

        @Override
        public long expireAfterUpdate(SpentId id, Instant until, long now, long remaining) {
            return remaining;
        }

        @Override
        public long expireAfterRead(SpentId id, Instant until, long now, long remaining) {
            return remaining;
        }
    }

    /**
     * 128 bits of SHA-256 over key and id: of one size, and no id is held in clear. A collision, which takes 2^64 attempts,
     * would refuse its own maker.
     */
    private record SpentId(long high, long low) {}
}
