// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be used. The key and the origin are not known here; {@link Settings#problem(SettingKey,
 * BadValueException)} adds them.
 */
public final class BadValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem.Kind kind;
    private final @Nullable String part;
    private final String predicate;
    private final String remedy;

    private BadValueException(Problem.Kind kind, @Nullable String part, String predicate, String remedy) {
        super(predicate, null, false, false);
        this.kind = kind;
        this.part = part;
        this.predicate = predicate;
        this.remedy = remedy;
    }

    /** Says what is wrong with a part of the value, which is quoted unless it is secret; predicate and remedy never are. */
    static BadValueException about(String part, Problem.Kind kind, String predicate, String remedy) {
        return new BadValueException(kind, part, predicate, remedy);
    }

    /** Says what is wrong without ever quoting the value. */
    static BadValueException unquoted(Problem.Kind kind, String predicate, String remedy) {
        return new BadValueException(kind, null, predicate, remedy);
    }

    /** The sort of problem. */
    public Problem.Kind kind() {
        return kind;
    }

    Problem problem(String key, Origin origin) {
        String subject = part == null ? "the value" : Printable.quote(part);
        return new Problem(kind, origin, key, subject + " " + predicate, remedy);
    }

    Problem problemWithoutValue(String key, Origin origin) {
        return new Problem(kind, origin, key, "the value " + predicate, remedy);
    }
}
