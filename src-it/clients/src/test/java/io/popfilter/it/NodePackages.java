// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The packages that the scripts need. npm installs them once per build, beside a copy of the scripts below target. */
final class NodePackages {

    /** The scripts, and which packages they need. */
    static final Path SOURCES = Path.of("src/test/node");

    private static final Path COPY = Path.of("target/node");
    private static final Duration MOST = Duration.ofMinutes(5);

    private NodePackages() {}

    /** Where the scripts can be run; without npm or the packages the test is skipped, unless real parts are required. */
    static Path installed() {
        npm();
        if (Installation.OUTCOME.status() != 0) {
            throw RealPart.missing("npm cannot install the packages of " + SOURCES
                    + "/package.json, from a registry or its" + " cache: " + Installation.OUTCOME.errors());
        }
        return COPY;
    }

    private static Path npm() {
        return RealPart.findAny(List.of("npm"), "npm");
    }

    /** Takes place when it is first asked about. */
    private static final class Installation {

        static final Program.Outcome OUTCOME = run();

        private Installation() {}

        private static Program.Outcome run() {
            copyScripts();
            List<String> command =
                    List.of(npm().toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
            System.out.println("Installing the packages of the clients: " + String.join(" ", command));
            return Program.run(command, COPY, "", MOST);
        }

        private static void copyScripts() {
            try (Stream<Path> files = Files.list(SOURCES)) {
                Files.createDirectories(COPY);
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, COPY.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
