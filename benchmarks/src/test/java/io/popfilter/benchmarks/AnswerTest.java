// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.sign.AnswerFault;
import io.popfilter.sign.RefusedAnswerException;
import io.popfilter.sign.VerifiedAnswer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerTest {

    @ParameterizedTest
    @EnumSource
    void whatIsMeasuredSignsAndVerifies(AnswerScenario scenario) throws Exception {
        AnswerMaterial material = new AnswerMaterial(scenario);
        String signature = material.sign();
        byte[] otherBody = material.body();
        otherBody[0] ^= 1;

        VerifiedAnswer verified = material.verify(signature);

        assertThat(verified.coversBody()).isTrue();
        assertThatExceptionOfType(RefusedAnswerException.class)
                .isThrownBy(() -> material.verify(signature, otherBody))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(AnswerFault.BODY_MISMATCH));
    }

    @ParameterizedTest
    @EnumSource
    void theBarePrimitivesSignAndVerify(AnswerScenario scenario) throws Exception {
        BareAnswer bare = BareAnswer.of(scenario, new AnswerMaterial(scenario));
        byte[] signature = bare.sign();
        byte[] another = signature.clone();
        another[another.length - 1] ^= 1;

        assertThat(bare.accepts(signature)).isTrue();
        assertThat(bare.accepts(another)).isFalse();
    }
}
