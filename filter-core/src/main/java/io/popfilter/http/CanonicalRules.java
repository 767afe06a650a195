// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import java.util.Set;

/**
 * By which rules a request is brought into canonical form; signer and verifier have to have the same.
 *
 * @param allowances the departures from the strict rules
 * @param listFields fields in lower case that may come on several lines, which are joined with a comma and a space
 */
public record CanonicalRules(Set<Allowance> allowances, Set<String> listFields) {

    private static final CanonicalRules STRICT = new CanonicalRules(Set.of(), Set.of());
    private static final CanonicalRules LENIENT = new CanonicalRules(Set.of(Allowance.values()), Set.of());

    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException when a listed field cannot be covered, or is never a list
     */
    public CanonicalRules {
        allowances = Set.copyOf(allowances);
        listFields = Set.copyOf(listFields);
        for (String name : listFields) {
            if (!FieldRules.canBeList(name) || !FieldRules.isCoverable(name, allowances)) {
                throw new IllegalArgumentException("field " + name + " cannot be covered as a list");
            }
        }
    }

    /** Nothing allowed, no lists. */
    public static CanonicalRules strict() {
        return STRICT;
    }

    /** Everything allowed, no lists: for what an operator writes, which is checked against the rules in force. */
    public static CanonicalRules lenient() {
        return LENIENT;
    }

    /** Whether this departure is allowed. */
    public boolean allow(Allowance allowance) {
        return allowances.contains(allowance);
    }

    /** Whether several lines of this field, in lower case, are one list. */
    public boolean isList(String name) {
        return listFields.contains(name);
    }

    /** Whether a field of this lower-case name can be covered by a signature. */
    public boolean isCoverable(String name) {
        return FieldRules.isCoverable(name, allowances);
    }
}
