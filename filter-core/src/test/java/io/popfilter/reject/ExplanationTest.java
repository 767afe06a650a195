// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationTest {

    @Test
    void tellsHowFarARequestCameAndWhatWasSeenThere() {
        Scene scene = Scene.standard();

        Explanation explanation = scene.rejection(
                        FakeRequest.get().path("/orders/7").signed(scene.proof().member("p", "/orders//7")))
                .explain();

        assertThat(explanation.passed())
                .containsExactly(Stage.PARSE, Stage.FRESHNESS, Stage.TOKEN, Stage.KEY, Stage.PROOF);
        assertThat(explanation.failed()).isEqualTo(Stage.COVERAGE);
        assertThat(explanation.reason()).isEqualTo(Reason.PATH_MISMATCH);
        assertThat(explanation.facts().expected()).contains("/orders//7");
        assertThat(explanation.facts().received()).contains("/orders/7");
        assertThat(explanation.facts().likelyCause()).contains(LikelyCause.SLASHES_MERGED);
    }

    @Test
    void aRequestWithoutCredentialsPassedNothing() {
        Explanation explanation = Scene.standard().rejection(FakeRequest.get()).explain();

        assertThat(explanation.passed()).isEmpty();
        assertThat(explanation.failed()).isEqualTo(Stage.PARSE);
    }

    @Test
    void aFaultOfOursDoesNotSayHowFarTheRequestCame() {
        Explanation explanation = Rejection.outage(Reason.INTERNAL_FAULT, new IllegalStateException())
                .explain();

        assertThat(explanation.passed()).isEmpty();
        assertThat(explanation.failed()).isEqualTo(Stage.OUTSIDE);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonIsToldWithItsRuleAndItsFactsInLines(Reason reason) {
        Facts facts = Facts.expected("signed", "\nforged").on("thing").likely(Optional.of(LikelyCause.PORT_CHANGED));

        String text = new Rejection(reason, facts).explain().toString();

        assertThat(text.lines())
                .contains(
                        "refused at " + reason.stage() + ": " + reason,
                        "  rule: " + reason.specification(),
                        "  about: thing",
                        "  expected: signed",
                        "  received: \\u000aforged",
                        "  likely cause: " + LikelyCause.PORT_CHANGED.sentence());
    }

    @ParameterizedTest
    @EnumSource(LikelyCause.class)
    void everyCauseCanStandInQuotesInALog(LikelyCause cause) {
        assertThat(cause.sentence()).matches("[ -~]+").doesNotContain("\"", "\\");
        assertThat(Facts.none().likely(Optional.of(cause)).toString()).isEqualTo("cause=\"" + cause.sentence() + '"');
    }
}
