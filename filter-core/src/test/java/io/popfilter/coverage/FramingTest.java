// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that must not be there, and codings that leave open what they are. */
class FramingTest {

    private final Scene scene = Scene.standard();

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"})
    void aBodyOfAMethodThatHasNoneIsRefusedUnread(String method) {
        Proof proof = scene.proof().member("m", method).body("x");
        FakeRequest announced = FakeRequest.get().method(method).body("x").signed(proof);
        Rejection rejection = scene.rejection(announced);
        assertThat(rejection.reason()).isEqualTo(Reason.BODY_NOT_ALLOWED);
        assertThat(rejection.facts().subject()).contains("a body with " + method);
        assertThat(announced.bodiesOpened()).isZero();

        FakeRequest chunked = FakeRequest.get()
                .method(method)
                .field("transfer-encoding", "chunked")
                .body(-1, Bodies.broken(FramingTest::neverRead))
                .signed(proof);
        assertThat(scene.refusal(chunked)).isEqualTo(Reason.BODY_NOT_ALLOWED);
        assertThat(chunked.bodiesOpened()).isZero();
    }

    private static void neverRead() throws IOException {
        throw new IOException("read");
    }

    @Test
    void ofABodyThatNobodyAnnouncedOneOctetIsReadAtMost() {
        byte[] octets = Bytes.utf8("x".repeat(10_000));
        ByteArrayInputStream body = new ByteArrayInputStream(octets);
        FakeRequest request = FakeRequest.get()
                .body(-1, new OneAtATime(body))
                .signed(scene.proof().body("x".repeat(10_000)));
        assertThat(scene.refusal(request)).isEqualTo(Reason.BODY_NOT_ALLOWED);
        assertThat(body.available()).isGreaterThanOrEqualTo(octets.length - 2);
        scene.accept(FakeRequest.get()
                .body(-1, new ByteArrayInputStream(new byte[0]))
                .signed(scene.proof()));
    }

    /** Hands out single octets, so that what was read shows. */
    private static final class OneAtATime extends java.io.FilterInputStream {
        OneAtATime(ByteArrayInputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return super.read(into, from, Math.min(1, length));
        }
    }

    @Test
    void anAnnouncedEmptyBodyIsNone() {
        scene.accept(FakeRequest.get().body("").field("content-length", "0").signed(scene.proof()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "QUERY", "PROPFIND"})
    void otherMethodsMayHaveABody(String method) {
        scene.accept(FakeRequest.get()
                .method(method)
                .body("x")
                .signed(scene.proof().member("m", method).body("x")));
    }

    @Test
    void everyMethodMayWhereItIsAllowed() {
        CanonicalRules rules = new CanonicalRules(Set.of(Allowance.BODY_WITH_ANY_METHOD), Set.of());
        Scene allowing = Scene.with(builder -> builder.canonicalRules(rules));
        allowing.accept(FakeRequest.get().body("x").signed(allowing.proof().body("x")));
        allowing.accept(FakeRequest.get()
                .field("transfer-encoding", "Chunked")
                .body(-1, new ByteArrayInputStream(Bytes.utf8("x")))
                .signed(allowing.proof().body("x")));
    }

    @Test
    void aStrangersBodyIsNotEvenSpokenOf() {
        Proof stranger = scene.proof().body("x").key(Scene.STRANGER);
        assertThat(scene.refusal(FakeRequest.get().body("x").signed(stranger))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip, chunked",
                "gzip",
                "identity",
                "chunked, chunked",
                "chunked,",
                "chunked;q=1",
                "",
                "xchunked"
            })
    void anotherTransferCodingIsRefusedUnread(String coding) {
        FakeRequest request = FakeRequest.post()
                .field("transfer-encoding", coding)
                .body(-1, Bodies.broken(FramingTest::neverRead))
                .signed(scene.proof().post("x"));
        assertThat(scene.refusal(request)).isEqualTo(Reason.TRANSFER_CODING_NOT_ACCEPTED);
        assertThat(request.bodiesOpened()).isZero();
    }

    @Test
    void transferCodingsOnTwoLinesAreRefused() {
        assertThat(scene.refusal(FakeRequest.post()
                        .field("transfer-encoding", "chunked")
                        .field("transfer-encoding", "chunked")
                        .signed(scene.proof().post(""))))
                .isEqualTo(Reason.TRANSFER_CODING_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", " CHUNKED "})
    void chunkedIsAccepted(String coding) {
        scene.accept(FakeRequest.post()
                .field("transfer-encoding", coding)
                .body(-1, new ByteArrayInputStream(Bytes.utf8("x")))
                .signed(scene.proof().post("x")));
    }
}
