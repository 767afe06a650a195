// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {

    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(textBlock = """
        /WEB-INF/keys.jwks,          WEB_APPLICATION, /WEB-INF/keys.jwks
        classpath:keys.jwks,         CLASSPATH,       keys.jwks
        classpath:/conf/keys.jwks,   CLASSPATH,       conf/keys.jwks
        file:/etc/keys.jwks,         FILE_SYSTEM,     /etc/keys.jwks
        file:///etc/keys.jwks,       FILE_SYSTEM,     /etc/keys.jwks
        file:///C:/keys.jwks,        FILE_SYSTEM,     C:/keys.jwks
        file:keys,                   FILE_SYSTEM,     keys
        file:/etc/50%20/keys,        FILE_SYSTEM,     /etc/50%20/keys
        /etc/keys.jwks,              FILE_SYSTEM,     /etc/keys.jwks
        keys.jwks,                   FILE_SYSTEM,     keys.jwks
        C:/keys.jwks,                FILE_SYSTEM,     C:/keys.jwks
        """)
    void readsEveryForm(String text, Location.Place place, String path) throws BadValueException {
        assertThat(Location.parse(text)).isEqualTo(new Location(place, path));
    }

    @Test
    void readsTheContentFromEveryPlace() throws IOException, BadValueException {
        Path file = Files.write(folder.resolve("keys"), CONTENT);
        Sources sources = Configuration.empty()
                .context("/WEB-INF/keys", CONTENT)
                .classpath("keys", CONTENT)
                .sources();

        assertThat(Location.parse("/WEB-INF/keys").read(sources)).isEqualTo(CONTENT);
        assertThat(Location.parse("classpath:keys").read(sources)).isEqualTo(CONTENT);
        assertThat(Location.parse(file.toString()).read(sources)).isEqualTo(CONTENT);
    }

    @Test
    void knowsTheFileToWatch() throws BadValueException {
        assertThat(Location.parse("keys.jwks").file())
                .contains(Path.of("keys.jwks").toAbsolutePath());
        assertThat(Location.parse("classpath:keys").file()).isEmpty();
        assertThat(Location.parse("/WEB-INF/keys").file()).isEmpty();
    }

    @Test
    void refusesWhatIsNotThere() {
        assertRefused(Problem.Kind.MISSING, "/WEB-INF/keys");
        assertRefused(Problem.Kind.MISSING, "classpath:keys");
        assertRefused(Problem.Kind.MISSING, "file:" + folder.resolve("keys"));
    }

    @Test
    void refusesWhatHasNoContent() throws IOException {
        assertRefused(Problem.Kind.UNREADABLE, "file:" + folder);
        assertRefused(Problem.Kind.UNREADABLE, "file:" + Files.createFile(folder.resolve("empty")));
    }

    @Test
    void readsUpToOneMebibyte() throws IOException, BadValueException {
        Path file = Files.write(folder.resolve("keys"), new byte[Location.MAX_BYTES]);
        assertThat(Location.parse(file.toString()).read(Configuration.empty().sources()))
                .hasSize(1024 * 1024);

        Files.write(file, new byte[Location.MAX_BYTES + 1]);
        assertRefused(Problem.Kind.UNREADABLE, file.toString());
    }

    @Test
    void saysThatAResourceFailedToBeRead() throws IOException, BadValueException {
        InputStream failing = InputStream.nullInputStream();
        failing.close();
        Sources sources = new Sources(Map.of(), Map.of(), Map.of(), path -> failing, path -> null);
        Location location = Location.parse("/WEB-INF/keys");

        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> location.read(sources))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Problem.Kind.UNREADABLE));
    }

    private static void assertRefused(Problem.Kind kind, String text) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(
                        () -> Location.parse(text).read(Configuration.empty().sources()))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
