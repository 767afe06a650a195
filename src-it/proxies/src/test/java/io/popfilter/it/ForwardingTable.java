// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One part of src/test/resources/forwarding.txt, whose head explains it.
 *
 * @param place file and line
 * @param configurations of the proxies, the outermost first
 * @param settings of the filter
 */
record ForwardingTable(String place, List<String> configurations, Map<String, String> settings, List<Row> rows) {

    private static final String FILE = "forwarding.txt";
    private static final int COLUMNS = 4;

    /**
     * A request, and what becomes of it in both containers.
     *
     * @param signedFor a base URI
     */
    record Row(String signedFor, Expectation request) {

        /** As in the table. */
        @Override
        public String toString() {
            return signedFor + " | " + String.join(" & ", request.alsoSent()) + " | " + request.withJetty();
        }
    }

    static List<ForwardingTable> all() {
        List<ForwardingTable> tables = new ArrayList<>();
        int number = 0;
        for (String line : text().lines().toList()) {
            String place = FILE + ":" + ++number;
            if (line.startsWith("[")) {
                List<String> configurations =
                        List.of(line.substring(1, line.length() - 1).split(" "));
                tables.add(new ForwardingTable(place, configurations, new LinkedHashMap<>(), new ArrayList<>()));
            } else if (line.contains(" | ") && !line.startsWith("#")) {
                tables.get(tables.size() - 1).rows().add(row(place, line));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] setting = line.split(" = ", 2);
                tables.get(tables.size() - 1).settings().put(setting[0], setting[1]);
            }
        }
        return tables;
    }

    private static String text() {
        try (InputStream in = ForwardingTable.class.getResourceAsStream("/" + FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String place, String line) {
        List<String> columns =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (columns.size() != COLUMNS) {
            throw new IllegalArgumentException(place + " has " + columns.size() + " columns");
        }
        List<String> sent = Stream.concat(
                        Stream.of("Host: " + columns.get(1)),
                        Stream.of(columns.get(2).split(" & ")).filter(field -> !field.equals("-")))
                .toList();
        String outcome = columns.get(3);
        return new Row(
                columns.get(0), new Expectation(place, "GET", "/p", List.of(), sent, Content.NONE, outcome, outcome));
    }

    /** What clients connect with. */
    Proxied outermost() {
        return Arrays.stream(Proxied.values())
                .filter(proxied -> proxied.configurations().equals(configurations.subList(0, 1)))
                .findFirst()
                .orElse(Proxied.DIRECT);
    }

    /** The proxies, and where they stand in the file. */
    @Override
    public String toString() {
        return String.join(" ", configurations) + " (" + place + ")";
    }
}
