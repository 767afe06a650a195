// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import java.util.List;
import java.util.regex.Pattern;

/** A path that is its own canonical form, so that comparing it needs no decoding. */
final class PlainPath {

    // RFC 3986 3.3, pchar without "%" (encoded), ";" (path parameter), "," (list separator) and "*" (pattern)
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9\\-._~!$&'()+=:@]*");

    private PlainPath() {}

    /** Refuses a path that is not plain; {@code written} is what messages quote. */
    static void check(String path, String written) throws BadValueException {
        if (!path.startsWith("/")) {
            throw BadValueException.about(written, MALFORMED, "does not start with /", "begin the path with /");
        }
        List<String> segments = List.of(path.substring(1).split("/", -1));
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw BadValueException.about(
                        written,
                        MALFORMED,
                        "has a character that a plain path cannot have",
                        "use letters, digits and -._~!$&'()+=:@; patterns have * only as the whole last segment");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw BadValueException.about(
                        written, MALFORMED, "has a . or .. segment", "write the path without dot segments");
            }
        }
        if (segments.subList(0, segments.size() - 1).contains("")) {
            throw BadValueException.about(written, MALFORMED, "has an empty segment", "write / once");
        }
    }
}
