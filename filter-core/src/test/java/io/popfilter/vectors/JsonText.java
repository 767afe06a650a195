// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON as text, so that a vector can hold any defect. */
final class JsonText {

    private JsonText() {}

    static String string(String value) {
        String object = JSONObjectUtils.toJSONString(Map.of("x", value));
        return object.substring("{\"x\":".length(), object.length() - 1);
    }

    static String strings(List<String> values) {
        return values.stream().map(JsonText::string).collect(Collectors.joining(",", "[", "]"));
    }

    /** An object whose values are JSON texts. */
    static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> string(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
