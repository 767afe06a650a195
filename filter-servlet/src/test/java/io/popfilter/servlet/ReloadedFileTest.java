// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.parse.MalformedException;
import io.popfilter.servlet.settings.BadValueException;
import io.popfilter.servlet.settings.Location;
import io.popfilter.servlet.settings.Sources;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadedFileTest {

    private static final Sources SOURCES = new Sources(Map.of(), Map.of(), Map.of(), path -> null, path -> null);

    private final List<Level> logged = new ArrayList<>();
    private final RefusalLog log = new RefusalLog(new System.Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String line, @Nullable Throwable thrown) {
            logged.add(level);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object @Nullable ... params) {
            logged.add(level);
        }
    });
    private final List<String> parsed = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private int changes;

    @TempDir
    private Path folder;

    private Path file;
    private ReloadedFile<String> value;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("keys.json");
        write("old");
        value = reloaded();
    }

    private ReloadedFile<String> reloaded() throws BadValueException, MalformedException {
        return new ReloadedFile<>(
                Location.parse(file.toString()), SOURCES, this::parse, () -> now, log, () -> changes++);
    }

    private String parse(byte[] octets) throws MalformedException {
        String text = new String(octets, StandardCharsets.UTF_8);
        parsed.add(text);
        if (text.startsWith("broken")) {
            throw new MalformedException("broken");
        }
        return text;
    }

    @Test
    void aChangeIsInForceAfterTheInterval() throws IOException {
        write("new");
        assertThat(value.get()).isEqualTo("old");
        now = now.plusSeconds(5);
        assertThat(value.get()).isEqualTo("old");
        now = now.plusMillis(1);
        assertThat(value.get()).isEqualTo("new");
        assertThat(changes).isEqualTo(1);
        assertThat(logged).containsExactly(Level.INFO);
    }

    @Test
    void aFileThatIsAsItWasIsNotParsedAgain() throws IOException {
        write("old");
        for (int i = 0; i < 3; i++) {
            assertThat(afterTheInterval()).isEqualTo("old");
        }
        assertThat(parsed).containsExactly("old");
        assertThat(changes).isZero();
        assertThat(logged).isEmpty();
    }

    @Test
    void aBrokenFileLeavesTheOldValueInForceAndIsReportedOnce() throws IOException {
        write("broken");
        for (int i = 0; i < 3; i++) {
            assertThat(afterTheInterval()).isEqualTo("old");
        }
        assertThat(logged).containsExactly(Level.ERROR);
        write("broken in another way");
        assertThat(afterTheInterval()).isEqualTo("old");
        assertThat(logged).containsExactly(Level.ERROR, Level.ERROR);
        assertThat(changes).isZero();
    }

    @Test
    void aFileThatIsGoneOrEmptyLeavesTheOldValueInForceAndIsReportedOnce() throws IOException {
        Files.delete(file);
        for (int i = 0; i < 3; i++) {
            assertThat(afterTheInterval()).isEqualTo("old");
        }
        write("");
        assertThat(afterTheInterval()).isEqualTo("old");
        assertThat(logged).containsExactly(Level.ERROR);
    }

    @Test
    void aFileThatIsMendedIsInForceAgain() throws IOException {
        write("broken");
        afterTheInterval();
        write("new");
        assertThat(afterTheInterval()).isEqualTo("new");
        Files.delete(file);
        afterTheInterval();
        write("new");
        assertThat(afterTheInterval()).isEqualTo("new");
        assertThat(logged).containsExactly(Level.ERROR, Level.INFO, Level.ERROR, Level.INFO);
    }

    @Test
    void aBrokenFileThatIsPutBackIsInForceAndSaysSo() throws IOException {
        write("broken");
        afterTheInterval();
        write("old");
        assertThat(afterTheInterval()).isEqualTo("old");
        assertThat(logged).containsExactly(Level.ERROR, Level.INFO);
    }

    @Test
    void aFileThatIsBrokenAtTheStartIsAnErrorOfTheStart() throws IOException {
        write("broken");
        assertThatExceptionOfType(MalformedException.class).isThrownBy(this::reloaded);
        Files.delete(file);
        assertThatExceptionOfType(BadValueException.class).isThrownBy(this::reloaded);
    }

    private String afterTheInterval() {
        now = now.plus(Duration.ofSeconds(6));
        return value.get();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
