// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps the benchmarks from rotting between two measurements. */
class VariantsTest {

    @ParameterizedTest
    @EnumSource
    void everyVariantVerifies(Scenario scenario) throws Exception {
        Material material = new Material(scenario);
        for (Variant<? super SignedRequest> variant : List.<Variant<? super SignedRequest>>of(
                new Popfilter(material), new Primitives(material), new NimbusOnly(material))) {
            assertThatCode(() -> Trial.check(variant, material)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyVariantVerifiesDpop(DpopScenario scenario) throws Exception {
        DpopMaterial material = new DpopMaterial(scenario);

        assertThatCode(() -> Trial.check(new Popfilter(material), material)).doesNotThrowAnyException();
        assertThatCode(() -> Trial.check(new BareSignature(material), material)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = {"DPOP_ES256", "DPOP_RS256"})
    void nimbusVerifiesDpop(DpopScenario scenario) throws Exception {
        DpopMaterial material = new DpopMaterial(scenario);

        assertThatCode(() -> Trial.check(new NimbusDpop(material), material)).doesNotThrowAnyException();
    }
}
