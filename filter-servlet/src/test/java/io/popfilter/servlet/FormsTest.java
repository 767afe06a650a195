// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {

    @Test
    void keepsTheOrderOfOneName() throws Rejection {
        Map<String, String[]> parsed = parse("a=2&b=3&a=4");

        assertThat(parsed.get("a")).containsExactly("2", "4");
        assertThat(parsed.get("b")).containsExactly("3");
    }

    @Test
    void decodesAsFormsAreEncoded() throws Rejection {
        Map<String, String[]> parsed = parse("a+b=c%20d%2B&&bare&x=1=2&%C3%A9=%e2%82%ac& two  spaces = y &");

        assertThat(parsed.get("a b")).containsExactly("c d+");
        assertThat(parsed.get("bare")).containsExactly("");
        assertThat(parsed.get("x")).containsExactly("1=2");
        assertThat(parsed.get("é")).containsExactly("€");
        assertThat(parsed.get(" two  spaces ")).containsExactly(" y ");
        assertThat(parsed).hasSize(5);
    }

    @Test
    void decodesInTheCharacterSetOfTheForm() throws Rejection {
        assertThat(parse("a=%E9", StandardCharsets.ISO_8859_1, 1).get("a")).containsExactly("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%=a", "ok=1&a=%-1"})
    void refusesBrokenPercentEncoding(String form) {
        assertThatThrownBy(() -> parse(form))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.BODY_MALFORMED));
    }

    @Test
    void refusesMoreFieldsThanTheLimit() throws Rejection {
        assertThat(parse("a&b&&c", StandardCharsets.UTF_8, 3)).hasSize(3);
        assertThatThrownBy(() -> parse("a&b&&c&a", StandardCharsets.UTF_8, 3))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.BODY_TOO_LARGE));
    }

    @Test
    void knowsAFormByItsMediaType() {
        assertThat(Forms.isForm("Application/X-WWW-Form-Urlencoded ; charset=utf-8"))
                .isTrue();
        assertThat(Forms.isForm("application/json")).isFalse();
        assertThat(Forms.isForm(null)).isFalse();
        assertThat(Forms.isMultipart("Multipart/Form-Data; boundary=x")).isTrue();
        assertThat(Forms.isMultipart("multipart/mixed; boundary=x")).isFalse();
    }

    private static Map<String, String[]> parse(String form) throws Rejection {
        return parse(form, StandardCharsets.UTF_8, 100);
    }

    private static Map<String, String[]> parse(String form, Charset charset, int maxFields) throws Rejection {
        Parameters parameters = new Parameters();
        Forms.parse(form, charset, maxFields, parameters);
        return parameters.toMap();
    }
}
