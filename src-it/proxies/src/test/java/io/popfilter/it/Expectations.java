// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The table of one configuration, src/test/resources/expectations; its head explains the columns. */
final class Expectations {

    private static final int COLUMNS = 6;

    private Expectations() {}

    static List<Expectation> of(Proxied proxied) {
        String file = proxied.table() + ".txt";
        List<Expectation> rows = new ArrayList<>();
        int number = 0;
        for (String line : text(file).lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                rows.add(row(file + ":" + number, line));
            }
        }
        return rows;
    }

    private static String text(String file) {
        try (InputStream in = Expectations.class.getResourceAsStream("/expectations/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Expectation row(String place, String line) {
        String withoutRemark = line.replaceFirst(" +# .*", "");
        List<String> columns =
                Arrays.stream(withoutRemark.split("\\|", -1)).map(String::strip).toList();
        if (columns.size() != COLUMNS) {
            throw new IllegalArgumentException(place + " has " + columns.size() + " columns");
        }
        String[] request = columns.get(0).split(" ", 2);
        return new Expectation(
                place,
                request[0],
                octets(request[1].replace("{6000}", "x".repeat(6000))),
                fields(columns.get(1)),
                fields(columns.get(2)),
                Content.of(columns.get(3)),
                columns.get(4),
                columns.get(5));
    }

    /** UTF-8, one character per octet. */
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static List<String> fields(String column) {
        return Stream.of(column.split(" & "))
                .filter(field -> !field.equals("-"))
                .toList();
    }
}
