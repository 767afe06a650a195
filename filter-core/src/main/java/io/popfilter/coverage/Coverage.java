// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.body.Body;
import io.popfilter.scheme.Component;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What was signed and equals what was received.
 *
 * @param components the components that the signature covers; a body that is streamed is not one of them, since nobody
 *     knows yet what it is
 * @param fields the header fields that it covers, in lower case
 * @param hidden what is not covered and not to be seen
 * @param body the body, when it was read to be checked, or is checked while it is read
 */
public record Coverage(Set<Component> components, Set<String> fields, Hidden hidden, Optional<Body> body) {

    /** Copies the sets. */
    public Coverage {
        components = Collections.unmodifiableSet(copy(components));
        fields = Set.copyOf(fields);
    }

    private static Set<Component> copy(Set<Component> components) {
        Set<Component> copy = EnumSet.noneOf(Component.class);
        copy.addAll(components);
        return copy;
    }
}
