// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text is not what it should be; {@link #defect()} says in a few words what is wrong and where, without quoting it.
 *
 * <p>Whoever asked for the parsing knows whose text it was, and turns this into a reason of its own. No stack trace.
 */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String defect;
    private final @Nullable String remedy;

    /** A defect, such as {@code "duplicate member at 17"}. */
    public MalformedException(String defect) {
        this(defect, null);
    }

    /** A defect, and what whoever wrote the text can do about it. */
    public MalformedException(String defect, @Nullable String remedy) {
        super(defect, null, false, false);
        this.defect = defect;
        this.remedy = remedy;
    }

    /** What is wrong and where. */
    public String defect() {
        return defect;
    }

    /** What its author can do about it. */
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }
}
