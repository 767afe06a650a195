// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** A program that tests need and that not every machine has. */
final class RealPart {

    /** With the value {@code required}, as environment variable or system property, a missing program is a failure. */
    private static final String SWITCH = "IT_REAL_PARTS";

    private RealPart() {}

    /** The program of this name; without it the test is skipped, unless real parts are required. */
    static Path find(String name) {
        return first(List.of(name)).orElseThrow(() -> missing(name + " not found"));
    }

    /** The first of these programs that is there; the same without any, and the message says what to install. */
    static Path findAny(List<String> names, String debianPackage) {
        return first(names)
                .orElseThrow(() -> missing(String.join(", ", names) + " not found: install Debian's package "
                        + debianPackage + ", or the program from elsewhere"));
    }

    /** To be thrown for want of something: skips the test, or lets it fail when real parts are required. */
    static RuntimeException missing(String what) {
        if (isRequired()) {
            fail(what + ", and " + SWITCH + "=required");
        }
        return new TestAbortedException("skipped: " + what);
    }

    private static boolean isRequired() {
        return "required".equals(System.getenv(SWITCH)) || "required".equals(System.getProperty(SWITCH));
    }

    private static Optional<Path> first(List<String> names) {
        return names.stream()
                .flatMap(name -> directories().map(directory -> directory.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> directories() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        // daemons are often there, and not in everybody's PATH
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
    }
}
