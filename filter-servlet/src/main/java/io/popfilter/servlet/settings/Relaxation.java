// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.CONTRADICTION;
import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where less than the required coverage is enough.
 *
 * @param pattern the requests it is about
 * @param optional the components that their proofs need not cover, at least one; one that is covered is still checked
 */
public record Relaxation(PathPatternText pattern, Set<ComponentName> optional) {

    /** Reads {@code /a/* = body content-type; /b = query}. */
    static List<Relaxation> parseList(String text) throws BadValueException {
        List<Relaxation> relaxations = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            String entry = part.strip();
            if (entry.isEmpty()) {
                continue;
            }
            Relaxation relaxation = parse(entry);
            if (relaxations.stream().anyMatch(other -> other.pattern.equals(relaxation.pattern))) {
                throw BadValueException.about(
                        relaxation.pattern.text(),
                        CONTRADICTION,
                        "is relaxed twice",
                        "list all its components in one entry");
            }
            relaxations.add(relaxation);
        }
        return List.copyOf(relaxations);
    }

    private static Relaxation parse(String entry) throws BadValueException {
        // A path may contain "=", a component name does not
        int equals = entry.lastIndexOf('=');
        if (equals < 0) {
            throw BadValueException.about(
                    entry, MALFORMED, "has no =", "write <path pattern> = <components>, entries separated by ;");
        }
        PathPatternText pattern =
                PathPatternText.parse(entry.substring(0, equals).strip());
        return new Relaxation(pattern, ComponentName.parseSet(entry.substring(equals + 1)));
    }
}
