// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestToSign;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V-37: the digest is over the octets that the application gets, however they were framed. */
class BodySecurityCasesTest {

    private static final String TEXT = "text/plain";
    private static final byte[] BODY = ascii("the body that was signed");

    @AutoClose
    private static final Server SERVER = Server.start();

    private final Client client = Client.of(SERVER);

    @ParameterizedTest(name = "v37: chunks of {0}")
    @ValueSource(ints = {1, 7, 24, 1000})
    void v37ChunksAreTheBodyTheyMake(int chunkSize) {
        assertThat(passed(signed(BODY, TEXT).chunkedBody(BODY, chunkSize)).body())
                .isEqualTo(text(BODY));
    }

    @Test
    void v37ChunkExtensionsAreNotOfTheBody() {
        byte[] framed = ascii("18;name=value;other=\"x\"\r\nthe body that was signed\r\n0;last\r\n\r\n");

        WireRequest request =
                signed(BODY, TEXT).field("Transfer-Encoding", "chunked").framed(framed);

        assertThat(passed(request).body()).isEqualTo(text(BODY));
    }

    @Test
    void v37TrailersAreNeitherBodyNorFields() {
        List<String> trailers = List.of("X-Order: 7", "Content-Type: text/html", "X-HTTP-Method-Override: DELETE");
        byte[] framed = ascii("18\r\nthe body that was signed\r\n0\r\n" + String.join("\r\n", trailers) + "\r\n\r\n");

        Seen seen =
                passed(signed(BODY, TEXT).field("Transfer-Encoding", "chunked").framed(framed));

        assertThat(seen.body()).isEqualTo(text(BODY));
        assertThat(seen.fields()).doesNotContainKeys("x-order", "x-http-method-override");
        assertThat(seen.fields()).containsEntry("content-type", List.of(TEXT));
    }

    @Test
    void v37TrailersAreHidden() {
        byte[] framed = ascii("18\r\nthe body that was signed\r\n0\r\nAuthorization: evil\r\nX-Order: 7\r\n\r\n");
        RequestToSign toSign = RequestToSign.of("POST", client.uri("/trailers")).body(TEXT, BODY);

        Seen seen = passed(client.plain("POST", "/trailers")
                .field("Authorization", client.authorization(toSign))
                .field("Content-Type", TEXT)
                .field("Transfer-Encoding", "chunked")
                .framed(framed));

        assertThat(seen.body()).isEqualTo(text(BODY));
        assertThat(seen.facts()).isEmpty();
    }

    @Test
    void v37ContentCodingStaysOn() {
        byte[] zipped = gzip(BODY);
        RequestToSign toSign = RequestToSign.of("POST", client.uri("/stream"))
                .field("Content-Encoding", "gzip")
                .body(TEXT, zipped);

        Seen seen = passed(client.plain("POST", "/stream")
                .field("Authorization", client.authorization(toSign))
                .field("Content-Type", TEXT)
                .field("Content-Encoding", "gzip")
                .body(zipped));

        assertThat(seen.body()).isEqualTo(text(zipped));
    }

    @Test
    void v37TheDigestOfTheDecodedBodyIsNotAccepted() {
        byte[] zipped = gzip(BODY);
        RequestToSign toSign = RequestToSign.of("POST", client.uri("/stream"))
                .field("Content-Encoding", "gzip")
                .body(TEXT, BODY);

        WireRequest request = client.plain("POST", "/stream")
                .field("Authorization", client.authorization(toSign))
                .field("Content-Type", TEXT)
                .field("Content-Encoding", "gzip")
                .body(zipped);

        Refusals.expect(SERVER, request, Reason.BODY_MISMATCH);
    }

    @Test
    void v37AnEmptyBodyIsABodyHoweverItIsFramed() {
        byte[] nothing = {};
        assertThat(passed(signed("POST", nothing).body(nothing)).body()).isEmpty();
        assertThat(passed(signed("POST", nothing).chunkedBody(nothing, 10)).body())
                .isEmpty();
        assertThat(passed(signed("POST", nothing)).body()).isEmpty();

        Refusals.expect(SERVER, signed("POST", nothing).body(BODY), Reason.BODY_MISMATCH);
        Refusals.expect(SERVER, signed("POST", nothing).chunkedBody(BODY, 5), Reason.BODY_MISMATCH);
        Refusals.expect(SERVER, signed(BODY, TEXT).body(nothing), Reason.BODY_MISMATCH);
    }

