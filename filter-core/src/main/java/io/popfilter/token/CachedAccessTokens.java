// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.popfilter.reject.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers verified tokens by their exact text until they expire, so that they are not decrypted, verified or parsed again.
 *
 * <p>Only accepted tokens get in, so nobody can fill it with texts of his own. Evicting one costs work, never safety.
 */
public final class CachedAccessTokens implements AccessTokens {

    private final AccessTokens origin;
    private final Cache<TokenText, AccessToken> cache;
    private final AtomicLong forgettings = new AtomicLong();

    /** Remembers at most so many of the tokens that {@code origin} accepts. */
    public CachedAccessTokens(AccessTokens origin, long maxEntries, InstantSource clock) {
        this.origin = origin;
        this.cache = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfter(Expiry.<TokenText, AccessToken>creating(
                        (text, token) -> Duration.between(clock.instant(), token.validUntil())))
                .executor(Runnable::run) // no thread of ours outlives the application
                .build();
    }

    /** Forgets all of them: keys that they were verified with may be in force no more. */
    public void forgetAll() {
        forgettings.incrementAndGet();
        cache.invalidateAll();
    }

    @Override
    public AccessToken resolve(String text, Instant now) throws Rejection {
        TokenText key = new TokenText(text);
        AccessToken known = cache.getIfPresent(key);
        if (known != null) {
            known.requireAlive(now);
            return known;
        }
        long before = forgettings.get();
        AccessToken token = origin.resolve(text, now);
        cache.put(key, token);
        if (forgettings.get() != before) {
            cache.invalidate(key); // it may have been verified with the keys of before
        }
        return token;
    }

    /**
     * Compared as a whole, but hashed by its end: that is part of the tag or signature, and as good as random. What is in
     * the cache was made by the issuer, so nobody can fill one bucket.
     */
    private record TokenText(String text) {

        private static final int END_LENGTH = 16;

        @Override
        public int hashCode() {
            return text.substring(Math.max(0, text.length() - END_LENGTH)).hashCode();
        }
    }
}
