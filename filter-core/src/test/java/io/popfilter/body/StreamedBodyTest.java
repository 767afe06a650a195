// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.RequestVerifier;
import io.popfilter.VerifiedRequest;
import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.PathPattern;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Component;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedBodyTest {

    private static final int LIMIT = 20_000;

    private final Scene scene = Scene.with(builder -> builder.bodies(
            new BodyPolicy(LIMIT, 10, Path.of("/nowhere"), List.of(pattern("/upload/*"), pattern("/other/upload")))));

    private static PathPattern pattern(String text) {
        try {
            return PathPattern.of(text);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Proof signed(String body) {
        return scene.proof().post(body).member("p", "/upload/7").fields("content-type", "text/plain");
    }

    private FakeRequest uploaded(InputStream sent, long announced, String signed) {
        return FakeRequest.post("text/plain", "")
                .path("/upload/7")
                .body(announced, sent)
                .signed(signed(signed));
    }

    private StreamedBody accepted(String sent, String signed) {
        return body(scene.accept(uploaded(new ByteArrayInputStream(Bytes.utf8(sent)), -1, signed)));
    }

    private static StreamedBody body(VerifiedRequest verified) {
        return (StreamedBody) verified.body().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1, 100",
        "2, 1",
        "2, 2",
        "2, 3",
        "5000, 1",
        "5000, 2",
        "5000, 4999",
        "5000, 5000",
        "20000, 8192"
    })
    void theSignedBodyIsReadWhole(int length, int piece) throws IOException {
        String text = Bytes.text(length);
        StreamedBody body = accepted(text, text);
        InputStream stream = body.open();
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[piece];
        assertThat(body.state()).isEqualTo(StreamedBody.State.PENDING);
        int count = stream.read(buffer);
        while (count >= 0) {
            assertThat(count).isPositive();
            read.append(new String(buffer, 0, count, java.nio.charset.StandardCharsets.UTF_8));
            count = stream.read(buffer);
        }
        assertThat(read.toString()).isEqualTo(text);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(body.state()).isEqualTo(StreamedBody.State.VERIFIED);
        assertThat(body.isFinished()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8192})
    void ofAnotherBodyTheLastOctetIsNeverSeen(int piece) throws IOException {
        for (String sent : List.of("pay 9", "pay 1 and more", "pay", "p", "xay 1")) {
            StreamedBody body = accepted(sent, "pay 1");
            InputStream stream = body.open();
            byte[] buffer = new byte[piece];
            int total = 0;
            Rejection seen = null;
            while (seen == null) {
                try {
                    int count = stream.read(buffer);
                    assertThat(count).as("the end of " + sent).isPositive();
                    total += count;
                } catch (RefusedBodyException e) {
                    seen = e.rejection();
                }
            }
            assertThat(seen.reason()).isEqualTo(Reason.BODY_MISMATCH);
            assertThat(total).isEqualTo(sent.length() - 1);
            assertThat(body.isAtEnd()).isTrue();
            assertThat(body.state()).isEqualTo(StreamedBody.State.FAILED);
            assertThat(body.rejection()).contains(seen);
            assertThatThrownBy(stream::read).isInstanceOf(RefusedBodyException.class);
        }
    }

    @Test
    void aBodyThatIsAnnouncedAsEmptyIsCheckedAtOnce() {
        VerifiedRequest verified = scene.accept(uploaded(InputStream.nullInputStream(), 0, ""));
        assertThat(verified.body().orElseThrow()).isInstanceOf(HeldBody.class);
        assertThat(verified.principal().coveredComponents()).contains(Component.BODY);
        assertThat(scene.refusal(uploaded(InputStream.nullInputStream(), 0, "something")))
                .isEqualTo(Reason.BODY_MISMATCH);
    }

    @Test
    void anEmptyBodyThatWasNotAnnouncedIsCheckedWhenItsEndIsRead() throws IOException {
        StreamedBody empty = accepted("", "");
        assertThat(empty.open().read()).isEqualTo(-1);
        assertThat(empty.isFinished()).isTrue();
        StreamedBody another = accepted("", "something");
        assertThatThrownBy(() -> another.open().read()).isInstanceOf(RefusedBodyException.class);
    }

    @Test
    void nothingIsReadBeforeTheApplicationReads() {
        InputStream untouched = Bodies.broken(() -> {
            throw new AssertionError("read");
        });
        assertThat(body(scene.accept(uploaded(untouched, 4, "text"))).state()).isEqualTo(StreamedBody.State.PENDING);
    }

    @Test
    void thePrincipalDoesNotClaimWhatNobodyKnowsYet() {
        VerifiedRequest verified = scene.accept(uploaded(new ByteArrayInputStream(Bytes.utf8("text")), 4, "text"));
        assertThat(verified.principal().coveredComponents())
                .contains(Component.PATH, Component.CONTENT_TYPE)
                .doesNotContain(Component.BODY);
    }

    @Test
    void aBodyHasToBeSignedThereToo() {
        FakeRequest request = FakeRequest.post("text/plain", "text")
                .path("/upload/7")
                .signed(signed("text").without("b"));
        assertThat(scene.refusal(request)).isEqualTo(Reason.COMPONENT_NOT_COVERED);
    }

    @Test
    void itsDescriptionHasToBeSignedThereToo() {
        FakeRequest request = FakeRequest.post("text/plain", "text")
                .path("/upload/7")
                .signed(scene.proof().post("text").member("p", "/upload/7"));
        assertThat(scene.refusal(request)).isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    @Test
    void elsewhereBodiesAreHeld() {
        FakeRequest request = FakeRequest.post("text/plain", "text")
                .signed(scene.proof().post("text").fields("content-type", "text/plain"));
        assertThat(scene.accept(request).body().orElseThrow()).isInstanceOf(HeldBody.class);
    }

    @Test
    void whatIsAnnouncedTooLongIsRefusedUnread() {
        FakeRequest request = uploaded(
                Bodies.broken(() -> {
                    throw new AssertionError("read");
                }),
                LIMIT + 1,
                "x");
        assertThat(scene.refusal(request)).isEqualTo(Reason.BODY_TOO_LARGE);
    }

    @Test
    void whatGetsTooLongFailsOnTheWay() {
        String text = Bytes.text(LIMIT + 1);
        StreamedBody body = accepted(text, text);
        assertThatThrownBy(() -> body.open().readAllBytes())
                .isInstanceOfSatisfying(
                        RefusedBodyException.class,
                        e -> assertThat(e.rejection().reason()).isEqualTo(Reason.BODY_TOO_LARGE));
    }

    @Test
    void aClientThatGoesAwayIsNotTheEnd() {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(Bytes.utf8("tex")), Bodies.broken(() -> {
            throw new IOException("gone");
        }));
        StreamedBody body = body(scene.accept(uploaded(broken, 4, "text")));
        assertThatThrownBy(() -> body.open().readAllBytes()).hasMessage("gone");
        assertThat(body.rejection().orElseThrow().reason()).isEqualTo(Reason.BODY_UNREADABLE);
        assertThatThrownBy(() -> body.open().read()).isInstanceOf(RefusedBodyException.class);
    }

    /** As when only a read listener is told. */
    @Test
    void aCallerThatKnowsTheSourceIsBrokenSaysSo() {
        for (String sent : List.of("", "tex", "text")) {
            StreamedBody body = accepted(sent, "text");

            body.breakSource(new EOFException("gone"));

            assertThat(body.state()).isEqualTo(StreamedBody.State.FAILED);
            assertThat(body.isAtEnd()).isTrue();
            assertThat(body.isFinished()).isFalse();
            assertUnreadable(body.rejection().orElseThrow());
            assertThatThrownBy(body.open()::read)
                    .isInstanceOfSatisfying(RefusedBodyException.class, e -> assertUnreadable(e.rejection()));
        }
    }

    private static void assertUnreadable(Rejection rejection) {
        assertThat(rejection.reason()).isEqualTo(Reason.BODY_UNREADABLE);
        assertThat(rejection.getMessage()).contains(EOFException.class.getName());
    }

    @Test
    void theEndOfABrokenSourceIsNoEnd() throws IOException {
        StreamedBody body = accepted("text", "text");
        assertThat(body.open().readNBytes(3)).isEqualTo(Bytes.utf8("tex"));

        body.breakSource(new EOFException("gone"));
        body.endSource();

        assertThatThrownBy(body.open()::read)
                .isInstanceOfSatisfying(RefusedBodyException.class, e -> assertUnreadable(e.rejection()));
        assertThat(body.isFinished()).isFalse();
    }

    @Test
    void aBodyThatWasCheckedStaysCheckedWhenItsSourceBreaks() throws IOException {
        StreamedBody body = accepted("text", "text");
        assertThat(body.open().readNBytes(4)).isEqualTo(Bytes.utf8("text"));

        body.breakSource(new EOFException("gone"));

        assertThat(body.state()).isEqualTo(StreamedBody.State.VERIFIED);
        assertThat(body.rejection()).isEmpty();
        assertThat(body.open().read()).isEqualTo(-1);
        assertThat(body.isFinished()).isTrue();
    }

    @Test
    void theFirstFailureStaysWhenTheSourceBreaksAsWell() {
        StreamedBody body = accepted("test", "text");
        assertThatThrownBy(body.open()::readAllBytes).isInstanceOf(RefusedBodyException.class);

        body.breakSource(new EOFException("gone"));

        assertThat(body.rejection().orElseThrow().reason()).isEqualTo(Reason.BODY_MISMATCH);
        assertThatThrownBy(body.open()::read)
                .isInstanceOfSatisfying(
                        RefusedBodyException.class,
                        e -> assertThat(e.rejection().reason()).isEqualTo(Reason.BODY_MISMATCH));
    }

    @Test
    void aRouteThatStreamsMayForwardToOneThatStreamsAndToNoOther() throws Exception {
        RequestVerifier verifier = scene.verifier();
        FakeRequest request = uploaded(new ByteArrayInputStream(Bytes.utf8("text")), 4, "text");
        VerifiedRequest verified = scene.accept(request);
        verifier.requireEnoughFor(Optional.of(CanonicalPath.of("/other/upload")), verified, request);
        assertThatThrownBy(() -> verifier.requireEnoughFor(Optional.of(CanonicalPath.of("/orders")), verified, request))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.COMPONENT_NOT_COVERED));
        assertThatThrownBy(() -> verifier.requireEnoughFor(Optional.empty(), verified, request))
                .isInstanceOf(Rejection.class);
    }

    /** As a container may that is read without blocking before it has something. */
    @Test
    void aSourceThatHasNothingYetAddsNothing() throws IOException {
        InputStream hesitating = new FilterInputStream(new ByteArrayInputStream(Bytes.utf8("text"))) {
            private boolean isNext;

            @Override
            public int read(byte[] buffer, int offset, int count) throws IOException {
                isNext = !isNext;
                return isNext ? 0 : super.read(buffer, offset, count);
            }
        };
        StreamedBody body = body(scene.accept(uploaded(hesitating, 4, "text")));
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[3];
        int count = body.open().read(buffer);
        while (count >= 0) {
            read.append(new String(buffer, 0, count, java.nio.charset.StandardCharsets.US_ASCII));
            count = body.open().read(buffer);
        }
        assertThat(read.toString()).isEqualTo("text");
        assertThat(body.isFinished()).isTrue();
    }

    @Test
    void aCallerThatKnowsTheEndSaysSo() throws IOException {
        InputStream endless =
                new SequenceInputStream(new ByteArrayInputStream(Bytes.utf8("text")), Bodies.broken(() -> {
                    throw new AssertionError("read after its end");
                }));
        StreamedBody body = body(scene.accept(uploaded(endless, 4, "text")));
        body.begin();
        body.begin();
        assertThat(body.isAtEnd()).isFalse();
        assertThat(body.open().readNBytes(3)).isEqualTo(Bytes.utf8("tex"));
        body.endSource();
        assertThat(body.isAtEnd()).isTrue();
        assertThat(body.isFinished()).isFalse();
        assertThat(body.open().read()).isEqualTo('t');
        assertThat(body.open().read()).isEqualTo(-1);
        assertThat(body.isFinished()).isTrue();
    }
}
