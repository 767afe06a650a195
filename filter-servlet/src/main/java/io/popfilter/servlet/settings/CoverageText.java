// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.coverage.CoveragePolicy.Relaxation;
import io.popfilter.scheme.Component;
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
        return RouteText.listOf(CoverageText::parseComponents, "<components>", Relaxation::new)
                .parse(text);
    }
}
