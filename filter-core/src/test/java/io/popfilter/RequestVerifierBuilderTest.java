// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.body.BodyPolicy;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.proof.FreshnessWindow;
import io.popfilter.reject.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestVerifierBuilderTest {

    @Test
    void forgettingKeysIsAnError() {
        RequestVerifierBuilder builder =
                new RequestVerifierBuilder(Token.ISSUER, Token.RESOURCE, () -> Scene.NOW).replayProtectionInMemory(1);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void forgettingReplayProtectionIsAnError() {
        RequestVerifierBuilder builder = new RequestVerifierBuilder(Token.ISSUER, Token.RESOURCE, () -> Scene.NOW)
                .verificationKeys(Scene.verificationKeys(List.of(Token.ISSUER_KEY)));
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        assertThat(builder.withoutReplayProtection().build()).isNotNull();
    }

    @Test
    void anEmptyListOfAlgorithmsIsAnError() {
        assertThatThrownBy(() -> Scene.with(builder -> builder.algorithms(Set.<SignatureAlgorithm>of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWindowHasNoNegativeSide() {
        assertThatThrownBy(() -> new FreshnessWindow(Duration.ofSeconds(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FreshnessWindow(Duration.ZERO, Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutReplayProtectionARequestPassesAgain() {
        Scene open = Scene.with(RequestVerifierBuilder::withoutReplayProtection);
        Proof proof = open.proof();
        open.accept(proof);
        open.accept(proof);
        open.clock().advance(Duration.ofSeconds(61));
        assertThat(open.refusal(proof)).isEqualTo(Reason.CREATED_TOO_LONG_AGO);
    }

    @Test
    void theLastWordAboutReplayProtectionCounts() {
        Scene guarded = Scene.with(builder -> builder.withoutReplayProtection().replayProtectionInMemory(10));
        Proof proof = guarded.proof();
        guarded.accept(proof);
        assertThat(guarded.refusal(proof)).isEqualTo(Reason.REPLAYED);
    }

    @Test
    void theTokenCacheCanBeSwitchedOff() {
        Scene uncached = Scene.with(builder -> builder.tokenCacheEntries(0));
        Token token = Token.signed().confirming(Scene.CLIENT);
        uncached.accept(uncached.proof(token));
        uncached.accept(uncached.proof(token));
    }

    @Test
    void theSettingsAreUsed() {
        Scene strict =
                Scene.with(builder -> builder.bodies(BodyPolicy.defaults().withMaxOctets(0))
                        .tokenClockSkew(Duration.ZERO)
                        .freshness(new FreshnessWindow(Duration.ZERO, Duration.ZERO)));
        strict.accept(strict.proof());
        assertThat(strict.refusal(
                        FakeRequest.post().body("x").signed(strict.proof().post("x"))))
                .isEqualTo(Reason.BODY_TOO_LARGE);
        assertThat(strict.refusal(Token.signed().confirming(Scene.CLIENT).claim("nbf", Scene.NOW.getEpochSecond() + 1)))
                .isEqualTo(Reason.TOKEN_NOT_YET_VALID);
        assertThat(strict.refusal(strict.proof().member("ts", Scene.NOW.getEpochSecond() + 1)))
                .isEqualTo(Reason.CREATED_IN_FUTURE);
    }
}
