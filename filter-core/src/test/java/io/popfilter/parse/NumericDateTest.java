// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericDateTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "1, 1970-01-01T00:00:01Z",
        "1772366400, 2026-03-01T12:00:00Z",
        "253402300799, 9999-12-31T23:59:59Z"
    })
    void readsWholeSeconds(String text, Instant instant) throws MalformedException {
        assertThat(NumericDate.whole("ts", new JsonValue.Numeral(text))).isEqualTo(instant);
        assertThat(NumericDate.truncated("exp", new JsonValue.Numeral(text))).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.5", "1.999999999999999999999999"})
    void cutsAFractionOffWhereItIsAllowed(String text) throws MalformedException {
        assertThat(NumericDate.truncated("exp", new JsonValue.Numeral(text))).isEqualTo(Instant.ofEpochSecond(1));
        assertThatThrownBy(() -> NumericDate.whole("ts", new JsonValue.Numeral(text)))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1", "-0", "253402300800", "999999999999", "9223372036854775807", "9223372036854775808",
                        "18446744073709551617",
                "1e3", "1E3", "1e300", "1.5e3", "1.5e-3", "1.5E+3", "-1.5"
            })
    void refusesWhatIsOutOfRangeOrHasAnExponent(String text) {
        assertThatThrownBy(() -> NumericDate.whole("ts", new JsonValue.Numeral(text)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> NumericDate.truncated("exp", new JsonValue.Numeral(text)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> NumericDate.whole("ts", new JsonValue.Text("1")))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> NumericDate.whole("ts", JsonValue.Literal.NULL))
                .isInstanceOf(MalformedException.class);
    }
}
