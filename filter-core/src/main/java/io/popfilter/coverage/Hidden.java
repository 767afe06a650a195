// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import java.util.Optional;
import java.util.Set;

/**
 * What the application must not see of a request that passed.
 *
 * @param fields header fields, in lower case, whether they are there or not
 * @param query what is left of the query, when a part of it is hidden
 */
public record Hidden(Set<String> fields, Optional<Query> query) {

    /**
     * A query of which a part is hidden.
     *
     * @param received as it was received, without its question mark
     * @param visible what is left of it, in percent-normal form; may be empty
     */
    public record Query(String received, String visible) {}

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