    @Test
    void v37ALargeBodyIsComparedToItsLastOctet() {
        byte[] large = new byte[1024 * 1024];
        new Random(37).nextBytes(large);
        assertThat(passed(signed(large, TEXT).body(large)).body()).isEqualTo(text(large));
        assertThat(passed(signed(large, TEXT).chunkedBody(large, 8192)).body()).isEqualTo(text(large));

        WireRequest changed = signed(large, TEXT);
        large[large.length - 1]++;
        Refusals.expect(SERVER, changed.body(large), Reason.BODY_MISMATCH);
    }

    @Test
    void v37ABodyThatIsShorterThanAnnouncedReachesNobody() {
        expectNotReached(
                signed(BODY, TEXT).field("Content-Length", "25").framed(BODY).andNoMore());
        expectNotReached(signed(BODY, TEXT)
                .field("Transfer-Encoding", "chunked")
                .framed(ascii("18\r\nthe body that was signed\r\n"))
                .andNoMore());
    }

    @Test
    void v37ABodyThatIsLongerThanAnnouncedIsCutWhereItWasAnnounced() {
        WireRequest cut = signed(ascii("the body that was"), TEXT)
                .field("Content-Length", "17")
                .framed(BODY);
        assertThat(passed(cut).body()).isEqualTo("the body that was");

        Refusals.expect(SERVER, signed(BODY, TEXT).field("Content-Length", "17").framed(BODY), Reason.BODY_MISMATCH);
    }

    @ParameterizedTest(name = "v37: {0} and {1}")
    @CsvSource({
        "Content-Length: 24, Content-Length: 17",
        "Content-Length: 24, Content-Length: -1",
        "Content-Length: +24, X-Other: x",
        "Content-Length: 24x, X-Other: x",
        "Content-Length: -24, X-Other: x",
        "Content-Length: 0x18, X-Other: x",
        "Content-Length: 99999999999999999999, X-Other: x",
        "Transfer-Encoding: identity, X-Other: x",
        "Transfer-Encoding: xchunked, Content-Length: 24",
        "Transfer-Encoding: chunked, Transfer-Encoding: xchunked"
    })
    void v37FramingThatCanBeReadInTwoWaysReachesNobody(String one, String other) {
        expectNotReached(signed(BODY, TEXT).rawLine(one).rawLine(other).framed(BODY));
    }

    /** Where both are taken, the chunks win (RFC 9112 section 6.3), and are what has to be signed. */
    @Test
    void v37ContentLengthBesideChunksChangesNothing() {
        byte[] chunks = ascii("18\r\nthe body that was signed\r\n0\r\n\r\n");

        Answer honest = send(signed(BODY, TEXT)
                .field("Content-Length", "3")
                .field("Transfer-Encoding", "chunked")
                .framed(chunks));
        assertThat(honest.status()).isIn(200, 400);
        assertThat(SERVER.application().seen())
                .allSatisfy(seen -> assertThat(seen.body()).isEqualTo(text(BODY)));

        expectNotReached(signed(ascii("18\r"), TEXT)
                .field("Content-Length", "3")
                .field("Transfer-Encoding", "chunked")
                .framed(chunks));
    }

    private WireRequest signed(byte[] body, String contentType) {
        RequestToSign toSign = RequestToSign.of("POST", client.uri("/stream")).body(contentType, body);
        return client.plain("POST", "/stream")
                .field("Authorization", client.authorization(toSign))
                .field("Content-Type", contentType);
    }

    private WireRequest signed(String method, byte[] empty) {
        assertThat(empty).isEmpty();
        return client.signed(method, "/stream");
    }

    private Answer send(WireRequest request) {
        SERVER.application().forget();
        SERVER.log().clear();
        return SERVER.send(request);
    }

    private Seen passed(WireRequest request) {
        Answer answer = send(request);
        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        assertThat(SERVER.application().seen()).hasSize(1);
        return SERVER.application().seen().get(0);
    }

    /** By the container or by the filter; a connection that is closed without an answer will do. */
    private void expectNotReached(WireRequest request) {
        try {
            assertThat(send(request).status()).as(SERVER.log().text()).isBetween(400, 501);
        } catch (UncheckedIOException closed) {
            assertThat(closed).hasCauseInstanceOf(IOException.class);
        }
        assertThat(SERVER.application().seen()).isEmpty();
    }

    private static byte[] gzip(byte[] octets) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
