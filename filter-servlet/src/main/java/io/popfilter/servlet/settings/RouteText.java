// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.CONTRADICTION;
import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.http.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Reads what is said by route: {@code /a/* = x y; /b = z}. */
final class RouteText {

    private RouteText() {}

    /**
     * A list, perhaps empty, with each pattern once.
     *
     * @param value reads what is right of the equals sign
     * @param values what is written there, for messages
     */
    static <V, T> Parser<List<T>> listOf(Parser<V> value, String values, BiFunction<PathPattern, V, T> entry) {
        return text -> {
            List<PathPattern> patterns = new ArrayList<>();
            List<T> entries = new ArrayList<>();
            for (String part : text.split(";", -1)) {
                String line = part.strip();
                if (line.isEmpty()) {
                    continue;
                }
                int equals = equalsSign(line);
                if (equals < 0) {
                    throw BadValueException.about(
                            line,
                            MALFORMED,
                            "has no =",
                            "write <path pattern> = " + values + ", entries separated by ;");
                }
                PathPattern pattern =
                        PathPatternText.parse(line.substring(0, equals).strip());
                if (patterns.contains(pattern)) {
                    throw BadValueException.about(
                            pattern.text(), CONTRADICTION, "is there twice", "say all about it in one entry");
                }
                patterns.add(pattern);
                entries.add(entry.apply(
                        pattern, value.parse(line.substring(equals + 1).strip())));
            }
            return List.copyOf(entries);
        };
    }

    /** The first that stands alone; else the last, since a path may contain one. */
    private static int equalsSign(String line) {
        int alone = line.indexOf(" = ");
        return alone < 0 ? line.lastIndexOf('=') : alone + 1;
    }
}
