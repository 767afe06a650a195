// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RolesTest {

    @Test
    void at09_areTheWordsOfAString() {
        assertThat(Roles.of("read write").contains("write")).isTrue();
        assertThat(Roles.of("read write").contains("read write")).isFalse();
    }

    @Test
    void at09_areTheElementsOfAnArray() {
        assertThat(Roles.of(List.of("admin", 7L)).contains("admin")).isTrue();
    }

    @Test
    void areNoneInAnythingElse() {
        assertThat(Roles.of(null)).isEmpty();
        assertThat(Roles.of(7L)).isEmpty();
    }
}
