// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.Component;
import jakarta.servlet.DispatcherType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An application never finds the end of a streamed body that is not the signed one, however it comes. */
class StreamedTransportTest {

    private static final int LENGTH = 100_000; // more than a first window of HTTP/2, and than a record of TLS
    private static final byte[] SIGNED = octets();
    private static final Pattern REASON = Pattern.compile("refused POST (\\S+) from .* reason=([A-Z_]+) ");
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** What somebody does to a body that is framed as it should be. */
    enum Change {
        FIRST_OCTET,
        LAST_OCTET,
        SHORTER,
        LONGER;

        byte[] applied() {
            byte[] changed = Arrays.copyOf(SIGNED, LENGTH + (this == LONGER ? 1 : this == SHORTER ? -1 : 0));
            switch (this) {
                case FIRST_OCTET -> changed[0] ^= 1;
                case LAST_OCTET -> changed[LENGTH - 1] ^= 1;
                case SHORTER, LONGER -> {
                    // its length is the change
                }
            }
            return changed;
        }
    }

    @AutoClose
    private static final Server SERVER =
            Server.start("", Map.of("body.streaming", "/streamed/*"), EnumSet.allOf(DispatcherType.class));

    /** One of its own for each request: what belongs to an earlier one may be logged late. */
    private static String path(String way) {
        return "/streamed/" + COUNT.incrementAndGet() + "/" + way;
    }

    private static byte[] octets() {
        byte[] octets = new byte[LENGTH];
        new Random(LENGTH).nextBytes(octets);
        return octets;
    }

    private static WireRequest signed(Server server, String path) {
        WireRequest signed = Client.of(server).signed("POST", path, "application/octet-stream", SIGNED);
        WireRequest unframed = WireRequest.line(signed.requestLine());
        signed.lines().stream()
                .filter(line -> !line.startsWith("Content-Length"))
                .forEach(unframed::rawLine);
        return unframed;
    }

    private static List<Seen> seen(String path) {
        return SERVER.application().seen().stream()
                .filter(seen -> seen.uri().equals(path))
                .toList();
    }

    private static List<Reason> reasons(String path) {
        List<Reason> reasons = new ArrayList<>();
        Matcher line = REASON.matcher(SERVER.log().text());
        while (line.find()) {
            if (line.group(1).equals(path)) {
                reasons.add(Reason.valueOf(line.group(2)));
            }
        }
        return reasons;
    }

