// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Roles as tokens carry them: words in a string, like {@code scope} (RFC 8693 section 4.2), or an array of strings. */
final class Roles {

    private Roles() {}

    static List<?> of(@Nullable Object claim) {
        if (claim instanceof String words) {
            return Arrays.asList(words.split(" "));
        }
        return claim instanceof List<?> list ? list : List.of();
    }
}
