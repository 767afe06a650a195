// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.servlet.settings.PropertiesText.Entry;
import io.popfilter.servlet.settings.PropertiesText.MalformedEntryException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesTextTest {

    @Test
    void countsCommentsBlankLinesAndContinuations() throws MalformedEntryException {
        String text = """
            # a comment does not continue \\
            a = 1

              ! another
            b = 2, \\
                # no comment, \\
                3
            c : 4\\\\
            \td 5
            e
            """;

        assertThat(PropertiesText.entries(text))
                .containsExactly(
                        new Entry("a", "1", 2),
                        new Entry("b", "2, # no comment, 3", 5),
                        new Entry("c", "4\\", 8),
                        new Entry("d", "5", 9),
                        new Entry("e", "", 10));
    }

    @Test
    void countsEveryKindOfLineEnd() throws MalformedEntryException {
        assertThat(PropertiesText.entries("a=1\rb=2\r\nc=3\n\nd=4"))
                .extracting(Entry::line)
                .containsExactly(1, 2, 3, 5);
    }

    @Test
    void namesTheLineOfAMalformedEscape() {
        assertThatExceptionOfType(MalformedEntryException.class)
                .isThrownBy(() -> PropertiesText.entries("a=1\nfile=C:\\users\n"))
                .satisfies(e -> assertThat(e.line()).isEqualTo(2));
    }

    @Test
    void readsAnyTextAsPropertiesDo() throws IOException {
        Random random = new Random(20240229);
        String alphabet = "ab=: \t\f\\\\\\#!\n\n\r\ru0";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            compareWithProperties(text.toString());
        }
    }

    private static void compareWithProperties(String text) throws IOException {
        Properties expected = new Properties();
        try {
            expected.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            assertThatExceptionOfType(MalformedEntryException.class).isThrownBy(() -> PropertiesText.entries(text));
            return;
        }
        Properties read = new Properties();
        try {
            PropertiesText.entries(text).forEach(entry -> read.setProperty(entry.key(), entry.value()));
        } catch (MalformedEntryException e) {
            throw new AssertionError("refused: " + text, e);
        }
        assertThat(read).as(text).isEqualTo(expected);
    }
}
