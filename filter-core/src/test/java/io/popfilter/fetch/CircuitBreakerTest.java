// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.popfilter.fetch.FetchException.Fault;
import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final int PATIENCE = 3;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final CircuitBreaker breaker = new CircuitBreaker(PATIENCE, PAUSE, clock);

    private void open() {
        for (int i = 0; i < PATIENCE; i++) {
            assertThat(breaker.allows()).isTrue();
            breaker.unanswered();
        }
    }

    @Test
    void opensAfterSoManyQuestionsInARow() {
        open();

        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void staysClosedWhenThereIsAnAnswerInBetween() {
        breaker.unanswered();
        breaker.unanswered();
        breaker.answered();
        breaker.unanswered();
        breaker.unanswered();

        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void allowsOneQuestionInAPause() {
        open();
        clock.advance(PAUSE.minusMillis(1));
        assertThat(breaker.allows()).isFalse();

        clock.advance(Duration.ofMillis(1));
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();

        clock.advance(PAUSE); // whoever asked never said what came of it
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void pausesAgainFromTheEndOfAQuestionInVain() {
        open();
        clock.advance(PAUSE);
        assertThat(breaker.allows()).isTrue();
        clock.advance(Duration.ofSeconds(2));
        breaker.unanswered();

        clock.advance(PAUSE.minusMillis(1));
        assertThat(breaker.allows()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void oneAnswerClosesIt() {
        open();
        clock.advance(PAUSE);
        assertThat(breaker.allows()).isTrue();
        breaker.answered();

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepItOpen() {
        open();
        clock.advance(Duration.ofDays(-1));

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void withoutAPauseItNeverOpens() {
        CircuitBreaker none = new CircuitBreaker(1, Duration.ZERO, clock);
        none.unanswered();

        assertThat(none.allows()).isTrue();
    }

    @Test
    void ofManyThreadsOneIsAllowed() throws InterruptedException {
        open();
        clock.advance(PAUSE);

        List<Boolean> all = Together.run(16, breaker::allows);

        assertThat(all).containsOnlyOnce(true);
    }

    @Test
    void wantsPatience() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CircuitBreaker(0, PAUSE, clock));
        assertThatIllegalArgumentException().isThrownBy(() -> new CircuitBreaker(1, PAUSE.negated(), clock));
    }

    @Test
    void int08_aServerThatDoesNotAnswerIsNotAsked() {
        try (FakeServer server = FakeServer.answering((request, out) -> {})) {
            Fetcher fetcher = FakeServer.fetcher().breakingBy(breaker);
            for (int i = 0; i < PATIENCE; i++) {
                assertThat(fault(fetcher, server)).isEqualTo(Fault.UNREACHABLE);
            }
            assertThat(fault(fetcher, server)).isEqualTo(Fault.NOT_ASKED);
            assertThat(server.received()).hasSize(PATIENCE);

            server.willAnswer(FakeServer.json("{}"));
            clock.advance(PAUSE);
            ask(fetcher, server).join();
            ask(fetcher, server).join();
        }
    }

    @Test
    void aServerThatHangsIsOneThatDoesNotAnswer() {
        try (FakeServer server = FakeServer.answering(FakeServer.json("{}"))) {
            server.willAnswer(server.hang());
            Fetcher fetcher = FakeServer.impatientFetcher().breakingBy(new CircuitBreaker(1, PAUSE, clock));

            assertThat(fault(fetcher, server)).isEqualTo(Fault.TIMEOUT);
            assertThat(fault(fetcher, server)).isEqualTo(Fault.NOT_ASKED);
        }
    }

    /** Else a client could close the way to the server with tokens that it does not like. */
    @Test
    void anAnswerThatIsOfNoUseIsOneAllTheSame() {
        try (FakeServer server = FakeServer.answering(FakeServer.answer("500 Ouch", "text/plain", ""))) {
            Fetcher fetcher = FakeServer.fetcher().breakingBy(breaker);
            for (int i = 0; i < 2 * PATIENCE; i++) {
                assertThat(fault(fetcher, server)).isEqualTo(Fault.STATUS);
            }
        }
    }

    /** With POST, which nobody sends twice by himself. */
    private static CompletableFuture<Fetched> ask(Fetcher fetcher, FakeServer server) {
        return fetcher.post(server.address(), new Form(), Set.of("application/json"));
    }

    private static Fault fault(Fetcher fetcher, FakeServer server) {
        try {
            throw new AssertionError("fetched " + ask(fetcher, server).join().mediaType());
        } catch (CompletionException e) {
            if (e.getCause() instanceof FetchException fetching) {
                return fetching.fault();
            }
            throw e;
        }
    }
}
