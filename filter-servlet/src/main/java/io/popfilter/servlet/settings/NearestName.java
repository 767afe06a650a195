// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a mistyped one was probably meant to be. */
final class NearestName {

    private NearestName() {}

    /** A known name that ends in the written one after a dot, or differs in few letters; empty when none is near. */
    static Optional<String> of(String written, Collection<String> known) {
        Optional<String> withoutPrefix =
                known.stream().filter(name -> name.endsWith("." + written)).findFirst();
        if (withoutPrefix.isPresent()) {
            return withoutPrefix;
        }
        int near = Math.min(3, written.length() / 3);
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name -> distance(written, name) <= near);
    }

    /** Levenshtein distance: how many letters to insert, delete or replace. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
