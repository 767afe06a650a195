// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import java.util.Optional;
import java.util.Set;

/**
 * What the application must not see of a request that passed.
 *
 * @param fields header fields, in lower case, whether they are there or not
 * @param visibleQuery what is left of the query, without its question mark, when a part of it is hidden
 */
public record Hidden(Set<String> fields, Optional<String> visibleQuery) {

    private static final Hidden NOTHING = new Hidden(Set.of(), Optional.empty());

    /** Copies the set. */
    public Hidden {
        fields = Set.copyOf(fields);
    }

    /** All is shown. */
    public static Hidden nothing() {
        return NOTHING;
    }
}
