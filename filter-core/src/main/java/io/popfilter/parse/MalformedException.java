// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

/**
 * The text is not what it should be; {@link #defect()} says in a few words what is wrong and where, without quoting it.
 *
 * <p>Whoever asked for the parsing knows whose text it was, and turns this into a reason of its own. No stack trace.
 */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String defect;

    /** A defect, such as {@code "duplicate member at 17"}. */
    public MalformedException(String defect) {
        super(defect, null, false, false);
        this.defect = defect;
    }

    /** What is wrong and where. */
    public String defect() {
        return defect;
    }
}
