// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps the benchmarks from rotting between two measurements. */
class VariantsTest {

    @ParameterizedTest
    @EnumSource
    void everyVariantVerifies(Scenario scenario) throws Exception {
        Material material = new Material(scenario);
        for (Variant variant :
                new Variant[] {new Popfilter(material), new Primitives(material), new NimbusOnly(material)}) {
            assertThatCode(() -> Trial.check(variant, material)).doesNotThrowAnyException();
        }
    }
}
