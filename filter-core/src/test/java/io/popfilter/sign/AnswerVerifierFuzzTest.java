// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.popfilter.answer.AnswerFields;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.jose.CompactJwsWriter;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerVerifierFuzzTest {

    private static final SettableClock CLOCK = new SettableClock(Scene.NOW);
    private static final SigningKey SECRET =
            SigningKey.secret(SignatureAlgorithm.HS256, Bytes.utf8("0123456789abcdef0123456789abcdef"));
    private static final SignedRequest SENT = RequestSigner.of("token", SECRET, CLOCK)
            .sign(RequestToSign.of("GET", URI.create("https://api.example/")))
            .wantingSignedAnswer();
    private static final AnswerVerifier VERIFIER = AnswerVerifier.sharing(SECRET, CLOCK);

    @MethodSource("fields")
    @FuzzTest
    void noFieldPassesThatWasNotSigned(String field) {
        assertThat(fault(String.valueOf(field))).isNotNull();
    }

    @MethodSource("payloads")
    @FuzzTest
    void anyPayloadIsReadOrRefused(String payload) {
        String compact = new CompactJwsWriter().write(SECRET, AnswerFields.TYPE, String.valueOf(payload));
        assertThat(fault(compact)).isNotIn(AnswerFault.MISSING, AnswerFault.SIGNATURE_INVALID, AnswerFault.TYPE_WRONG);
    }

    /** What was wrong; the hash of the request is never in what is tried. */
    private static AnswerFault fault(String field) {
        AnswerHead head = new AnswerHead(200, name -> name.equals("PoP-Response") ? List.of(field) : null);
        try {
            VERIFIER.verify(SENT, ReceivedAnswer.of(head, new byte[0]));
            throw new AssertionError("accepted: " + field);
        } catch (RefusedAnswerException e) {
            return e.fault();
        }
    }

    static Stream<String> fields() {
        return Stream.of("", "a.b.c", "..", "e30.e30.", "a,b", new CompactJwsWriter().write(SECRET, "pop", "{}"));
    }

    static Stream<String> payloads() {
        return Stream.of(
                "{}",
                "[]",
                "",
                "{\"rq\":\"x\",\"s\":200,\"ts\":1,\"h\":[[],\"x\"],\"b\":\"x\"}",
                "{\"rq\":\"x\",\"s\":200,\"ts\":1,\"h\":[[\"location\"],\"x\"],\"nb\":true}",
                "{\"rq\":\"x\",\"s\":1e9,\"ts\":-1,\"h\":[[1],2],\"nb\":null}");
    }
}
