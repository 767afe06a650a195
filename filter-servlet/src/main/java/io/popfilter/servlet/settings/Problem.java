// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.OptionalInt;

/**
 * One thing that is wrong with the configuration. No problem shows what came through a placeholder into a setting, or
 * the text of a secret setting before that has proved to be a location.
 *
 * @param kind what sort of problem; the only part that code may decide on
 * @param origin where the text was written
 * @param key the key as written there
 * @param what what is wrong, a sentence without subject or full stop
 * @param remedy what to do about it
 */
public record Problem(Kind kind, Origin origin, String key, String what, String remedy) {

    /** The sorts of problems. */
    public enum Kind {
        /** No setting has this name. */
        UNKNOWN_KEY,
        /** A required setting, or the configured file, is not there. */
        MISSING,
        /** The setting is there and empty, where empty says nothing. */
        EMPTY,
        /** Said twice: a key in one file, or an element in one list. */
        DUPLICATE,
        /** The text is not of the form that the setting has. */
        MALFORMED,
        /** The form is right, the quantity is beyond the limits. */
        OUT_OF_RANGE,
        /** Known, and refused by this version. */
        UNSUPPORTED,
        /** Two statements that cannot both be meant. */
        CONTRADICTION,
        /** A placeholder that is unknown or names an unset variable. */
        PLACEHOLDER,
        /** A file or resource that cannot be used. */
        UNREADABLE
    }

    /** The line of the key, counted from 1, when the origin is a file. */
    public OptionalInt line() {
        return origin.line();
    }

    /** The problem on one line: {@code token.issuer (popfilter.properties line 7): is empty; give the issuer}. */
    @Override
    public String toString() {
        return Printable.of(key + " (" + origin.describe() + "): " + what + "; " + remedy);
    }
}
