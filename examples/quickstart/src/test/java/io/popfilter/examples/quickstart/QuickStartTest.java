// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The whole quick start, as a newcomer sees it. */
class QuickStartTest {

    private static final Pattern ANSWER = Pattern.compile("answer  (\\d+)");
    private static final Pattern REASON = Pattern.compile("reason=(\\w+)");

    @Test
    void everythingGoesAsItShould() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status = QuickStart.run(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
        String text = printed.toString(StandardCharsets.UTF_8);

        assertThat(status).as(text).isZero();
        assertThat(all(ANSWER, text))
                .containsExactly(
                        "200", "200", "200", // secret: token, GET, POST
                        "200", "200", "200", // key pair: token, GET, POST
                        "403", // role
                        "401", "401", "401", // stolen token
                        "401", "401", "401", // changed body, query, path
                        "200", "401"); // replay
        assertThat(all(REASON, text))
                .containsExactly(
                        Reason.NO_CREDENTIALS.name(),
                        Reason.BEARER_NOT_ACCEPTED.name(),
                        Reason.SIGNATURE_INVALID.name(),
                        Reason.BODY_MISMATCH.name(),
                        Reason.QUERY_PARAMETER_NOT_COVERED.name(),
                        Reason.PATH_MISMATCH.name(),
                        Reason.REPLAYED.name());
    }

    @Test
    void printsNarrowLinesOfAsciiAndNoTokenOrSignature() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        QuickStart.run(new PrintStream(printed, true, StandardCharsets.UTF_8), false);

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .allSatisfy(line -> assertThat(line)
                        .hasSizeLessThanOrEqualTo(100)
                        .doesNotContain("eyJ")
                        .doesNotContainPattern("[^ -~]"));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }
}
