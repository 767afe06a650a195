// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of any form that were issued and are neither over nor revoked, by their text; a real server keeps a hash. */
final class IssuedTokens {

    private final Map<String, IssuedToken> byText = new ConcurrentHashMap<>();
    private final InstantSource clock;

    IssuedTokens(InstantSource clock) {
        this.clock = clock;
    }

    void add(String text, IssuedToken token) {
        Instant now = clock.instant();
        byText.values().removeIf(old -> old.isOver(now));
        byText.put(text, token);
    }

    Optional<IssuedToken> find(String text) {
        return Optional.ofNullable(byText.get(text)).filter(token -> !token.isOver(clock.instant()));
    }

    void revoke(String text) {
        byText.remove(text);
    }
}
