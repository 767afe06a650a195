// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Together;
import io.popfilter.http.CanonicalRules;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedNoncesTest {

    private static final Origin API = origin("https://api.example/");

    private final ReceivedNonces nonces = new ReceivedNonces();

    @Test
    void theNewestNonceOfAServerIsTheOneToSend() {
        nonces.take(sentTo(API), Optional.of("first"));
        nonces.take(sentTo(API), Optional.of("second"));
        nonces.take(sentTo(API), Optional.empty());

        assertThat(nonces.newest(API)).contains("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example/", "https://api.example:8443/", "https://other.example/"})
    void aNonceIsForNoOtherServer(String other) {
        nonces.take(sentTo(API), Optional.of("n"));

        assertThat(nonces.newest(origin(other))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://API.example:443/other?q", "HTTPS://api.example"})
    void oneServerHasManySpellings(String same) {
        nonces.take(sentTo(API), Optional.of("n"));

        assertThat(nonces.newest(origin(same))).contains("n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\"b", "a\\b", "a\u007f", "\u00e9", "a\r\nb", "\u212A"})
    void whatIsNoNonceIsIgnored(String text) {
        nonces.take(sentTo(API), Optional.of("good"));
        nonces.take(sentTo(API), Optional.of(text));

        assertThat(nonces.newest(API)).contains("good");
        assertThat(nonces.takeDemanded(sentTo(API), Optional.of(text))).isFalse();
        assertThat(nonces.newest(API)).contains("good");
    }

    @Test
    void aNonceOfAbsurdLengthIsIgnored() {
        nonces.take(sentTo(API), Optional.of("x".repeat(513)));
        assertThat(nonces.newest(API)).isEmpty();
        nonces.take(sentTo(API), Optional.of("!~,=" + "x".repeat(508)));
        assertThat(nonces.newest(API)).isPresent();
    }

    @Test
    void theServerAskedLongestAgoIsForgotten() {
        nonces.take(sentTo(API), Optional.of("n"));
        Origin second = origin("https://s0.example/");
        for (int i = 0; i < ReceivedNonces.MAX_SERVERS; i++) {
            assertThat(nonces.newest(API)).contains("n");
            nonces.take(sentTo(origin("https://s" + i + ".example/")), Optional.of("n"));
        }

        assertThat(nonces.newest(API)).contains("n");
        assertThat(nonces.newest(second)).isEmpty();
    }

    @Test
    void aServerThatOffersNothingIsNotRemembered() {
        nonces.take(sentTo(API), Optional.of("n"));
        for (int i = 0; i < 2 * ReceivedNonces.MAX_SERVERS; i++) {
            nonces.take(sentTo(origin("https://s" + i + ".example/")), Optional.empty());
        }

        assertThat(nonces.newest(API)).contains("n");
    }

    @Test
    void aDemandedNonceIsTried() {
        assertThat(nonces.takeDemanded(sentTo(API), Optional.of("n"))).isTrue();
        assertThat(nonces.newest(API)).contains("n");
    }

    @Test
    void whatRefusesItsOwnNonceIsNotAskedAgain() {
        assertThat(nonces.takeDemanded(sentTo(API, "n"), Optional.of("n"))).isFalse();
        assertThat(nonces.takeDemanded(sentTo(API, "n"), Optional.empty())).isFalse();
    }

    @Test
    void allThatWereUnderWayWithoutOrWithAnOldNonceAreSentAgain() {
        for (int i = 0; i < 10; i++) {
            assertThat(nonces.takeDemanded(sentTo(API), Optional.of("a"))).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(nonces.takeDemanded(sentTo(API, "a"), Optional.of("b" + i)))
                    .isTrue();
        }
    }

    @Test
    void aServerThatAcceptsNoneOfItsNoncesIsGivenUp() {
        assertThat(nonces.takeDemanded(sentTo(API), Optional.of("1"))).isTrue();
        assertThat(nonces.takeDemanded(sentTo(API, "1"), Optional.of("2"))).isTrue();
        assertThat(nonces.takeDemanded(sentTo(API, "2"), Optional.of("3"))).isTrue();
        assertThat(nonces.takeDemanded(sentTo(API, "3"), Optional.of("4"))).isFalse();
    }

    @Test
    void aServerThatForgetsItsNoncesNowAndThenIsNotGivenUp() {
        for (int i = 0; i < 10; i++) {
            assertThat(nonces.takeDemanded(sentTo(API, "old" + i), Optional.of("new" + i)))
                    .isTrue();
            nonces.take(sentTo(API, "new" + i), Optional.empty());
        }
    }

    @Test
    void manyThreadsMayLearnAndAskAtOnce() throws Exception {
        AtomicInteger threads = new AtomicInteger();
        List<Boolean> results = Together.run(8, () -> {
            int thread = threads.incrementAndGet();
            boolean isRight = true;
            for (int i = 0; i < 500; i++) {
                Origin own = origin("https://t" + thread + "x" + i % 20 + ".example/");
                nonces.take(sentTo(own), Optional.of("n" + thread));
                isRight &= nonces.newest(own).orElse("n" + thread).equals("n" + thread);
            }
            return isRight;
        });

        assertThat(results).hasSize(8).containsOnly(true);
    }

    private static Origin origin(String uri) {
        return Origin.of(URI.create(uri), CanonicalRules.strict());
    }

    private static SignedRequest sentTo(Origin origin) {
        return new SignedRequest(Map.of(), "", origin, Optional.empty());
    }

    private static SignedRequest sentTo(Origin origin, String nonce) {
        return new SignedRequest(Map.of(), "", origin, Optional.of(nonce));
    }
}
