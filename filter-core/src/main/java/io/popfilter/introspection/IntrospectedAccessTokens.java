// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.popfilter.jose.Digests;
import io.popfilter.reject.Facts;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.AccessTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Tokens of any form, opaque ones too, as the authorization server describes them.
 *
 * <p>Answers are remembered under the hash of the token, for a bounded time. Requests with one token that is not remembered
 * ask once, together. What is no answer is an outage (503), is not remembered, and lets nobody pass.
 */
public final class IntrospectedAccessTokens implements AccessTokens {

    /** An answer: the token, why it is refused, or why there is none. */
    private sealed interface Answer {
        record Active(AccessToken token) implements Answer {}

        record Refused(Reason reason, Facts facts) implements Answer {}

        /** For those that wait together; not remembered. */
        record Outage(Rejection rejection) implements Answer {}
    }

    private final Introspection introspection;
    private final IntrospectionPolicy policy;
    private final AsyncCache<String, Answer> answers;
    private final Semaphore waiting;
    private final Digests digests = new Digests();

    /** Asks in this way. */
    public IntrospectedAccessTokens(Introspection introspection, IntrospectionPolicy policy, InstantSource clock) {
        this.introspection = introspection;
        this.policy = policy;
        this.waiting = new Semaphore(policy.maxConcurrent());
        this.answers = Caffeine.newBuilder()
                .maximumSize(policy.maxEntries())
                .expireAfter(Expiry.<String, Answer>creating((hash, answer) -> lifetime(answer, clock.instant())))
                .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
                .executor(Runnable::run) // no thread of ours outlives the application
                .buildAsync();
    }

    private Duration lifetime(Answer answer, Instant now) {
        if (answer instanceof Answer.Active active) {
            Duration rest = Duration.between(now, active.token().validUntil());
            return rest.compareTo(policy.activeFor()) < 0 ? rest : policy.activeFor();
        }
        return answer instanceof Answer.Outage ? Duration.ZERO : policy.inactiveFor();
    }

    @Override
    public AccessToken resolve(String text, Instant now) throws Rejection {
        Answer answer = answer(text, now);
        if (answer instanceof Answer.Outage outage) {
            throw outage.rejection();
        }
        if (answer instanceof Answer.Refused refused) {
            throw new Rejection(refused.reason(), refused.facts());
        }
        AccessToken token = ((Answer.Active) answer).token();
        token.requireAlive(now);
        return token;
    }

    private Answer answer(String text, Instant now) {
        String hash = digests.sha256(text);
        CompletableFuture<Answer> known = answers.getIfPresent(hash);
        if (known != null && known.isDone()) {
            return known.join();
        }
        if (!waiting.tryAcquire()) {
            return new Answer.Outage(
                    new Rejection(Reason.INTROSPECTION_UNAVAILABLE, Facts.about("too many requests wait for it")));
        }
        try {
            CompletableFuture<Answer> mine = new CompletableFuture<>();
            CompletableFuture<Answer> others = answers.asMap().putIfAbsent(hash, mine);
            if (others == null) {
                ask(text, now, mine);
            }
            return (others == null ? mine : others).join(); // ends within the limits of the fetch
        } finally {
            waiting.release();
        }
    }

    private void ask(String text, Instant now, CompletableFuture<Answer> answer) {
        try {
            answer.complete(new Answer.Active(introspection.ask(text, now)));
        } catch (Rejection e) {
            boolean isOutage = e.reason().error() == OAuthError.UNAVAILABLE;
            answer.complete(isOutage ? new Answer.Outage(e) : new Answer.Refused(e.reason(), e.facts()));
        } finally {
            // after an exception or an Error: whoever asks next must not wait for an answer that never comes
            answer.completeExceptionally(new IllegalStateException("the question failed"));
        }
    }
}
