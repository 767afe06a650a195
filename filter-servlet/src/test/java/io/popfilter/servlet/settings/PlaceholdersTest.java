// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceholdersTest {

    @TempDir
    private Path folder;

    private final Placeholders placeholders = new Placeholders(Configuration.empty()
            .environment("NAME", "value")
            .environment("NESTED", "${env:NAME}$1\\")
            .sources());

    @Test
    void putsInEnvironmentVariables() throws BadValueException {
        assertThat(placeholders.expand("a ${env:NAME}${env:NAME} b")).isEqualTo("a valuevalue b");
    }

    @Test
    void leavesEveryOtherDollarSignAlone() throws BadValueException {
        assertThat(placeholders.expand("$ $$ $NAME {env:NAME} $$${env:NAME}"))
                .isEqualTo("$ $$ $NAME {env:NAME} $$value");
    }

    @Test
    void doesNotLookAtWhatItPutIn() throws BadValueException {
        assertThat(placeholders.expand("${env:NESTED}")).isEqualTo("${env:NAME}$1\\");
    }

    @Test
    void putsInAFileWithoutItsLastLineEnd() throws IOException, BadValueException {
        assertThat(placeholders.expand(placeholder("s3cret\n"))).isEqualTo("s3cret");
        assertThat(placeholders.expand(placeholder("s3cret\r\n"))).isEqualTo("s3cret");
        assertThat(placeholders.expand(placeholder(" s3cret\n\n"))).isEqualTo(" s3cret\n");
        assertThat(placeholders.expand(placeholder("s3cret"))).isEqualTo("s3cret");
    }

    @Test
    void refusesAFileOfMoreThan64Kibibytes() throws IOException, BadValueException {
        assertThat(placeholders.expand(placeholder("x".repeat(65536)))).hasSize(65536);
        assertRefused(Problem.Kind.UNREADABLE, placeholder("x".repeat(65537)));
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Path file = Files.write(folder.resolve("latin1"), "ä".getBytes(ISO_8859_1));

        assertRefused(Problem.Kind.MALFORMED, "${file:" + file + "}");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertRefused(Problem.Kind.PLACEHOLDER, "${env:OTHER}");
        assertRefused(Problem.Kind.MISSING, "${file:" + folder.resolve("other") + "}");
        assertRefused(Problem.Kind.UNREADABLE, "${file:" + folder + "}");
    }

    private String placeholder(String content) throws IOException {
        return "${file:" + Files.writeString(folder.resolve("secret"), content) + "}";
    }

    private void assertRefused(Problem.Kind kind, String text) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> placeholders.expand(text))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