    private static void passes(Server server, OpenConnection connection) {
        String path = path("drained");
        Optional<Answer> answer = connection.exchange(signed(server, path).body(SIGNED));
        assertThat(answer).as(SERVER.log().text()).isPresent();
        assertThat(answer.get().status()).isEqualTo(200);
        assertThat(seen(path)).singleElement().satisfies(seen -> {
            assertThat(seen.body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(SIGNED);
            assertThat(seen.facts())
                    .containsEntry(DrainedBody.END, List.of(DrainedBody.NORMAL))
                    .containsEntry(DrainedBody.FINISHED, List.of("true"));
            assertThat(((PopPrincipal) seen.principal()).coveredComponents()).doesNotContain(Component.BODY);
        });
        assertThat(reasons(path)).isEmpty();
    }

    private static void passesOnANewConnection(Server server) {
        try (OpenConnection connection = OpenConnection.of(server)) {
            passes(server, connection);
        }
    }

    private static Server server(Transport transport) {
        SERVER.application().forget();
        SERVER.log().clear();
        return SERVER.over(transport);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatWasSignedIsReadToItsLastOctet(Transport transport) {
        Server server = server(transport);
        try (OpenConnection connection = OpenConnection.of(server)) {
            passes(server, connection);
            passes(server, connection);
        }
    }

    static List<Arguments> changes() {
        return overBothVersions(EnumSet.allOf(Change.class));
    }

    /** Of those in the first octet {@link LongBodyTest} tells listeners. */
    static List<Arguments> changesAtTheEnd() {
        return overBothVersions(EnumSet.of(Change.LAST_OCTET, Change.SHORTER));
    }

    /** TLS changes nothing in how a whole body is framed. */
    private static List<Arguments> overBothVersions(Set<Change> changes) {
        List<Arguments> arguments = new ArrayList<>();
        for (Transport transport : EnumSet.of(Transport.HTTP, Transport.H2)) {
            changes.forEach(change -> arguments.add(Arguments.of(transport, change)));
        }
        return arguments;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("changes")
    void aChangeIsAnExceptionAndARefusal(Transport transport, Change change) {
        Server server = server(transport);
        String path = path("drained");
        try (OpenConnection connection = OpenConnection.of(server)) {
            Optional<Answer> answer = connection.exchange(signed(server, path).body(change.applied()));

            assertThat(answer).as(SERVER.log().text()).isPresent();
            assertThat(answer.get().status())
                    .isEqualTo(Reason.BODY_MISMATCH.error().status());
            assertThat(seen(path)).singleElement().satisfies(seen -> {
                assertNoEnd(seen);
                assertThat(seen.facts()).containsEntry(DrainedBody.END, List.of(Reason.BODY_MISMATCH.name()));
            });
            assertThat(BodyFiles.isSoon(() -> !reasons(path).isEmpty())).isTrue();
            passes(server, connection);
            assertThat(reasons(path)).containsExactly(Reason.BODY_MISMATCH);
        }
    }

    private static void assertNoEnd(Seen seen) {
        assertThat(seen.facts().get(DrainedBody.END)).doesNotContain(DrainedBody.NORMAL);
        assertThat(seen.facts().get(DrainedBody.AFTERWARDS)).doesNotContain(DrainedBody.NORMAL);
        assertThat(seen.facts()).containsEntry(DrainedBody.FINISHED, List.of("false"));
    }

    /** The answer is the container's, where there is one. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("changesAtTheEnd")
    void aListenerIsToldOfAChange(Transport transport, Change change) {
        Server server = server(transport);
        String path = path("drained-listener");
        try (OpenConnection connection = OpenConnection.of(server)) {
            connection.exchange(signed(server, path).body(change.applied()));
        }
        assertThat(BodyFiles.isSoon(
                        () -> !reasons(path).isEmpty() && !seen(path).isEmpty()))
                .as(SERVER.log().text())
                .isTrue();
        passesOnANewConnection(server);
        assertThat(reasons(path)).containsExactly(Reason.BODY_MISMATCH);
        assertThat(seen(path))
                .singleElement()
                .satisfies(seen ->
                        assertThat(seen.facts()).containsEntry(DrainedBody.END, List.of(Reason.BODY_MISMATCH.name())));
    }

    /** With fewer octets than were announced, or over HTTP/2 with more (RFC 9113 section 8.1.1): some never get to the filter. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Tag("same-in-every-container")
    void aBodyOfAnotherLengthThanAnnouncedHasNoEnd(Transport transport) {
        Server server = server(transport);
        for (int length : transport.isHttp2() ? new int[] {LENGTH - 1, LENGTH + 1} : new int[] {LENGTH - 1}) {
            String path = path("drained");
            try (OpenConnection connection = OpenConnection.of(server)) {
                Optional<Answer> answer =
                        connection.exchangeCutShort(signed(server, path).body(Arrays.copyOf(SIGNED, length), LENGTH));
                answer.ifPresent(
                        given -> assertThat(given.status()).as(given.body()).isBetween(400, 500));
            }
            passesOnANewConnection(server);
            if (transport.isHttp2()) {
                assertNoEnd(path); // Jetty lets a thread that reads wait until the stream is idle for too long
            } else {
                assertBrokenOff(path);
            }
        }
    }

    static List<Arguments> breaks() {
        List<Arguments> breaks = new ArrayList<>();
        for (Transport transport : EnumSet.of(Transport.HTTP, Transport.HTTPS, Transport.H2)) {
            for (BreakOff how : BreakOff.values()) {
                breaks.add(Arguments.of(transport, how, "drained"));
                breaks.add(Arguments.of(transport, how, "drained-listener"));
            }
        }
        return breaks;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("breaks")
    void aBodyThatIsBrokenOffHasNoEnd(Transport transport, BreakOff how, String way) {
        Server server = server(transport);
        String path = path(way);
        try (OpenConnection connection = OpenConnection.of(server)) {
            WireRequest request = signed(server, path).body(Arrays.copyOf(SIGNED, LENGTH - 1), LENGTH);
            connection.breakOff(
                    request,
                    how,
                    () -> assertThat(BodyFiles.isSoon(() -> server.application().hasBegun(path)))
                            .as(SERVER.log().text())
                            .isTrue());
            boolean isUndertow = Container.ofThisModule().family() == Container.Family.UNDERTOW;
            // on whose connection the next long body was once seen to stall, behind a stream that was reset
            if (transport.isHttp2() && how == BreakOff.RESET && !isUndertow) {
                passes(server, connection);
            }
        }
        passesOnANewConnection(server);
        if (way.equals("drained")) {
            assertThat(BodyFiles.isSoon(() -> !reasons(path).isEmpty()))
                    .as(SERVER.log().text())
                    .isTrue();
        }
        assertBrokenOff(path);
    }

    /** An application that was reached has an exception for it; which of two, depends on what the container makes of it. */
    private static void assertBrokenOff(String path) {
        boolean isDrained = path.endsWith("drained");
        assertThat(BodyFiles.isSoon(() -> reasons(path).size() == seen(path).size()
                        && (!isDrained
                                || seen(path).isEmpty() != SERVER.application().hasBegun(path))))
                .as(SERVER.log().text())
                .isTrue();
        assertNoEnd(path);
    }

    private static void assertNoEnd(String path) {
        assertThat(reasons(path)).hasSizeLessThanOrEqualTo(1).isSubsetOf(Reason.BODY_UNREADABLE, Reason.BODY_MISMATCH);
        assertThat(seen(path)).allSatisfy(seen -> {
            assertThat(seen.facts()).containsKey(DrainedBody.END);
            if (path.endsWith("drained")) {
                assertNoEnd(seen);
            }
        });
    }
}
