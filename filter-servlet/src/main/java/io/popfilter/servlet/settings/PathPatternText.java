// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.CONTRADICTION;
import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.http.PathPattern;
import io.popfilter.parse.MalformedException;

/** Reads path patterns, and says what to do about one that is none. */
final class PathPatternText {

    private static final String SUBTREE = "/*";

    private PathPatternText() {}

    static PathPattern parse(String text) throws BadValueException {
        String path = text.endsWith(SUBTREE) ? text.substring(0, text.length() - 1) : text;
        PlainPath.check(path, text);
        try {
            return PathPattern.of(text);
        } catch (MalformedException e) {
            throw BadValueException.about(text, MALFORMED, "is no path pattern", "write /exact or /prefix/*");
        }
    }

    /** A pattern of requests that need no proof; excluding all of them is refused. */
    static PathPattern parseExcluded(String text) throws BadValueException {
        if (text.equals(SUBTREE)) {
            throw BadValueException.about(
                    text, CONTRADICTION, "would exclude every request", "remove the filter's mapping instead");
        }
        return parse(text);
    }
}
