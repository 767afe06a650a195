// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that tests need and that not every machine has. */
final class RealPart {

    /** With the value {@code required}, as environment variable or system property, a missing program is a failure. */
    private static final String SWITCH = "IT_REAL_PARTS";

    private RealPart() {}

    /** The program of this name; without it the test is skipped, unless real parts are required. */
    static Path find(String name) {
        Optional<Path> program = directories()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            if (isRequired()) {
                fail(name + " not found, and " + SWITCH + "=required");
            }
            abort("skipped: " + name + " not found");
        }
        return program.orElseThrow();
    }

    private static boolean isRequired() {
        return "required".equals(System.getenv(SWITCH)) || "required".equals(System.getProperty(SWITCH));
    }

    private static Stream<Path> directories() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        // daemons are often there, and not in everybody's PATH
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
    }
}
