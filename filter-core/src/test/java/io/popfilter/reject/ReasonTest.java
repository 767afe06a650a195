// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

    // RFC 6750 section 3: %x20-21 / %x23-5B / %x5D-7E
    @ParameterizedTest
    @EnumSource
    void hasASentenceThatMayStandInAChallenge(Reason reason) {
        assertThat(reason.sentence()).matches("[ !#-\\[\\]-~]+").endsWith(".");
    }

    @ParameterizedTest
    @EnumSource
    void saysWhoseRuleItIs(Reason reason) {
        assertThat(reason.specification()).matches(".+ section [0-9.]+");
    }

    @ParameterizedTest
    @EnumSource
    void isAFaultOfTheClientUnlessSomethingOfOursFailed(Reason reason) {
        boolean isOurs = reason.stage() == Stage.OUTSIDE
                || reason.name().startsWith("REPLAY_STORE_")
                || reason.name().endsWith("_UNAVAILABLE");

        assertThat(reason.error().status()).isBetween(isOurs ? 503 : 400, isOurs ? 503 : 499);
    }
}
