// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.popfilter.jose.Digests;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds the token that a request refers to. A client that has presented a token here may send its hash from then on; an
 * unknown one is answered so that the client sends the token again.
 *
 * <p>Only which text a hash stands for is remembered: the token itself goes through the same checks as if it were sent.
 */
public final class ReferencedAccessTokens {

    private final AccessTokens origin;
    private final Digests digests;
    private final Optional<Cache<String, Seen>> seen;

    private record Seen(String text, Instant validUntil) {}

    private ReferencedAccessTokens(AccessTokens origin, Digests digests, Optional<Cache<String, Seen>> seen) {
        this.origin = origin;
        this.digests = digests;
        this.seen = seen;
    }

    /** Remembers no identifiers: every request has to bring its token. */
    public static ReferencedAccessTokens withoutIdentifiers(AccessTokens origin, Digests digests) {
        return new ReferencedAccessTokens(origin, digests, Optional.empty());
    }

    /** Remembers the identifiers of at most so many accepted tokens, until they expire. */
    public static ReferencedAccessTokens withIdentifiers(
            AccessTokens origin, Digests digests, long maxEntries, InstantSource clock) {
        Cache<String, Seen> seen = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfter(Expiry.<String, Seen>creating(
                        (hash, token) -> Duration.between(clock.instant(), token.validUntil())))
                .executor(Runnable::run) // no thread of ours outlives the application
                .build();
        return new ReferencedAccessTokens(origin, digests, Optional.of(seen));
    }

    /** The verified token. */
    public AccessToken resolve(TokenReference reference, Instant now) throws Rejection {
        if (reference instanceof TokenReference.Identifier identifier) {
            Seen known = seen.map(tokens -> tokens.getIfPresent(identifier.hash()))
                    .orElseThrow(() -> new Rejection(Reason.TOKEN_IDENTIFIER_UNKNOWN));
            return origin.resolve(known.text(), now);
        }
        String text = ((TokenReference.Text) reference).text();
        AccessToken token = origin.resolve(text, now);
        seen.ifPresent(tokens -> tokens.put(digests.sha256(text), new Seen(text, token.validUntil())));
        return token;
    }
}
