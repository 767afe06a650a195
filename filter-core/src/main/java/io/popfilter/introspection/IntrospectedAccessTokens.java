// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.popfilter.jose.Digests;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.AccessTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * Tokens of any form, opaque ones too, as the authorization server describes them.
 *
 * <p>Answers are remembered under the hash of the token, for a bounded time. Requests with one token that is not remembered
 * ask once, together. What is no answer is an outage (503), is not remembered, and lets nobody pass.
 */
public final class IntrospectedAccessTokens implements AccessTokens {

    /** An answer: the token, or why it is refused. */
    private sealed interface Answer {
        record Active(AccessToken token) implements Answer {}

        record Refused(Reason reason, Facts facts) implements Answer {}
    }

    private final Introspection introspection;
    private final IntrospectionPolicy policy;
    private final AsyncCache<String, Answer> answers;
    private final Semaphore questions;
    private final Digests digests = new Digests();

    /** Asks in this way. */
    public IntrospectedAccessTokens(Introspection introspection, IntrospectionPolicy policy, InstantSource clock) {
        this.introspection = introspection;
        this.policy = policy;
        this.questions = new Semaphore(policy.maxConcurrent());
        this.answers = Caffeine.newBuilder()
                .maximumSize(policy.maxEntries())
                .expireAfter(Expiry.<String, Answer>creating((hash, answer) -> lifetime(answer, clock.instant())))
                .executor(Runnable::run) // no thread of ours outlives the application
                .buildAsync();
    }

    private Duration lifetime(Answer answer, Instant now) {
        if (answer instanceof Answer.Active active) {
            Duration rest = Duration.between(now, active.token().validUntil());
            return rest.compareTo(policy.activeFor()) < 0 ? rest : policy.activeFor();
        }
        return policy.inactiveFor();
    }

    @Override
    public AccessToken resolve(String text, Instant now) throws Rejection {
        Answer answer = answer(text, now);
        if (answer instanceof Answer.Refused refused) {
            throw new Rejection(refused.reason(), refused.facts());
        }
        AccessToken token = ((Answer.Active) answer).token();
        token.requireAlive(now);
        return token;
    }

    private Answer answer(String text, Instant now) throws Rejection {
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> others = answers.asMap().putIfAbsent(digests.sha256(text), mine);
        if (others == null) {
            ask(text, now, mine);
        }
        try {
            return (others == null ? mine : others).join(); // ends within the limits of the fetch
        } catch (CompletionException e) {
            if (e.getCause() instanceof Rejection outage) {
                throw outage;
            }
            throw e;
        }
    }

    private void ask(String text, Instant now, CompletableFuture<Answer> answer) {
        if (!questions.tryAcquire()) {
            answer.completeExceptionally(
                    new Rejection(Reason.INTROSPECTION_UNAVAILABLE, Facts.about("too many questions at a time")));
            return;
        }
        try {
            answer.complete(new Answer.Active(introspection.ask(text, now)));
        } catch (Rejection e) {
            switch (e.reason().error()) {
                case UNAVAILABLE -> answer.completeExceptionally(e); // not remembered
                case UNAUTHENTICATED,
                        INVALID_REQUEST,
                        CONTENT_TOO_LARGE,
                        INVALID_TOKEN,
                        INVALID_PROOF,
                        UNKNOWN_TOKEN_IDENTIFIER -> answer.complete(new Answer.Refused(e.reason(), e.facts()));
            }
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        } finally {
            questions.release();
        }
    }
}
