// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.CONTRADICTION;
import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.coverage.CoveragePolicy.Relaxation;
import io.popfilter.http.PathPattern;
import io.popfilter.scheme.Component;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads which components have to be covered, and where fewer will do. */
final class CoverageText {

    private CoverageText() {}

    static Set<Component> parseComponents(String text) throws BadValueException {
        List<Component> components = Parser.nonEmptyListOf(
                        Parser.oneOf(List.of(Component.values()), Component::toString))
                .parse(text);
        return Collections.unmodifiableSet(EnumSet.copyOf(components));
    }

    /** Reads {@code /a/* = body content-type; /b = query}. */
    static List<Relaxation> parseRelaxations(String text) throws BadValueException {
        List<Relaxation> relaxations = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            String entry = part.strip();
            if (entry.isEmpty()) {
                continue;
            }
            Relaxation relaxation = parseRelaxation(entry);
            if (relaxations.stream().anyMatch(other -> other.pattern().equals(relaxation.pattern()))) {
                throw BadValueException.about(
                        relaxation.pattern().text(),
                        CONTRADICTION,
                        "is relaxed twice",
                        "list all its components in one entry");
            }
            relaxations.add(relaxation);
        }
        return List.copyOf(relaxations);
    }

    private static Relaxation parseRelaxation(String entry) throws BadValueException {
        // A path may contain "=", a component name does not
        int equals = entry.lastIndexOf('=');
        if (equals < 0) {
            throw BadValueException.about(
                    entry, MALFORMED, "has no =", "write <path pattern> = <components>, entries separated by ;");
        }
        PathPattern pattern = PathPatternText.parse(entry.substring(0, equals).strip());
        return new Relaxation(pattern, parseComponents(entry.substring(equals + 1)));
    }
}
