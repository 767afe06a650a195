// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.Component;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are kept in a file while they are checked, and those that are streamed to the application. */
class LongBodyTest {

    private static final int MEMORY = 2_000;
    private static final int LIMIT = 300_000;
    private static final String TEXT = "text/plain";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** What happens to the body on its way. */
    enum Mode {
        HELD(""),
        STREAMED("/streamed");

        private final String prefix;

        Mode(String prefix) {
            this.prefix = prefix;
        }

        String path(String name) {
            return prefix + "/" + name;
        }
    }

    @AutoClose
    private static final BodyFiles FILES = BodyFiles.create();

    @AutoClose
    private static final Server SERVER = Server.start("", settings(), EnumSet.allOf(DispatcherType.class));

    private final Client client = Client.of(SERVER);

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(FILES.settings(MEMORY));
        settings.put("body.max-bytes", Integer.toString(LIMIT));
        settings.put("body.streaming", "/streamed/*");
        return settings;
    }

    private static byte[] body(int length) {
        StringBuilder text = new StringBuilder("field=");
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append('.');
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    @BeforeEach
    void forget() {
        SERVER.application().forget();
        SERVER.log().clear();
    }

    @AfterEach
    void leavesNoFile() {
        assertThat(FILES.areGone()).isTrue();
    }

    static Stream<Arguments> readings() {
        return Stream.of(Mode.values())
                .flatMap(mode -> Stream.of(
                                "stream", "reader", "octets", "listener", "forward", "async", "async-unwrapped")
                        .flatMap(path -> Stream.of(1, MEMORY, MEMORY + 1, 100_000)
                                .flatMap(length -> Stream.of("announced", "chunked")
                                        .map(framing -> Arguments.of(mode, path, length, framing)))));
    }

    @ParameterizedTest(name = "{0} {1} {2} octets {3}")
    @MethodSource("readings")
    void isReadInEveryWay(Mode mode, String path, int length, String framing) {
        byte[] body = body(length);
        WireRequest signed = client.signed("POST", mode.path(path), TEXT, body);
        WireRequest request = framing.equals("announced") ? signed : rechunked(signed, body);

        Answer answer = SERVER.send(request);

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        List<Seen> seen = SERVER.application().seen();
        Seen last = seen.get(seen.size() - 1);
        assertThat(last.body()).isEqualTo(new String(body, StandardCharsets.US_ASCII));
        assertThat(((PopPrincipal) last.principal()).coveredComponents().contains(Component.BODY))
                .isEqualTo(mode == Mode.HELD);
        assertThat(SERVER.log().text()).doesNotContain("WARN", "refused");
    }

    private static WireRequest rechunked(WireRequest signed, byte[] body) {
        WireRequest request = WireRequest.line(signed.requestLine());
        signed.lines().stream()
                .filter(line -> !line.startsWith("Content-Length"))
                .forEach(request::rawLine);
        return request.chunkedBody(body, 1500);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Mode.class)
    void becomesParameters(Mode mode) {
        byte[] form = body(50_000);
        Answer answer = SERVER.send(client.signed("POST", mode.path("parameters?q=1"), FORM, form));

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        String value = new String(form, StandardCharsets.US_ASCII).substring("field=".length());
        assertThat(SERVER.application().seen().get(0).facts())
                .isEqualTo(Map.of("q", List.of("1"), "field", List.of(value)));
    }

    @ParameterizedTest(name = "{0} {1} {2} octets")
    @CsvSource({
        "HELD, stream, 20",
        "HELD, stream, 100000",
        "HELD, reader, 100000",
        "HELD, listener, 100000",
        "STREAMED, stream, 1",
        "STREAMED, stream, 20",
        "STREAMED, stream, 100000",
        "STREAMED, reader, 100000",
        "STREAMED, octets, 20",
        "STREAMED, octets, 100000",
        "STREAMED, forward, 100000",
        "STREAMED, async, 20",
        "STREAMED, async, 100000"
    })
    void aChangedBodyIsRefused(Mode mode, String path, int length) {
        WireRequest signed = client.signed("POST", mode.path(path), TEXT, body(length));
        byte[] changed = body(length);
        changed[length - 1] ^= 1;
        boolean isDispatchedBefore = mode == Mode.STREAMED && path.equals("async");
        boolean isForwarded = mode == Mode.STREAMED && path.equals("forward");
        if (isDispatchedBefore) { // the application saw the first dispatch, and not the body
            Answer answer = SERVER.send(signed.framed(changed));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(SERVER.application().seen()).hasSize(1);
        } else if (isForwarded && Container.ofThisModule().family() == Container.Family.UNDERTOW) {
            // which has answered by the time that forward() throws
            assertThat(SERVER.send(signed.framed(changed)).status()).isEqualTo(500);
            assertThat(SERVER.application().seen()).isEmpty();
        } else {
            Refusals.expect(SERVER, signed.framed(changed), Reason.BODY_MISMATCH);
        }
        assertThat(BodyFiles.isSoon(() -> SERVER.log().text().contains("reason=BODY_MISMATCH")))
                .isTrue();
    }

    @Test
    void aChangedFormNeverBecomesParameters() {
        for (Mode mode : Mode.values()) {
            WireRequest signed = client.signed("POST", mode.path("parameters"), FORM, body(5_000));
            byte[] changed = body(5_000);
            changed[10] ^= 1;
            Refusals.expect(SERVER, signed.framed(changed), Reason.BODY_MISMATCH);
        }
    }

    @ParameterizedTest(name = "{0} octets")
    @CsvSource({"20", "100000"})
    void aReadListenerIsToldOfAChangedBody(int length) {
        WireRequest signed = client.signed("POST", Mode.STREAMED.path("listener"), TEXT, body(length));
        byte[] changed = body(length);
        changed[0] ^= 1;

        try {
            SERVER.send(signed.framed(changed));
        } catch (UncheckedIOException e) {
            // Tomcat closes the connection when a listener throws
        }

        assertThat(BodyFiles.isSoon(() -> SERVER.log().text().contains("reason=BODY_MISMATCH")))
                .isTrue();
        assertThat(SERVER.application().seen()).isEmpty(); // onAllDataRead was not called
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Mode.class)
    void aTooLongBodyIsRefused(Mode mode) {
        byte[] body = body(LIMIT + 1);
        WireRequest signed = client.signed("POST", mode.path("stream"), TEXT, body);
        Refusals.expect(SERVER, rechunked(signed, body), Reason.BODY_TOO_LARGE);
        Refusals.expect(SERVER, client.signed("POST", mode.path("stream"), TEXT, body), Reason.BODY_TOO_LARGE);
        byte[] most = body(LIMIT);
        assertThat(SERVER.send(client.signed("POST", mode.path("stream"), TEXT, most))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aStreamThatWasNotReadToItsEndIsSpokenOf() {
        Answer answer = SERVER.send(client.signed("POST", Mode.STREAMED.path("unread"), TEXT, body(5_000)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(BodyFiles.isSoon(
                        () -> SERVER.log().text().contains("did not read the streamed body of POST /streamed/unread")))
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Mode.class)
    void aClientThatGoesAwayLeavesNothing(Mode mode) throws IOException {
        WireRequest request = client.plain("POST", mode.path("stream"));
        WireRequest signed = client.signed("POST", mode.path("stream"), TEXT, body(100_000));
        signed.lines().stream().filter(line -> !line.startsWith("Host")).forEach(request::rawLine);
        try (Socket socket = WireRequest.connect(SERVER.port())) {
            request.framed(body(50_000)).send(socket.getOutputStream());
            if (mode == Mode.HELD) {
                assertThat(BodyFiles.isSoon(() -> FILES.count() == 1)).isTrue();
            }
        }
        assertThat(BodyFiles.isSoon(() -> SERVER.log().text().contains("reason=" + Reason.BODY_UNREADABLE)))
                .isTrue();
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @Test
    void sixtyFourAtOnceAreKeptApart() throws Exception {
        int count = 64;
        List<byte[]> bodies = new ArrayList<>();
        List<WireRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] body = body(50_000 + i);
            bodies.add(body);
            requests.add(client.signed("POST", Mode.values()[i % 2].path("stream"), TEXT, body));
        }
        CountDownLatch ready = new CountDownLatch(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (WireRequest request : requests) {
                answers.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return SERVER.send(request).status();
                }));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(SERVER.application().seen().stream().map(Seen::body))
                .containsExactlyInAnyOrderElementsOf(bodies.stream()
                        .map(body -> new String(body, StandardCharsets.US_ASCII))
                        .toList());
    }

    @Test
    void aDirectoryThatIsGoneIsOurOutage() throws IOException {
        try (BodyFiles gone = BodyFiles.create();
                Server server = Server.start("", gone.settings(MEMORY))) {
            Files.delete(gone.directory().path());
            Client own = Client.of(server);

            Refusals.expect(
                    server, own.signed("POST", "/stream", TEXT, body(MEMORY + 1)), Reason.BODY_STORAGE_UNAVAILABLE);

            assertThat(server.send(own.signed("POST", "/stream", TEXT, body(MEMORY)))
                            .status())
                    .isEqualTo(200);
            Files.createDirectory(gone.directory().path());
        }
    }
}
