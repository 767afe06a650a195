// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.UNSUPPORTED;

/** Where spent proofs are remembered. */
public enum ReplayStoreName {
    /** In the memory of this process, for this process only. */
    MEMORY;

    static ReplayStoreName parse(String text) throws BadValueException {
        return switch (text) {
            case "memory" -> MEMORY;
            case "none" ->
                throw BadValueException.unquoted(
                        UNSUPPORTED, "would switch replay protection off, which is no kind of store", "use memory");
            // Never quoted: the address of a store may hold a password
            default ->
                throw BadValueException.unquoted(UNSUPPORTED, "is no replay store that this version has", "use memory");
        };
    }
}
