// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.PathPattern;
import io.popfilter.scheme.Component;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which components have to be covered by the signature, and for which routes fewer will do.
 *
 * @param required the components that have to be covered
 * @param relaxations exceptions, each asked for by name; all that match a route count
 */
public record CoveragePolicy(Set<Component> required, List<Relaxation> relaxations) {

    /**
     * For the routes of a pattern these components need not be covered; when they are, they are checked all the same.
     *
     * @param pattern the routes
     * @param components what need not be covered there
     */
    public record Relaxation(PathPattern pattern, Set<Component> components) {
        /** Copies the set. */
        public Relaxation {
            components = Set.copyOf(components);
        }
    }

    /** Copies set and list. */
    public CoveragePolicy {
        required = Set.copyOf(required);
        relaxations = List.copyOf(relaxations);
    }

    /** Everything, everywhere. */
    public static CoveragePolicy everything() {
        return new CoveragePolicy(EnumSet.allOf(Component.class), List.of());
    }

    Set<Component> requiredFor(CanonicalPath route) {
        Set<Component> requiredHere = EnumSet.noneOf(Component.class);
        requiredHere.addAll(required);
        for (Relaxation relaxation : relaxations) {
            if (relaxation.pattern().matches(route)) {
                requiredHere.removeAll(relaxation.components());
            }
        }
        return requiredHere;
    }
}
