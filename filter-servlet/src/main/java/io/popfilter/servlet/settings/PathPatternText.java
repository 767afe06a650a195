// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.CONTRADICTION;

/**
 * The checked text of a path pattern: {@code /exact}, or {@code /prefix/*} for a whole subtree.
 *
 * @param text the pattern as written
 */
public record PathPatternText(String text) {

    private static final String SUBTREE = "/*";

    static PathPatternText parse(String text) throws BadValueException {
        String path = text.endsWith(SUBTREE) ? text.substring(0, text.length() - 1) : text;
        PlainPath.check(path, text);
        return new PathPatternText(text);
    }

    /** A pattern of requests that need no proof; excluding all of them is refused. */
    static PathPatternText parseExcluded(String text) throws BadValueException {
        if (text.equals(SUBTREE)) {
            throw BadValueException.about(
                    text, CONTRADICTION, "would exclude every request", "remove the filter's mapping instead");
        }
        return parse(text);
    }
}
