// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.examples.quickstart.client.Answer;
import io.popfilter.examples.quickstart.client.Sender;
import io.popfilter.examples.quickstart.client.SignedRequests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import java.io.IOException;
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

    @Test
    void aSecondAttemptThatPassesAsToldIsNoSurprise() throws Exception {
        story.reachesAfter(Reason.NO_CREDENTIALS, this::unsignedThenSigned);

        assertThat(story.surprises()).isZero();
    }

    @Test
    void aFirstAttemptThatIsRefusedForAnotherReasonIsASurprise() throws Exception {
        story.reachesAfter(Reason.NONCE_MISSING, this::unsignedThenSigned);

        assertThat(story.surprises()).isOne();
    }

    @Test
    void aFirstAttemptThatPassesIsASurprise() throws Exception {
        story.reachesAfter(Reason.NONCE_MISSING, sender -> sender.send(signed()));

        assertThat(story.surprises()).isOne();
    }

    @Test
    void aSecondAttemptThatPassesInsteadOfBeingRefusedIsASurprise() throws Exception {
        story.isRefusedAfter(Reason.NO_CREDENTIALS, Reason.KEY_MISMATCH, this::unsignedThenSigned);

        assertThat(story.surprises()).isOne();
    }

    @Test
    void aTokenWithoutTheErrorToldBeforeIsASurprise() throws Exception {
        SigningKey pair = SigningKey.generate(SignatureAlgorithm.ES256);
        story.issues(
                "use_dpop_nonce", sender -> parties.client().withDpop(pair, Parties.RESOURCE, "accounts:read", sender));
        assertThat(story.surprises()).isZero();

        story.issues(
                "invalid_request",
                sender -> parties.client().withDpop(pair, Parties.RESOURCE, "accounts:read", sender));
        assertThat(story.surprises()).isOne();
    }

    private Answer unsignedThenSigned(Sender sender) throws IOException, InterruptedException {
        sender.send(unsigned());
        return sender.send(signed());
    }

    private HttpRequest signed() throws IOException, InterruptedException {
        return new SignedRequests(parties.client().withSecret(Parties.RESOURCE, "accounts:read"))
                .get(parties.api().uri("/accounts/7"));
    }

    private HttpRequest unsigned() {
        return HttpRequest.newBuilder(parties.api().uri("/accounts/7")).build();
    }
}
