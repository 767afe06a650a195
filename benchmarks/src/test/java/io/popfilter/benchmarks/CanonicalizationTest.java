// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CanonicalizationTest {

    @ParameterizedTest
    @EnumSource
    void theSpellingsHaveOneCanonicalForm(Spelling spelling) throws Exception {
        assertThat(Canonicalization.texts(spelling))
                .isEqualTo(new CanonicalTexts(
                        "api.example.com:8443",
                        "/customers/4711/accounts/DE0212-03000000",
                        "currency=EUR&limit=20&sort=date%2Bamount",
                        "content-type: application/json;charset=utf-8"));
    }
}
