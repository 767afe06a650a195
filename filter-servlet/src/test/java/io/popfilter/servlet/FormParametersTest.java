// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormParametersTest {

    @Test
    void putsTheQueryBeforeTheForm() {
        Map<String, String[]> merged = merge(Map.of("a", new String[] {"1"}), "a=2&b=3&a=4");

        assertThat(merged.get("a")).containsExactly("1", "2", "4");
        assertThat(merged.get("b")).containsExactly("3");
    }

    @Test
    void decodesAsFormsAreEncoded() {
        Map<String, String[]> merged = merge(Map.of(), "a+b=c%20d%2B&&bare&x=1=2&%C3%A9=%e2%82%ac");

        assertThat(merged.get("a b")).containsExactly("c d+");
        assertThat(merged.get("bare")).containsExactly("");
        assertThat(merged.get("x")).containsExactly("1=2");
        assertThat(merged.get("é")).containsExactly("€");
        assertThat(merged).hasSize(4);
    }

    @Test
    void decodesInTheCharacterSetOfTheForm() {
        assertThat(FormParameters.merge(Map.of(), "a=%E9", StandardCharsets.ISO_8859_1)
                        .get("a"))
                .containsExactly("é");
    }

    @Test
    void knowsAFormByItsMediaType() {
        assertThat(FormParameters.isForm("Application/X-WWW-Form-Urlencoded ; charset=utf-8"))
                .isTrue();
        assertThat(FormParameters.isForm("application/json")).isFalse();
        assertThat(FormParameters.isForm(null)).isFalse();
    }

    private static Map<String, String[]> merge(Map<String, String[]> query, String form) {
        return FormParameters.merge(query, form, StandardCharsets.UTF_8);
    }
}
