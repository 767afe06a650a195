// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Keeps used JCA engines for the next user: {@code getInstance} costs more than an HMAC.
 *
 * <p>Unlike a thread local it belongs to its owner, so nothing outlives a redeployment, and it stays small with any number
 * of (virtual) threads. An engine whose user failed is not given back.
 *
 * @param <T> the engine
 */
public final class EnginePool<T> {

    private static final int SLOTS = 32;

    private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(SLOTS);
    private final Supplier<T> maker;

    /** A pool that makes an engine when it has none. */
    public EnginePool(Supplier<T> maker) {
        this.maker = maker;
    }

    /** An engine for the caller alone. */
    public T take() {
        T engine = idle.getAndSet(slot(), null);
        return engine == null ? maker.get() : engine;
    }

    /** Gives an engine back, reset or in a state that the next user overwrites. */
    public void give(T engine) {
        idle.lazySet(slot(), engine);
    }

    private static int slot() {
        return (int) Thread.currentThread().getId() & SLOTS - 1;
    }
}
