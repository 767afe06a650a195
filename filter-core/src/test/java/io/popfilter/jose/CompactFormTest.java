// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.parse.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "e.e",
                "e.e.e.e",
                "e..e.e",
                "\uD83D\uDE00.e.e",
                "e30.e\uD83D\uDE00.e30",
                "e30..\uD83D"
            })
    void refusesATextThatIsNoJws(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> CompactJws.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "....",
                "e.e.e.e",
                "e.e.e.e.e.e",
                "\uD83D\uDE00.e.e.e.e",
                "e30.e.e.e.\uD83D\uDE00",
                "e30....\u0100"
            })
    void refusesATextThatIsNoJwe(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> CompactJwe.parse(text));
    }
}
