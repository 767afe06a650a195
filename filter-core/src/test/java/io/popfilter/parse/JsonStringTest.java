// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Strings are read eight octets at a time: every character at every place in and around such a group. */
class JsonStringTest {

    private static final int LENGTH = 26;

    @Test
    void readsEveryCharacterAtEveryPlace() throws MalformedException {
        for (int c = ' '; c < 0x800; c++) {
            String written = c == '"' || c == '\\' ? "\\" + (char) c : Character.toString(c);
            for (int at = 0; at < LENGTH; at++) {
                assertThat(read(around(at, written)))
                        .as("U+%04X at %d", c, at)
                        .isEqualTo(around(at, Character.toString(c)));
            }
        }
    }

    @Test
    void refusesEveryControlCharacterAtEveryPlace() {
        for (int c = 0; c < ' '; c++) {
            String control = Character.toString(c);
            for (int at = 0; at < LENGTH; at++) {
                String text = around(at, control);
                assertThatExceptionOfType(MalformedException.class)
                        .as("U+%04X at %d", c, at)
                        .isThrownBy(() -> read(text));
            }
        }
    }

    @Test
    void endsAtTheFirstQuotationMark() {
        for (int at = 0; at < LENGTH; at++) {
            String text = around(at, "\"");
            assertThatExceptionOfType(MalformedException.class).as("at %d", at).isThrownBy(() -> read(text));
        }
    }

    @Test
    void refusesAStringThatDoesNotEnd() {
        for (int length = 0; length < LENGTH; length++) {
            byte[] text = ("{\"s\":\"" + "a".repeat(length)).getBytes(StandardCharsets.UTF_8);
            assertThatExceptionOfType(MalformedException.class)
                    .as("length %d", length)
                    .isThrownBy(() -> Json.object(text));
        }
    }

    private static String around(int at, String inserted) {
        return "~".repeat(at) + inserted + " ".repeat(LENGTH - at);
    }

    private static String read(String written) throws MalformedException {
        String text = Json.object(("{\"s\":\"" + written + "\"}").getBytes(StandardCharsets.UTF_8))
                .text("s");
        assertThat(text).isNotNull();
        return String.valueOf(text);
    }
}
