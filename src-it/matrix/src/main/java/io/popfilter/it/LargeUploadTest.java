// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads of 100 MiB to a process with a heap of 64 MiB. */
@Tag("same-in-every-version")
class LargeUploadTest {

    private static final String MEMORY = "64m";
    private static final long MEMORY_OCTETS = 64L * 1024 * 1024;
    private static final long GROWTH = 2L * 1024 * 1024;
    private static final long PATIENCE_SECONDS = 120;

    @AutoClose
    private static final TemporaryDirectory DIRECTORY = TemporaryDirectory.create();

    private static final Properties REPORT = new Properties();
    private static final String RIGHT_ANSWER = DigestingServlet.answerTo(UploadedOctets.of(LargeUpload.OCTETS));

    @BeforeAll
    static void upload() throws Exception {
        Path work = Files.createDirectory(DIRECTORY.path().resolve("work"));
        Files.createDirectory(LargeUpload.bodies(work));
        Path said = DIRECTORY.path().resolve("said");
        Path complaints = DIRECTORY.path().resolve("complaints");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + MEMORY,
                        "-XX:MaxDirectMemorySize=" + MEMORY,
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                        "-classpath",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LargeUpload.class.getName(),
                        work.toString())
                .redirectOutput(said.toFile())
                .redirectError(complaints.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(complaints)).isZero();
        try (Reader lines = Files.newBufferedReader(said)) {
            REPORT.load(lines);
        }
    }

    private static String said(LargeUpload.Way way, String fact) {
        return REPORT.getProperty(way.key(fact));
    }

    private static long number(LargeUpload.Way way, String fact) {
        return Long.parseLong(said(way, fact));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void getsEveryOctetToTheApplication(LargeUpload.Way way) {
        assertThat(said(way, "status")).isEqualTo("200");
        assertThat(said(way, "answer")).isEqualTo(RIGHT_ANSWER).startsWith(LargeUpload.OCTETS + " ");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void isNotInMemory(LargeUpload.Way way) {
        assertThat(number(way, "peak")).isPositive().isLessThan(MEMORY_OCTETS);
        assertThat(number(way, "alive")).isLessThan(number(way, "before") + GROWTH);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void isRefusedForItsLastOctet(LargeUpload.Way way) {
        assertThat(said(way, "changed")).isEqualTo("401");
    }

    @Test
    void leavesNoFile() throws IOException {
        assertThat(REPORT.getProperty("files")).isEqualTo("0");
        try (Stream<Path> left = Files.list(LargeUpload.bodies(DIRECTORY.path().resolve("work")))) {
            assertThat(left).isEmpty();
        }
    }
}
