// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.it.Container.Family;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The pins of all containers side by side, as they stand in docs/containers.md. */
final class PinTables {

    private static final List<List<Pin>> FAMILIES =
            Arrays.stream(Family.values()).map(Pin::of).toList();

    private PinTables() {}

    /** Every request, over HTTP/1.1. */
    static String overHttp1() {
        return table(IntStream.range(0, FAMILIES.get(0).size()), Pin::http1);
    }

    /** What is otherwise over HTTP/2 in one of them. */
    static String otherwiseOverHttp2() {
        return table(
                IntStream.range(0, FAMILIES.get(0).size())
                        .filter(row -> FAMILIES.stream().anyMatch(pins -> isOther(pins.get(row)))),
                pin -> isOther(pin) ? pin.http2() : "");
    }

    private static boolean isOther(Pin pin) {
        return !pin.http1().equals(pin.http2());
    }

    private static String table(IntStream rows, Function<Pin, String> outcome) {
        return rows.mapToObj(row -> {
                    String cells = FAMILIES.stream()
                            .map(pins -> cell(outcome.apply(pins.get(row))))
                            .collect(Collectors.joining(" | "));
                    return "| `" + FAMILIES.get(0).get(row).request() + "` | " + cells + " |\n";
                })
                .collect(Collectors.joining("", "| request | Jetty | Tomcat | Undertow |\n|---|---|---|---|\n", ""));
    }

    /** {@code /a;x -> /a: A_REASON} without what was sent. */
    private static String cell(String outcome) {
        return outcome.replaceAll("container ([0-9]+)", "$1").replaceAll("\\S+ -> (.+?): (passes|[A-Z_]+)", "`$1` $2");
    }
}
