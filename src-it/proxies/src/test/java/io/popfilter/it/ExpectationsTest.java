// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables themselves. */
class ExpectationsTest {

    @ParameterizedTest
    @EnumSource
    void everyTableHasTheSameRequests(Proxied proxied) {
        assertThat(requests(proxied)).isEqualTo(requests(Proxied.DIRECT)).doesNotHaveDuplicates();
    }

    private static List<String> requests(Proxied proxied) {
        return Expectations.of(proxied).stream().map(Expectation::request).toList();
    }
}
