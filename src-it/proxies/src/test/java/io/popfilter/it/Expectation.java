// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One row of a table: a request, and what becomes of it.
 *
 * @param place file and line
 * @param method as sent
 * @param target as sent, one character per octet
 * @param covered fields that the signature covers, {@code name: value}, one entry a line
 * @param alsoSent fields that it does not cover
 * @param withJetty behind
 * @param withTomcat behind
 */
record Expectation(
        String place,
        String method,
        String target,
        List<String> covered,
        List<String> alsoSent,
        Content content,
        String withJetty,
        String withTomcat) {

    static final String PASSES = "passes";

    String outcome(Backend backend) {
        return switch (backend) {
            case JETTY -> withJetty;
            case TOMCAT -> withTomcat;
        };
    }

    /** The target without what only its sender looks at: scheme and authority of an absolute one, and the fragment. */
    String signedTarget() {
        return target.replaceFirst("^http://[^/]*", "").replaceFirst("#.*", "");
    }

    /** Names in lower case, and values, several lines of one field joined as recipients may, RFC 9110 section 5.3. */
    Map<String, String> coveredFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : covered) {
            Map.Entry<String, String> field = field(line);
            fields.merge(field.getKey(), field.getValue(), (one, other) -> one + ", " + other);
        }
        return fields;
    }

    static Map.Entry<String, String> field(String line) {
        int colon = line.indexOf(':');
        return Map.entry(
                line.substring(0, colon).toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip());
    }

    /** What is sent, without what becomes of it. */
    String request() {
        return String.join(" | ", method + " " + target, column(covered), column(alsoSent), content.toString());
    }

    private static String column(List<String> fields) {
        return fields.isEmpty() ? "-" : String.join(" & ", fields);
    }
}
