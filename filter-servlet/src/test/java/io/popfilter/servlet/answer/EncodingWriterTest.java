// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingWriterTest {

    private static final String TEXT = "a\u00e9\u20ac\uD83D\uDE00\u65e5".repeat(700);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "ISO-8859-1", "US-ASCII", "ISO-2022-JP", "Shift_JIS"})
    void writesWhatAnEncodedTextIsHoweverItIsCut(String name) throws IOException {
        Charset charset = Charset.forName(name);
        EncodingWriter writer = new EncodingWriter(out, charset);
        Random random = new Random(7);

        for (int from = 0; from < TEXT.length(); ) {
            int count = Math.min(TEXT.length() - from, random.nextInt(9));
            writer.write(TEXT, from, count);
            from += count;
        }
        writer.end();

        assertThat(out.toByteArray()).isEqualTo(TEXT.getBytes(charset));
    }

    @Test
    void holdsNothingBackButHalfOfAPair() throws IOException {
        EncodingWriter writer = new EncodingWriter(out, StandardCharsets.UTF_8);

        writer.write("x\uD83D");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x");
        writer.write("\uDE00");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x\uD83D\uDE00");
    }

    @Test
    void writesAQuestionMarkForHalfOfAPairAtTheEnd() throws IOException {
        EncodingWriter writer = new EncodingWriter(out, StandardCharsets.UTF_8);

        writer.write("x\uD83D");
        writer.end();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x?");
    }

    @Test
    void beginsAnew() throws IOException {
        EncodingWriter writer = new EncodingWriter(out, StandardCharsets.UTF_16);

        writer.write("x\uD83D");
        writer.restart();
        out.reset();
        writer.write("y");

        assertThat(out.toByteArray()).isEqualTo("y".getBytes(StandardCharsets.UTF_16));
    }
}
