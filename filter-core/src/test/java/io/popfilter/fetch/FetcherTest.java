// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fetch.FetchException.Fault;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.FakeServer.Received;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetcherTest {

    private static final Set<String> JSON = Set.of("application/json");
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private final FakeServer server = FakeServer.answering(FakeServer.json("{\"a\":1}"));
    private final Fetcher fetcher = FakeServer.fetcher();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void getsADocument() {
        Fetched document = fetcher.get(server.address("/keys?a=b"), JSON).join();

        assertThat(new String(document.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
        assertThat(document.mediaType()).isEqualTo("application/json");
        Received request = server.received().get(0);
        assertThat(request.line()).isEqualTo("GET /keys?a=b HTTP/1.1");
        assertThat(request.field("accept")).isEqualTo("application/json");
        assertThat(request.fields()).doesNotContainKeys("authorization", "cookie");
    }

    @Test
    void saysEachAcceptedMediaType() {
        fetcher.get(server.address(), Set.of("application/json", "application/jwk-set+json"))
                .join();

        assertThat(server.received().get(0).field("accept").split(", "))
                .containsExactlyInAnyOrder("application/json", "application/jwk-set+json");
    }

    @Test
    void postsAForm() {
        Form form = new Form().field("token", "a b&c=d+\u00E9").field("hint", "");
        fetcher.post(server.address("/introspect"), form, JSON).join();

        Received request = server.received().get(0);
        assertThat(request.line()).isEqualTo("POST /introspect HTTP/1.1");
        assertThat(request.field("content-type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.body()).isEqualTo("token=a+b%26c%3Dd%2B%C3%A9&hint=");
        assertThat(request.form()).containsEntry("token", "a b&c=d+\u00E9");
        assertThat(request.fields()).doesNotContainKey("authorization");
    }

    // RFC 6749 section 2.3.1
    @Test
    void credentialsAreFormEncodedBeforeTheyAreBasic() {
        fetcher.post(server.address(), new Form().basic("a:b", "p w%\u00E9:"), JSON)
                .join();

        String authorization = server.received().get(0).field("authorization");
        assertThat(authorization).startsWith("Basic ");
        assertThat(new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.US_ASCII))
                .isEqualTo("a%3Ab:p+w%25%C3%A9%3A");
        assertThat(server.received().get(0).body()).isEmpty();
    }

    @Test
    void doesNotFollowARedirect() {
        try (FakeServer target = FakeServer.answering(FakeServer.json("{}"))) {
            server.willAnswer(FakeServer.redirect(target.address().uri()));

            assertThat(fault()).isEqualTo(Fault.STATUS);
            assertThat(target.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"201 Created", "204 No Content", "400 Bad", "401 No", "404 None", "500 Ouch", "503 Later"})
    void refusesEveryStatusBut200(String status) {
        server.willAnswer(FakeServer.answer(status, "application/json", status.startsWith("204") ? "" : "{}"));

        assertThat(fault()).isEqualTo(Fault.STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/jsonp", "application/jwt", "text/plain; x=application/json", ""})
    void refusesAnotherMediaType(String mediaType) {
        server.willAnswer(FakeServer.answer("200 OK", mediaType, "{}"));

        assertThat(fault()).isEqualTo(Fault.MEDIA_TYPE);
    }

    @Test
    void readsAMediaTypeInAnyCaseAndWithParameters() {
        server.willAnswer(FakeServer.answer("200 OK", "Application/JSON ; charset=utf-8", "{}"));

        assertThat(fetcher.get(server.address(), JSON).join().mediaType()).isEqualTo("application/json");
    }

    @Test
    void takesADocumentOfExactlyTheLimitAndRefusesALargerOne() {
        int limit = FakeServer.MAX_OCTETS;
        server.willAnswer(FakeServer.json("x".repeat(limit)));
        assertThat(fetcher.get(server.address(), JSON).join().body()).hasSize(limit);

        server.willAnswer(FakeServer.json("x".repeat(limit + 1)));
        assertThat(fault()).isEqualTo(Fault.TOO_LARGE);
    }

    @Test
    void refusesADocumentThatHasNoEnd() {
        server.willAnswer((request, out) -> {
            FakeServer.write(out, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            while (true) {
                FakeServer.write(out, chunk); // ends when the client hangs up
            }
        });

        assertThat(fault()).isEqualTo(Fault.TOO_LARGE);
    }

    @Test
    void doesNotWaitForAHeaderThatNeverComes() {
        server.willAnswer(server.hang());
        assertThat(faultOfHanging()).isEqualTo(Fault.TIMEOUT);

        server.willAnswer(server.hangAfter("HTTP/1.1 200 OK\r\nContent-Ty"));
        assertThat(faultOfHanging()).isEqualTo(Fault.TIMEOUT);
    }

    @Test
    void doesNotWaitForABodyThatTrickles() {
        server.willAnswer(server.hangAfter(HEAD + "Content-Length: 10\r\n\r\n{"));

        assertThat(faultOfHanging()).isEqualTo(Fault.TIMEOUT);
    }

    @Test
    void anAnswerThatBreaksOffIsNone() {
        server.willAnswer((request, out) -> FakeServer.write(out, HEAD + "Content-Length: 10\r\n\r\n{}"));
        assertThat(fault()).isEqualTo(Fault.UNREACHABLE);

        server.willAnswer((request, out) -> FakeServer.write(out, "SSH-2.0-x\r\n\r\n"));
        assertThat(fault()).isEqualTo(Fault.UNREACHABLE);
    }

    @Test
    void nobodyThereIsAFaultToo() {
        FetchUri address = server.address();
        server.close();

        assertThat(fault(fetcher.get(address, JSON))).isEqualTo(Fault.UNREACHABLE);
    }

    @Test
    void int05_aFaultShowsNothingOfWhatWasReceivedOrSent() {
        server.willAnswer(FakeServer.answer("500 hush", "text/hush", Bytes.base64url("hush")));
        CompletableFuture<Fetched> exchange = fetcher.post(server.address(), new Form().field("token", "hush"), JSON);

        assertThat(exchange.handle((document, failure) -> String.valueOf(failure))
                        .join())
                .doesNotContain("hush");
    }

    private Fault fault() {
        return fault(fetcher);
    }

    private Fault faultOfHanging() {
        return fault(FakeServer.impatientFetcher());
    }

    private Fault fault(Fetcher from) {
        return fault(from.get(server.address(), JSON));
    }

    private static Fault fault(CompletableFuture<Fetched> exchange) {
        try {
            throw new AssertionError("fetched " + exchange.join().mediaType());
        } catch (CompletionException e) {
            if (e.getCause() instanceof FetchException fetching) {
                return fetching.fault();
            }
            throw e;
        }
    }
}
