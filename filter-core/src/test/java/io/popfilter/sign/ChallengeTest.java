// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 11.6.1. */
class ChallengeTest {

    @Test
    void readsTheChallengeOfTheFilter() {
        assertThat(read("PoP nonce=\"n-1\", realm=\"a, b\", error=\"use_pop_nonce\", algs=\"ES256 RS256\""))
                .containsExactly(new Challenge(
                        "PoP",
                        Map.of("nonce", "n-1", "realm", "a, b", "error", "use_pop_nonce", "algs", "ES256 RS256")));
    }

    @Test
    void readsLinesThatWereJoined() {
        assertThat(read("Negotiate , Basic realm=\"x\" , Negotiate YWJj==,PoP nonce=n,,DPoP error=\"e\", algs=\"\""))
                .containsExactly(
                        new Challenge("Negotiate", Map.of()),
                        new Challenge("Basic", Map.of("realm", "x")),
                        new Challenge("Negotiate", Map.of()),
                        new Challenge("PoP", Map.of("nonce", "n")),
                        new Challenge("DPoP", Map.of("error", "e", "algs", "")));
    }

    @Test
    void readsEveryLine() {
        assertThat(Challenge.read(List.of("Bearer", "PoP nonce=\"n\"")))
                .extracting(Challenge::scheme)
                .containsExactly("Bearer", "PoP");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "PoP NONCE = \"n\"; n",
                "PoP nonce=\"a\\\"b\\\\c\"; a\"b\\c",
                "PoP nonce=\"first\", nonce=\"second\"; first",
                "PoP realm=\"PoP nonce=\\\"inner\\\"\", nonce=\"outer\"; outer",
                "PoP a=b c nonce=\"n\";"
            })
    void readsAParameter(String line, String nonce) {
        assertThat(read(line).get(0).parameter("nonce").orElse(null)).isEqualTo(nonce);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PoP nonce=\"never ends", "PoP nonce=", "PoP nonce=,", "PoP nonce", "PoP", "PoP =\"n\""})
    void findsNoParameterInWhatIsBroken(String line) {
        assertThat(read(line))
                .allSatisfy(challenge -> assertThat(challenge.parameters()).isEmpty());
    }

    @MethodSource("lines")
    @FuzzTest
    void anyLineIsRead(String line) {
        String text = String.valueOf(line);

        assertThat(read(text)).allSatisfy(challenge -> {
            assertThat(text).contains(challenge.scheme());
            assertThat(challenge.scheme()).matches("[!-~]+").doesNotContain(",", "\"");
        });
    }

    static Stream<String> lines() {
        return Stream.of("", ",", "=", "\"", "a", "a b", "a b=", "a b=\"\\", "a b=c, d e=f", "a b==, c", "\u00e9 a=b");
    }

    private static List<Challenge> read(String line) {
        return Challenge.read(List.of(line));
    }
}
