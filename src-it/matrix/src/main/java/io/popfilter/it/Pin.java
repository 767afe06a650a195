// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.it.Container.Family;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of a table of src/main/resources/pins, whose head explains the columns.
 *
 * @param request method and target as written there
 * @param http1 what becomes of it over HTTP/1.1, as written there
 * @param http2 what becomes of it over HTTP/2, as written there
 */
record Pin(String request, String http1, String http2) {

    /** Another version does something else: {@code container 400 (12.0: /a -> /a: passes)}. */
    private static final Pattern WITH_VERSION = Pattern.compile("(.+) \\(([0-9.]+): (.+)\\)");

    private static final String SAME = "same";
    private static final int COLUMNS = 3;

    static List<Pin> of(Family family) {
        String file = "/pins/" + family.name().toLowerCase(Locale.ROOT) + ".txt";
        List<Pin> pins = new ArrayList<>();
        for (String line : text(file).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] columns = line.split(" +\\| ", -1);
                if (columns.length != COLUMNS) {
                    throw new IllegalArgumentException(file + ": " + line);
                }
                String overHttp2 = columns[2].strip();
                pins.add(new Pin(columns[0], columns[1], overHttp2.equals(SAME) ? columns[1] : overHttp2));
            }
        }
        return pins;
    }

    private static String text(String file) {
        try (InputStream in = Pin.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What becomes of it in this container, whose name and version are as {@code ServletContext} has them. */
    String overHttp1(String serverInfo) {
        return of(http1, serverInfo);
    }

    String overHttp2(String serverInfo) {
        return of(http2, serverInfo);
    }

    private static String of(String outcome, String serverInfo) {
        Matcher versions = WITH_VERSION.matcher(outcome);
        if (!versions.matches()) {
            return outcome;
        }
        return serverInfo.contains("/" + versions.group(2) + ".") ? versions.group(3) : versions.group(1);
    }

    String method() {
        return request.substring(0, request.indexOf(' '));
    }

    /** One character per octet of UTF-8. */
    String target(String authority) {
        String target = request.substring(request.indexOf(' ') + 1).replace("{authority}", authority);
        return new String(target.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return request; // names the test
    }
}
