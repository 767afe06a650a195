// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SignedProof;
import io.popfilter.fixture.Signing;
import io.popfilter.reject.Reason;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Row V-34 for both schemes: proofs that were signed too early, or will be signed. */
class FreshnessSecurityCasesTest {

    private static final long NOW = Scene.NOW.getEpochSecond();

    private final Scene scene = Signing.scene();

    @ParameterizedTest
    @CsvSource({"5, true", "6, false", "3600, false", "31536000, false", "-60, true", "-61, false", "-86400, false"})
    void v34_theTimeOfSigningIsBoundedOnBothSides(long offset, boolean passes) {
        for (Signing signing : Signing.values()) {
            FakeRequest request = signing.proof().createdAt(NOW + offset).on(FakeRequest.get());
            if (passes) {
                scene.accept(request);
            } else {
                assertThat(scene.refusal(request))
                        .as("%s", signing)
                        .isEqualTo(offset > 0 ? Reason.CREATED_IN_FUTURE : Reason.CREATED_TOO_LONG_AGO);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void v34_aFractionOfASecondOutsideTheWindowIsOutside(Signing signing) {
        scene.clock().set(Scene.NOW.plusSeconds(60).plusNanos(1));
        assertThat(refusal(signing.proof())).isEqualTo(Reason.CREATED_TOO_LONG_AGO);
        scene.clock().set(Scene.NOW.minusSeconds(5).minusNanos(1));
        assertThat(refusal(signing.proof())).isEqualTo(Reason.CREATED_IN_FUTURE);
        scene.clock().set(Scene.NOW.minusSeconds(5));
        scene.accept(signing.request());
        scene.clock().set(Scene.NOW.plusSeconds(60));
        scene.accept(signing.request());
    }

    @ParameterizedTest
    @EnumSource
    void v34_theLastDateThereIsLiesInTheFuture(Signing signing) {
        assertThat(refusal(signing.proof().createdAt(253_402_300_799L))).isEqualTo(Reason.CREATED_IN_FUTURE);
        assertThat(refusal(signing.proof().createdAt(253_402_300_800L))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
    }

    /** RFC 7519 section 2 allows it in {@code iat}; the draft of signed requests has whole seconds. */
    @Test
    void v34_aFractionOfASecondIsCutOffWithDpopAndRefusedInASignedRequest() {
        for (String fraction : List.of("0.0", "0.001", "0.5", "0.999999999")) {
            BigDecimal latest = BigDecimal.valueOf(NOW + 5).add(new BigDecimal(fraction));
            BigDecimal earliest = BigDecimal.valueOf(NOW - 60).add(new BigDecimal(fraction));
            scene.accept(Signing.DPOP.proof().createdAt(latest).on(FakeRequest.get()));
            scene.accept(Signing.DPOP.proof().createdAt(earliest).on(FakeRequest.get()));
            assertThat(refusal(Signing.DPOP.proof().createdAt(earliest.subtract(BigDecimal.ONE))))
                    .isEqualTo(Reason.CREATED_TOO_LONG_AGO);
            assertThat(refusal(Signing.DPOP.proof().createdAt(latest.add(BigDecimal.ONE))))
                    .isEqualTo(Reason.CREATED_IN_FUTURE);
            assertThat(refusal(Signing.POP.proof().createdAt(latest))).isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        }
    }

    private Reason refusal(SignedProof proof) {
        return scene.refusal(proof.on(FakeRequest.get()));
    }
}
