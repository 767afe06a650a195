// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import java.util.Set;

/**
 * Which header fields have to be covered by the signature, in lower case; besides those that always have to.
 *
 * @param required fields that every request has to have and to cover
 * @param sensitive fields that have to be covered when they are present, or are hidden when they are not
 */
public record FieldPolicy(Set<String> required, Set<String> sensitive) {

    private static final FieldPolicy NONE = new FieldPolicy(Set.of(), Set.of());

    /** Copies the sets. */
    public FieldPolicy {
        required = Set.copyOf(required);
        sensitive = Set.copyOf(sensitive);
    }

    /** No others than those that always have to be. */
    public static FieldPolicy none() {
        return NONE;
    }
}
