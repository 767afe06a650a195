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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole quick start, as a newcomer sees it. */
class QuickStartTest {

    private static final Pattern ANSWER = Pattern.compile("answer  (\\d+)");
    private static final Pattern REASON = Pattern.compile("reason=(\\w+)");

    @Test
    void everythingGoesAsItShould() throws Exception {
        String text = told(StoryScheme.POP);

        assertThat(all(ANSWER, text))
                .containsExactly(
                        "200", "200", "200", // secret: token, GET, POST
                        "200", "200", "200", // key pair: token, GET, POST
                        "403", // role
                        "401", "401", "401", // stolen token
                        "401", "401", "401", // changed body, query, path
                        "200", "401", // replay
                        "201", "200", "200", // registration: client, token, GET
                        "200", "200", "200", // introspection: token, what it means, GET
                        "200", "401"); // revocation
        assertThat(all(REASON, text))
                .containsExactly(
                        Reason.NO_CREDENTIALS.name(),
                        Reason.BEARER_NOT_ACCEPTED.name(),
                        Reason.SIGNATURE_INVALID.name(),
                        Reason.BODY_MISMATCH.name(),
                        Reason.QUERY_PARAMETER_NOT_COVERED.name(),
                        Reason.PATH_MISMATCH.name(),
                        Reason.REPLAYED.name(),
                        Reason.TOKEN_INACTIVE.name());
    }

    @Test
    void everythingGoesAsItShouldByDpop() throws Exception {
        String text = told(StoryScheme.DPOP);

        assertThat(all(ANSWER, text))
                .containsExactly(
                        "400", "200", // token
                        "401", "200", "200", // GET and again, POST
                        "401", "401", "401", "401", // stolen token
                        "401", "401", "200", "401", // path, method, replay
                        "400", "200", "401", // another token
                        "200", "200"); // body and query
        assertThat(all(REASON, text))
                .containsExactly(
                        Reason.NONCE_MISSING.name(),
                        Reason.NO_CREDENTIALS.name(),
                        Reason.BEARER_NOT_ACCEPTED.name(),
                        Reason.NONCE_MISSING.name(),
                        Reason.KEY_MISMATCH.name(),
                        Reason.PATH_MISMATCH.name(),
                        Reason.METHOD_MISMATCH.name(),
                        Reason.REPLAYED.name(),
                        Reason.AUTHENTICATOR_CLAIM_INVALID.name());
        assertThat(text).contains("\"to\":\"Mallory\"");
    }

    @ParameterizedTest
    @EnumSource(StoryScheme.class)
    void printsNarrowLinesOfAsciiAndNoTokenOrSignature(StoryScheme scheme) throws Exception {
        assertThat(told(scheme).lines())
                .allSatisfy(line -> assertThat(line)
                        .hasSizeLessThanOrEqualTo(100)
                        .doesNotContain("eyJ")
                        .doesNotContainPattern("[^ -~]"));
    }

    private static String told(StoryScheme scheme) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status = QuickStart.run(new PrintStream(printed, true, StandardCharsets.UTF_8), scheme, false);
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(status).as(text).isZero();
        return text;
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }
}
