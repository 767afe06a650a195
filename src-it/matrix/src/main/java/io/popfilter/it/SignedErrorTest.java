// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.it.AnsweredClient.Exchange;
import io.popfilter.it.AnsweredClient.Kind;
import io.popfilter.sign.AnswerFault;
import io.popfilter.sign.SignedRequest;
import io.popfilter.sign.VerifiedAnswer;
import jakarta.servlet.DispatcherType;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is signed of errors: of the application's, the container's, and our refusals. */
class SignedErrorTest {

    private static final boolean IS_UNDERTOW = Container.ofThisModule().family() == Container.Family.UNDERTOW;

    @AutoClose
    private static final TemporaryDirectory DIRECTORY = TemporaryDirectory.create();

    @AutoClose
    private static final Server SERVER = Server.start("", AnsweredClient.serverSettings(DIRECTORY.path()));

    @AutoClose
    private static final Server EVERYWHERE =
            Server.start("", AnsweredClient.serverSettings(DIRECTORY.path()), EnumSet.allOf(DispatcherType.class));

    @AutoClose
    private static final Server SECRETS_ONLY = Server.start("", Map.of("response-signing", "on"));

    @ParameterizedTest
    @EnumSource
    void coversTheStatusOfAnErrorThatTheContainerWrites(Kind kind) {
        AnsweredClient client = AnsweredClient.of(SERVER, kind);

        Exchange exchange = client.exchange(AnswerForm.SENT_ERROR);

        assertThat(client.fault(exchange)).isEqualTo(AnswerFault.BODY_NOT_COVERED);
        VerifiedAnswer answer = client.acceptingUncoveredBodies().accept(exchange);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.coveredFields()).isEmpty();
        assertThat(exchange.answer().body()).doesNotContain("draft");
    }

    @Test
    void coversAnErrorPageThatTheFilterIsInTheWayOf() {
        AnsweredClient client = AnsweredClient.of(EVERYWHERE, Kind.PAIR);

        Exchange exchange = client.exchange("GET", "/teapot");

        assertThat(client.accept(exchange).status()).isEqualTo(418);
        assertThat(client.accept(exchange).coversBody()).isTrue();
        assertThat(exchange.answer().body()).isEqualTo(AnswerForm.TEXT);
    }

    @Test
    void coversTheStatusOfAnErrorPageThatItIsNotInTheWayOf() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.PAIR).acceptingUncoveredBodies();

        Exchange exchange = client.exchange("GET", "/teapot");

        assertThat(client.accept(exchange).status()).isEqualTo(418);
        assertThat(client.accept(exchange).coversBody()).isFalse();
        assertThat(exchange.answer().body()).isEqualTo(AnswerForm.TEXT);
    }

    @Test
    void doesNotSignWhatTheContainerMakesOfAnException() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);

        Exchange exchange = client.exchange(AnswerForm.THROWN);

        assertThat(exchange.answer().status()).isEqualTo(500);
        assertThat(exchange.answer().body()).doesNotContain("draft");
        assertThat(client.fault(exchange)).isEqualTo(AnswerFault.MISSING);
    }

    /** Undertow answers through us, with sendError. */
    @Test
    void coversNoMoreThanTheStatusOfATimeoutThatNobodyHandles() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);

        Exchange exchange = client.exchange(AnswerForm.NEVER_COMPLETED);

        assertThat(exchange.answer().status()).isEqualTo(500);
        assertThat(exchange.answer().body()).doesNotContain("draft");
        assertThat(client.fault(exchange)).isEqualTo(IS_UNDERTOW ? AnswerFault.BODY_NOT_COVERED : AnswerFault.MISSING);
    }

    /** Either the connection ends, or there is no signature. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP", "H2C"})
    void doesNotSignAnAnswerThatWasBrokenOff(Transport transport) {
        Server server = SERVER.over(transport);
        AnsweredClient client = AnsweredClient.of(server, Kind.SECRET);
        SignedRequest sent = client.sign("GET", AnswerForm.BROKEN_OFF.target());
        WireRequest request =
                client.wire(sent, "GET", AnswerForm.BROKEN_OFF.target()).field("TE", "trailers");

        Optional<Answer> answer;
        try {
            answer = Optional.of(server.sendKeeping(request));
        } catch (UncheckedIOException | IllegalStateException e) {
            answer = Optional.empty();
        }

        assertThat(answer.map(one -> client.fault(sent, one)).orElse(AnswerFault.MISSING))
                .isEqualTo(AnswerFault.MISSING);
    }

    @Test
    void signsARefusalBehindTheProofWithTheSecret() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);
        SignedRequest sent = client.sign("GET", "/orders");

        Answer answer = SERVER.send(client.wire(sent, "GET", "/others"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_pop_proof");
        assertThat(client.accept(new Exchange(sent, answer)).coversBody()).isTrue();
    }

    /** The application has begun to answer when the body turns out to be another. */
    @Test
    void signsTheRefusalOfABodyThatIsStreamed() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);
        byte[] body = "signed".getBytes(StandardCharsets.US_ASCII);
        SignedRequest sent = client.sign("POST", "/streamed/reader", body);
        WireRequest request = client.wire(sent, "POST", "/streamed/reader").field("Content-Type", "text/plain");

        Answer answer = SERVER.send(request.body("sighed".getBytes(StandardCharsets.US_ASCII)));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_pop_proof");
        assertThat(client.accept(new Exchange(sent, answer)).coversBody()).isTrue();
    }

    @Test
    void coversTheStatusOfARefusalWhoseTextTheContainerWrites() {
        try (Server server = Server.start("", Map.of("response-signing", "on", "error-mode", "sendError"))) {
            AnsweredClient client = AnsweredClient.of(server, Kind.SECRET);
            SignedRequest sent = client.sign("GET", "/orders");

            Exchange refused = new Exchange(sent, server.send(client.wire(sent, "GET", "/others")));

            assertThat(client.fault(refused)).isEqualTo(AnswerFault.BODY_NOT_COVERED);
            VerifiedAnswer answer = client.acceptingUncoveredBodies().accept(refused);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.coveredFields()).isEmpty();
        }
    }

    @Test
    void signsTheAnswerOfAnExcludedRouteWithTheKeyOfTheServer() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);

        Exchange exchange = client.exchange("GET", "/open/stream");

        assertThat(client.fault(exchange)).isEqualTo(AnswerFault.ALGORITHM_NOT_ACCEPTED);
        assertThat(client.alsoTrustingServer().accept(exchange).status()).isEqualTo(200);
    }

    @Test
    void signsARefusalBeforeTheProofWithTheKeyOfTheServer() {
        AnsweredClient client = AnsweredClient.signingTooEarly(SERVER);

        Exchange exchange = client.exchange("GET", "/orders");

        assertThat(exchange.answer().status()).isEqualTo(401);
        assertThat(client.fault(exchange)).isEqualTo(AnswerFault.ALGORITHM_NOT_ACCEPTED);
        assertThat(client.alsoTrustingServer().accept(exchange).coversBody()).isTrue();
    }

    @Test
    void doesNotSignARefusalBeforeTheProofWithoutAKeyOfTheServer() {
        AnsweredClient client = AnsweredClient.signingTooEarly(SECRETS_ONLY);

        Exchange exchange = client.exchange("GET", "/orders");

        assertThat(exchange.answer().status()).isEqualTo(401);
        assertThat(client.fault(exchange)).isEqualTo(AnswerFault.MISSING);
    }

    @Test
    void doesNotSignTheAnswerToARequestWithoutAuthenticatorOrWithSeveral() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);
        SignedRequest sent = client.sign("GET", "/orders");

        Answer several = SERVER.send(client.wire(sent, "GET", "/orders").field("Authorization", "PoP another"));
        Answer bearer = SERVER.send(WireRequest.of("GET", "/orders", SERVER.authority())
                .field("Authorization", "Bearer token")
                .field("Want-PoP-Response", "?1"));

        assertThat(several.status()).isEqualTo(400);
        assertThat(several.lines("pop-response")).isEmpty();
        assertThat(bearer.status()).isEqualTo(401);
        assertThat(bearer.lines("pop-response")).isEmpty();
    }
}
