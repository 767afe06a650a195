// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One vector file: the settings in its head, and behind the first empty line a request as it is on the wire. */
final class Vector {

    static final Path FOLDER = Path.of("src", "test", "vectors");

    private final String name;
    private final Map<Setting, String> settings;
    private final String request;

    private Vector(String name, Map<Setting, String> settings, String request) {
        this.name = name;
        this.settings = settings;
        this.request = request;
    }

    static List<Vector> all() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<Path> vectors = files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .toList();
            List<Vector> all = new ArrayList<>();
            for (Path file : vectors) {
                String name = FOLDER.relativize(file).toString().replace('\\', '/');
                all.add(parse(name, Files.readString(file, StandardCharsets.ISO_8859_1)));
            }
            return all;
        }
    }

    /** Parses the text of a file, one character per octet. */
    static Vector parse(String name, String text) {
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException(name + ": no empty line behind the head");
        }
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        for (String line : text.substring(0, end).split("\n", -1)) {
            int colon = line.indexOf(": ");
            Setting setting = Setting.of(colon < 0 ? line : line.substring(0, colon))
                    .orElseThrow(() -> new IllegalArgumentException(name + ": unknown line: " + line));
            if (settings.put(setting, line.substring(colon + 2)) != null) {
                throw new IllegalArgumentException(name + ": repeated line: " + line);
            }
        }
        for (Setting setting : Setting.values()) {
            if (setting.defaultValue().isEmpty() && !settings.containsKey(setting)) {
                throw new IllegalArgumentException(name + ": no line " + setting);
            }
        }
        return new Vector(name, settings, text.substring(end + 2));
    }

    /** What stands in the head, or else the default. */
    String get(Setting setting) {
        String value = settings.get(setting);
        return value == null ? setting.defaultValue().orElseThrow() : value;
    }

    /** The elements of a value that is a list with spaces between. */
    List<String> list(Setting setting) {
        String value = get(setting);
        return value.isEmpty() ? List.of() : List.of(value.split(" ", -1));
    }

    /** The request, one character per octet. */
    String request() {
        return request;
    }

    /** The path of the file below the folder. */
    @Override
    public String toString() {
        return name;
    }
}
