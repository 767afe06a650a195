// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. Of its processes none is left, whatever happens. */
final class Program {

    /**
     * How it ended.
     *
     * @param output what it wrote to its standard output
     * @param errors what it wrote to its standard error
     */
    record Outcome(int status, String output, String errors) {}

    private Program() {}

    /**
     * Runs it.
     *
     * @param input its standard input
     * @param most how long it may take
     */
    static Outcome run(List<String> command, Path directory, String input, Duration most) {
        try (TemporaryDirectory scratch = TemporaryDirectory.create()) {
            Path in = Files.writeString(scratch.path().resolve("in"), input);
            Path out = scratch.path().resolve("out");
            Path err = scratch.path().resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toAbsolutePath().toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("TMPDIR", scratch.path().toString()); // where a browser has its profile
            int status = await(builder.start(), command, most);
            return new Outcome(
                    status,
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int await(Process process, List<String> command, Duration most) {
        Thread lastResort = new Thread(() -> kill(process));
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(command + " did not end within " + most);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            kill(process);
            Runtime.getRuntime().removeShutdownHook(lastResort);
        }
    }

    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
