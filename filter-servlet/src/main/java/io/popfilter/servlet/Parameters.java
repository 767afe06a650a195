// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters in the order in which they come: those of the query, and after them those of the body (Servlet 6.0, 3.1). */
final class Parameters {

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    void add(String name, String value) {
        values.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    /** As the Servlet API has them; not modifiable. */
    Map<String, String[]> toMap() {
        Map<String, String[]> map = new LinkedHashMap<>();
        values.forEach((name, all) -> map.put(name, all.toArray(new String[0])));
        return Collections.unmodifiableMap(map);
    }
}
