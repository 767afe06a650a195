// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeReplayStore;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Together;
import io.popfilter.fixture.Token;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.AccessTokens;
import io.popfilter.token.Confirmation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SingleUseTest {

    private final Scene strict = Scene.with(RequestVerifierBuilder::singleUseTokens);
    private final Scene standard = Scene.standard();

    @Test
    void aServerMayTakeEveryTokenOnce() {
        String text = token("t1").text();
        strict.accept(Proof.of(text, Scene.CLIENT));

        assertThat(strict.refusal(Proof.of(text, Scene.CLIENT))).isEqualTo(Reason.TOKEN_USED_BEFORE);
        assertThat(strict.refusal(token("t1")))
                .as("another token of the same id")
                .isEqualTo(Reason.TOKEN_USED_BEFORE);
        strict.accept(token("t2"));
    }

    @Test
    void withoutAStoreATokenThatIsGoodForOneRequestIsGoodForNone() {
        Scene forgetful = Scene.with(RequestVerifierBuilder::withoutReplayProtection);

        assertThat(forgetful.refusal(
                        Proof.of(token("t1").claim("single_use", true).text(), Scene.CLIENT)))
                .isEqualTo(Reason.REPLAY_STORE_UNAVAILABLE);
        forgetful.accept(token("t1"));
    }

    @Test
    void anIssuerMaySayThatATokenIsGoodForOneRequest() {
        String text = token("t1").claim("single_use", true).text();
        standard.accept(Proof.of(text, Scene.CLIENT));

        assertThat(standard.refusal(Proof.of(text, Scene.CLIENT))).isEqualTo(Reason.TOKEN_USED_BEFORE);
    }

    @Test
    void otherTokensAreGoodForManyRequests() {
        String text = token("t1").claim("single_use", false).text();
        standard.accept(Proof.of(text, Scene.CLIENT));
        standard.accept(Proof.of(text, Scene.CLIENT));
    }

    @Test
    void aTokenWithoutIdCannotBeSpentAndIsRefused() {
        assertThat(strict.refusal(token("t1").without("jti"))).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
        assertThat(standard.refusal(token("t1").without("jti").claim("single_use", true)))
                .isEqualTo(Reason.TOKEN_CLAIM_MISSING);
    }

    @Test
    void threadsThatUseOneTokenAtOncePassOnce() throws InterruptedException {
        String text = token("t1").text();
        List<Optional<Reason>> outcomes = Together.run(16, () -> {
            try {
                strict.verify(FakeRequest.get().signed(Proof.of(text, Scene.CLIENT)));
                return Optional.<Reason>empty();
            } catch (Rejection e) {
                return Optional.of(e.reason());
            }
        });

        assertThat(outcomes.stream().filter(Optional::isEmpty)).hasSize(1);
        assertThat(outcomes.stream().flatMap(Optional::stream)).hasSize(15).containsOnly(Reason.TOKEN_USED_BEFORE);
    }

    @Test
    void aRequestThatFailsSpendsNoToken() {
        Token token = token("t1");
        assertThat(strict.refusal(strict.proof(token).key(Scene.STRANGER))).isEqualTo(Reason.SIGNATURE_INVALID);
        assertThat(strict.refusal(strict.proof(token).member("m", "PUT"))).isEqualTo(Reason.METHOD_MISMATCH);
        strict.accept(token);
    }

    @Test
    void aTokenIsSpentUntilItExpires() {
        FakeReplayStore store = new FakeReplayStore();
        Scene scene = Scene.with(builder -> builder.replayProtection(store).singleUseTokens());
        scene.accept(token("t1").claim("exp", Scene.NOW.getEpochSecond() + 100));

        assertThat(store.asked()).hasSize(2).contains("token t1 " + Scene.NOW.plusSeconds(130));
    }

    @Test
    void aTokenThatNeverExpiresIsSpentForEver() {
        String text = token("t1").claim("exp", 253_402_300_799L).text();
        strict.accept(Proof.of(text, Scene.CLIENT));
        strict.clock().advance(Duration.ofDays(1000));
        Instant now = strict.clock().instant();

        assertThat(strict.refusal(Proof.of(text, Scene.CLIENT).member("ts", now.getEpochSecond())))
                .isEqualTo(Reason.TOKEN_USED_BEFORE);
    }

    @Test
    void withoutAStoreNoTokenCanBeTakenOnce() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Scene.with(builder -> builder.withoutReplayProtection().singleUseTokens()));
    }

    @Test
    void aTokenOfAnotherFormatIsSpentByItsId() throws Exception {
        Confirmation confirmation =
                Confirmation.of(Scene.verificationKeys(List.of(Scene.CLIENT)).get(0));
        AccessTokens format = (text, now) ->
                AccessToken.verified(Map.of("jti", "t1"), confirmation, now.minusSeconds(1), now.plusSeconds(60));
        Scene scene = Scene.with(builder -> builder.decryptionKeys(List.of())
                .verificationKeys(List.of())
                .accessTokens(format)
                .singleUseTokens());
        scene.accept(Proof.of("opaque", Scene.CLIENT));

        assertThat(scene.refusal(Proof.of("opaque", Scene.CLIENT))).isEqualTo(Reason.TOKEN_USED_BEFORE);
    }

    private static Token token(String id) {
        return Token.signed().confirming(Scene.CLIENT).claim("jti", id).claim("x", Bytes.base64url(Bytes.random(8)));
    }
}
