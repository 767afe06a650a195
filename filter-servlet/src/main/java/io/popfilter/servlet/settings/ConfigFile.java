// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.DUPLICATE;
import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.servlet.settings.PropertiesText.Entry;
import io.popfilter.servlet.settings.PropertiesText.MalformedEntryException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The properties file: the one that the init-param {@code config} names, else {@value #DEFAULT_LOCATION} if it exists.
 *
 * @param name its location as configured
 * @param state whether there is such a file
 * @param entries each key once
 */
record ConfigFile(String name, State state, List<Entry> entries) {

    /** The init-param that says where the file is. */
    static final String INIT_PARAM = "config";

    private static final String DEFAULT_LOCATION = "/WEB-INF/popfilter.properties";

    /** Whether the file can be used. */
    enum State {
        READ,
        ABSENT,
        BROKEN
    }

    /** Reads the file; what is wrong with it is added to the problems. */
    static ConfigFile load(Sources sources, List<Problem> problems) {
        String given = sources.initParams().get(INIT_PARAM);
        Origin origin = given == null ? new Origin.NotSet() : new Origin.InitParam(INIT_PARAM);
        try {
            String written = given == null ? DEFAULT_LOCATION : given.strip();
            Location location = Location.parse(new Placeholders(sources).expand(written));
            Optional<byte[]> content = location.readIfPresent(sources, Location.MAX_BYTES);
            if (content.isPresent()) {
                return parse(location.toString(), content.get(), problems);
            }
            if (given != null) {
                problems.add(location.missing().problem(INIT_PARAM, origin));
            }
            return new ConfigFile(location.toString(), given == null ? State.ABSENT : State.BROKEN, List.of());
        } catch (BadValueException e) {
            problems.add(e.problem(INIT_PARAM, origin));
            return new ConfigFile(DEFAULT_LOCATION, State.BROKEN, List.of());
        }
    }

    private static ConfigFile parse(String name, byte[] content, List<Problem> problems) {
        try {
            List<Entry> entries = PropertiesText.entries(Utf8.decode(content));
            return new ConfigFile(name, State.READ, withoutDuplicates(name, entries, problems));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(
                    MALFORMED, new Origin.WholeFile(name), INIT_PARAM, "the file is not UTF-8", "save it as UTF-8"));
        } catch (MalformedEntryException e) {
            problems.add(new Problem(
                    MALFORMED,
                    new Origin.FileLine(name, e.line()),
                    INIT_PARAM,
                    "the line has a \\u that is not followed by four hexadecimal digits",
                    "write the character itself, and every backslash twice"));
        }
        return new ConfigFile(name, State.BROKEN, List.of());
    }

    private static List<Entry> withoutDuplicates(String name, List<Entry> entries, List<Problem> problems) {
        Map<String, Integer> lines = new HashMap<>();
        List<Entry> unique = new ArrayList<>();
        for (Entry entry : entries) {
            Integer first = lines.putIfAbsent(entry.key(), entry.line());
            if (first == null) {
                unique.add(entry);
            } else {
                Origin origin = new Origin.FileLine(name, entry.line());
                problems.add(new Problem(
                        DUPLICATE, origin, entry.key(), "is already set in line " + first, "remove one of the two"));
            }
        }
        return List.copyOf(unique);
    }
}
