// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.fetch.FetchUri;
import io.popfilter.fetch.Fetched;
import io.popfilter.fetch.Fetcher;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.Thumbprint;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keys from a JWK Set URL ({@code jwks_uri}, RFC 8414 section 2, RFC 7591 section 2).
 *
 * <p>One thread fetches at a time. While it does, requests whose key is known go on with the keys at hand; they do so through
 * an outage, too, for a configured time. An unknown {@code kid} causes a fetch, but never more than one in
 * {@link Policy#minInterval()}, whoever asks and however often.
 */
public final class RemoteVerificationKeys implements VerificationKeys {

    // RFC 7517 section 8.5; most servers answer with the plain type
    private static final Set<String> MEDIA_TYPES = Set.of("application/jwk-set+json", "application/json");

    /** Requests that wait for a fetch at a time: a server that hangs must not hold all threads of this one. */
    private static final int MAX_WAITING = 32;

    /**
     * How long fetched keys are used.
     *
     * @param maxAge after this they are fetched again
     * @param staleFor through an outage they stay in force for so long after that
     * @param minInterval from one fetch to the next, failed ones included
     */
    public record Policy(Duration maxAge, Duration staleFor, Duration minInterval) {}

    private record Snapshot(List<VerificationKey> keys, Instant fetchedAt) {

        boolean has(Optional<String> kid) {
            return kid.isEmpty() || keys.stream().anyMatch(key -> key.kid().equals(kid));
        }

        boolean isSameAs(List<VerificationKey> others) {
            return thumbprints(keys).equals(thumbprints(others));
        }

        private static Set<Thumbprint> thumbprints(List<VerificationKey> keys) {
            return keys.stream().map(VerificationKey::thumbprint).collect(Collectors.toSet());
        }
    }

    /** One fetch, under way or ended; it holds why it failed. */
    private record Attempt(Instant startedAt, CompletableFuture<Facts> end) {

        static final Attempt NONE = new Attempt(Instant.EPOCH, CompletableFuture.completedFuture(Facts.none()));

        /** Returns within the limits of the fetcher. */
        void await() {
            var unused = end.join();
        }

        boolean isUnderWay() {
            return !end.isDone();
        }

        Facts fault() {
            return end.getNow(Facts.about("being fetched"));
        }
    }

    private final FetchUri address;
    private final Fetcher fetcher;
    private final Policy policy;
    private final Runnable onChange;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private volatile Attempt lastAttempt = Attempt.NONE;
    private volatile @Nullable Snapshot snapshot;

    /**
     * Fetches nothing yet.
     *
     * @param onChange called when other keys than those before were fetched
     */
    public RemoteVerificationKeys(FetchUri address, Fetcher fetcher, Policy policy, Runnable onChange) {
        this.address = address;
        this.fetcher = fetcher;
        this.policy = policy;
        this.onChange = onChange;
    }

    @Override
    public List<VerificationKey> inForce(Optional<String> kid, Instant now) throws Rejection {
        Snapshot atHand = snapshot;
        boolean isDue = atHand == null
                || !atHand.has(kid)
                || now.isAfter(atHand.fetchedAt().plus(policy.maxAge()));
        if (isDue) {
            Attempt attempt = attempt(now);
            if (atHand == null || !atHand.has(kid) || isStale(atHand, now)) {
                await(attempt);
            }
        }
        Snapshot latest = snapshot;
        if (latest == null || isStale(latest, now)) {
            throw new Rejection(Reason.VERIFICATION_KEYS_UNAVAILABLE, lastAttempt.fault());
        }
        return latest.keys();
    }

    /** Fetches fetched keys again when they are old, without waiting: for a server that remembers tokens and needs no keys. */
    public void refreshWhenDue(Instant now) {
        Snapshot atHand = snapshot;
        if (atHand != null && now.isAfter(atHand.fetchedAt().plus(policy.maxAge()))) {
            attempt(now);
        }
    }

    private void await(Attempt attempt) throws Rejection {
        if (!attempt.isUnderWay()) {
            return;
        }
        if (!waiting.tryAcquire()) {
            throw new Rejection(Reason.VERIFICATION_KEYS_UNAVAILABLE, Facts.about("too many requests wait for it"));
        }
        try {
            attempt.await();
        } finally {
            waiting.release();
        }
    }

    private boolean isStale(Snapshot keys, Instant now) {
        return now.isAfter(keys.fetchedAt().plus(policy.maxAge()).plus(policy.staleFor()));
    }

    /** The attempt that is under way or was made lately; a new one when the last is long enough ago. */
    private synchronized Attempt attempt(Instant now) {
        if (lastAttempt.isUnderWay() || now.isBefore(lastAttempt.startedAt().plus(policy.minInterval()))) {
            return lastAttempt;
        }
        CompletableFuture<Facts> end = fetcher.get(address, MEDIA_TYPES)
                .thenAccept(document -> take(document, now))
                .handle((nothing, failure) -> faultOf(failure));
        lastAttempt = new Attempt(now, end);
        return lastAttempt;
    }

    private static Facts faultOf(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? Facts.none() : Facts.about(String.valueOf(cause.getMessage()));
    }

    private void take(Fetched document, Instant now) {
        try {
            Snapshot before = snapshot;
            List<VerificationKey> keys = JwkSet.publicKeys(Json.object(document.body()));
            snapshot = new Snapshot(keys, now);
            if (before == null || !before.isSameAs(keys)) {
                onChange.run();
            }
        } catch (MalformedException e) {
            throw new CompletionException(e);
        }
    }
}
