// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The story is not told whatever happens: it notices what should not have happened. */
class StoryTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerLog log = ServerLog.start();
    private final Story story =
            new Story(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), http, log);
    private Parties parties;

    @BeforeEach
    void start() throws Exception {
        parties = Parties.start(http, "PT60S");
    }

    @AfterEach
    void stop() throws Exception {
        parties.close();
        log.close();
    }

    @Test
    void aRefusalForTheReasonToldIsNoSurprise() throws Exception {
        story.isRefused(Reason.NO_CREDENTIALS, unsigned());

        assertThat(story.surprises()).isZero();
    }

    @Test
    void aRefusalForAnotherReasonIsASurprise() throws Exception {
        story.isRefused(Reason.REPLAYED, unsigned());

        assertThat(story.surprises()).isOne();
    }

    @Test
    void aRefusalInsteadOfAnAnswerIsASurprise() throws Exception {
        story.reaches(200, unsigned());

        assertThat(story.surprises()).isOne();
    }

    @Test
    void aRefusalByTheFilterIsNotTakenForOneByTheApplication() throws Exception {
        story.reaches(401, unsigned());

        assertThat(story.surprises()).isOne();
    }

    private HttpRequest unsigned() {
        return HttpRequest.newBuilder(parties.api().uri("/accounts/7")).build();
    }
}
