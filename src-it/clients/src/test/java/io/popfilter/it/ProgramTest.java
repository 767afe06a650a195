// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs Node, npm and browsers leaves nothing running. */
class ProgramTest {

    private static final Path HERE = Path.of("");

    /** Like no other process on this machine. */
    private static final String SLEEP = "sleep 98765.4321";

    private static final int POLLS = 100;
    private static final int POLL_MILLIS = 50;

    @Test
    void endsAProgramThatTakesTooLongAndWhatItStarted() throws InterruptedException {
        List<String> command = List.of("sh", "-c", SLEEP + " & " + SLEEP + "; true");

        assertThatThrownBy(() -> Program.run(command, HERE, "", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class);

        for (int poll = 0; poll < POLLS && sleeping() > 0; poll++) {
            Thread.sleep(POLL_MILLIS); // a signal takes its time
        }
        assertThat(sleeping()).isZero();
    }

    private static long sleeping() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith(SLEEP))
                .count();
    }

    @Test
    void handsOverWhatGoesInAndComesOut() {
        Program.Outcome outcome =
                Program.run(List.of("sh", "-c", "cat; echo no >&2; exit 3"), HERE, "in", Duration.ofSeconds(10));

        assertThat(outcome).isEqualTo(new Program.Outcome(3, "in", "no\n"));
    }
}
