// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A script of {@code src/test/node}, run by Node with the packages that it needs. */
enum Script {
    DPOP,
    OAUTH4WEBAPI,
    PAGE;

    private static final int OLDEST_NODE = 20;
    private static final Duration MOST = Duration.ofMinutes(2);

    /**
     * Runs it; without Node or the packages the test is skipped, unless real parts are required.
     *
     * @param input what it is told
     * @param requests what it sends
     * @return what it reports
     */
    Map<String, Object> run(Map<String, Object> input, ScriptedRequest... requests) {
        Path node = node();
        Path directory = NodePackages.installed();
        Map<String, Object> all = new LinkedHashMap<>(input);
        all.put("requests", Stream.of(requests).map(ScriptedRequest::members).toList());
        List<String> command = List.of(node.toString(), name().toLowerCase(Locale.ROOT) + ".js");
        Program.Outcome outcome = Program.run(command, directory, JSONObjectUtils.toJSONString(all), MOST);
        if (outcome.status() != 0) {
            throw new IllegalStateException(this + " failed: " + outcome.errors());
        }
        try {
            return JSONObjectUtils.parse(outcome.output());
        } catch (ParseException e) {
            throw new IllegalStateException(outcome.output(), e);
        }
    }

    private static Path node() {
        Path node = RealPart.findAny(List.of("node", "nodejs"), "nodejs");
        String version = Program.run(List.of(node.toString(), "--version"), Path.of(""), "", MOST)
                .output()
                .strip();
        if (Integer.parseInt(version.replaceFirst("v(\\d+)\\..*", "$1")) < OLDEST_NODE) {
            throw RealPart.missing(node + " is " + version + ": install Node " + OLDEST_NODE + " or later");
        }
        return node;
    }
}
