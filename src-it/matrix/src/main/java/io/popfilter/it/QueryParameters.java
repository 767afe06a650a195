// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a query says, worked out without our canonical form. */
final class QueryParameters {

    private static final String WITHOUT_VALUE = "without value";

    private QueryParameters() {}

    /** By name, each name's values in order: the order of different names is not what is signed. */
    static Map<String, List<String>> of(String query) {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (String pair : Optional.ofNullable(query).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            parameters
                    .computeIfAbsent(decoded(name), any -> new ArrayList<>())
                    .add(equals < 0 ? WITHOUT_VALUE : decoded(pair.substring(equals)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
