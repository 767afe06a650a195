// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What servers are made of: the downloaded archives, which stay as they are, jars, the WAR, and a directory for each server. */
final class Installation {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private Installation() {}

    /** The unpacked archive. */
    static Path home(String server) {
        return only(TARGET.resolve("servers").resolve(server), "");
    }

    /** A jar, or a WAR, by the beginning of its name. */
    static Path artifact(String name) {
        return only(TARGET.resolve("jars"), name);
    }

    /** All jars of this provider of TLS. */
    static List<Path> jars(String name) {
        return list(TARGET.resolve("jars"), name);
    }

    private static Path only(Path directory, String name) {
        List<Path> found = list(directory, name);
        if (found.size() != 1) {
            throw new AssertionError(found + " for " + name + " in " + directory);
        }
        return found.get(0);
    }

    private static List<Path> list(Path directory, String name) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty directory, which is still there after the tests. */
    static Path freshDirectory(String name) throws IOException {
        Path directory = TARGET.resolve("bases").resolve(name);
        if (Files.exists(directory)) {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(directory);
    }

    static void copyTo(Path directory, List<Path> files) throws IOException {
        Files.createDirectories(directory);
        for (Path file : files) {
            Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Of the server: the settings of popfilter, and the Java that runs the tests. */
    static void setEnvironment(Map<String, String> environment, Path base, String bindingTypes) throws IOException {
        List.of("JAVA_OPTS", "CATALINA_OPTS", "JRE_HOME", "JETTY_BASE").forEach(environment::remove);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Map<String, String> settings = new TreeMap<>(Server.settings(Files.createDirectory(base.resolve("keys"))));
        settings.put("schemes", "PoP mTLS");
        settings.put("channel-binding", "optional");
        settings.put("channel-binding.types", bindingTypes);
        settings.forEach((key, value) -> environment.put(
                "POPFILTER_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    }
}
