// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** What proxies do to requests, one by one and in pairs: the meaning stays, or the request is refused. */
@Tag("same-in-every-version")
class MutationTest {

    private static final String AUTHORITY = "api.example.com:8080";
    private static final String HOST = "API.Example.com:8080";
    private static final String JSON = "{\"amount\":1}";

    @AutoClose
    private static final Server SERVER = Server.start("", Map.of("public-base-uri", "http://" + AUTHORITY));

    @AutoClose
    private static final MutatingProxy PROXY = MutatingProxy.before(SERVER.port());

    private final Client client = Client.of(SERVER);

    // ---- harmless ----

    /** All that are not in the table of harmful ones. */
    static Stream<Mutation> harmless() {
        Set<Mutation> harmless = EnumSet.allOf(Mutation.class);
        harmful().forEach(harmed -> harmless.remove(harmed.mutation()));
        return harmless.stream();
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void theApplicationSeesTheSame(Mutation mutation) {
        assertThat(changes(mutation, post()) || changes(mutation, chunkedPost()) || changes(mutation, get()))
                .as("one of the requests gives it something to do")
                .isTrue();
        expectSame(post(), List.of(mutation));
        expectSame(chunkedPost(), List.of(mutation));
        Seen get = sendThrough(List.of(mutation), get());
        assertThat(get.mapped()).isEqualTo("/p");
        assertThat(QueryParameters.of(get.query())).isEqualTo(QueryParameters.of(""));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void theApplicationSeesTheSameAfterTwo(Mutation first) {
        List<Mutation> later =
                harmless().filter(other -> other.compareTo(first) > 0).toList();
        for (int i = 0; i < later.size(); i++) {
            if (i % 2 == 0) {
                expectSame(post(), List.of(first, later.get(i)));
            } else {
                expectSame(chunkedPost(), List.of(later.get(i), first));
            }
        }
    }

    private void expectSame(WireRequest request, List<Mutation> mutations) {
        Seen seen = sendThrough(mutations, request);
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.mapped()).isEqualTo("/a~b/caf\u00e9/x:y!(1)*/stream");
        assertThat(QueryParameters.of(seen.query())).isEqualTo(QueryParameters.of("b=2&a=~1+%2B&a=&c&=d&&e=\u00e9"));
        assertThat(seen.body()).isEqualTo(JSON);
        assertThat(seen.fields().get("x-order")).containsExactly("A, b c");
        assertThat(seen.fields().get("content-type"))
                .singleElement()
                .asString()
                .isEqualToIgnoringCase("Application/JSON; charset=UTF-8");
    }

    private Seen sendThrough(List<Mutation> mutations, WireRequest request) {
        SERVER.application().forget();
        SERVER.log().clear();
        PROXY.apply(mutations);

        Answer answer = request.sendTo(PROXY.port());

        assertThat(answer.status()).as(mutations + SERVER.log().text()).isEqualTo(200);
        assertThat(SERVER.application().seen()).hasSize(1);
        return SERVER.application().seen().get(0);
    }

    private static boolean changes(Mutation mutation, WireRequest request) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try {
            request.send(sent);
            byte[] before = WireMessage.read(new ByteArrayInputStream(sent.toByteArray()))
                    .toOctets();
            WireMessage message = WireMessage.read(new ByteArrayInputStream(sent.toByteArray()));
            mutation.change(message);
            return !Arrays.equals(before, message.toOctets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WireRequest post() {
        return signedPost().body(JSON.getBytes(StandardCharsets.US_ASCII));
    }

    private WireRequest chunkedPost() {
        return signedPost().chunkedBody(JSON.getBytes(StandardCharsets.US_ASCII), 5);
    }

    /** With something for each of them to change, and nothing that a client should not send. */
    private WireRequest signedPost() {
        String target = "/a%7eb/caf%c3%a9/x%3Ay!(1)*/stream?b=2&a=%7e1+%2B&a=&c&=d&&e=%c3%a9";
        RequestToSign toSign = RequestToSign.of("POST", uri(target))
                .field("X-Order", "A, b c")
                .body("Application/JSON; charset=UTF-8", JSON.getBytes(StandardCharsets.US_ASCII));
        return WireRequest.of("POST", target, HOST)
                .field("Authorization", authorization(toSign))
                .field("x-oRDER", "  A, b c ")
                .field("Content-Type", "Application/JSON; charset=UTF-8")
                .field("Accept-Language", "de")
                .field("Accept-Language", "en;q=0.5")
                .field("Accept-Encoding", "br, gzip")
                .field("Cookie", "a=1")
                .field("Cookie", "b=2")
                .field("X_Trace", "1")
                .field("X-Note", "two  spaces")
                .field("Keep-Alive", "5")
                .field("TE", "trailers")
                .field("Expect", "100-continue");
    }

    private WireRequest get() {
        return WireRequest.of("GET", "/p?", HOST)
                .field("Authorization", authorization(RequestToSign.of("GET", uri("/p?"))));
    }

    // ---- harmful ----

    /**
     * @param signed signed by hand and sent, so that it is the verifier that refuses
     * @param reason why, after the mutation
     */
    private record Harmed(Mutation mutation, Signed signed, Reason reason) {

        @Override
        public String toString() {
            return mutation + " " + reason;
        }
    }

    /**
     * @param fields names and values in turn
     * @param body one character per octet
     */
    private record Signed(String method, String target, List<String> fields, String body) {

        static Signed get(String target) {
            return new Signed("GET", target, List.of("x-order", "a, b"), "");
        }

        static Signed fields(String... namesAndValues) {
            return new Signed("GET", "/p?a=1", List.of(namesAndValues), "");
        }

        static Signed body(String type, String octets, String... more) {
            List<String> fields = new ArrayList<>(List.of("content-type", type, "x-order", "a, b"));
            fields.addAll(List.of(more));
            return new Signed("POST", "/p?a=1", fields, octets);
        }

        byte[] octets() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    static List<Harmed> harmful() {
        return List.of(
                new Harmed(Mutation.SLASHES_MERGED, Signed.get("/a//b?a=1"), Reason.PATH_MISMATCH),
                new Harmed(Mutation.DOT_SEGMENTS_REMOVED, Signed.get("/a/x/../b?a=1"), Reason.PATH_MISMATCH),
                new Harmed(Mutation.SLASH_DECODED, Signed.get("/a%2Fb?a=1"), Reason.PATH_MISMATCH),
                new Harmed(Mutation.SEMICOLON_DECODED, Signed.get("/a%3Bb?a=1"), Reason.TARGET_AMBIGUOUS),
                new Harmed(Mutation.PERCENT_SIGN_DECODED, Signed.get("/a%2541?a=1"), Reason.PATH_MISMATCH),
                new Harmed(Mutation.FINAL_SLASH_DROPPED, Signed.get("/a/?a=1"), Reason.PATH_MISMATCH),
                new Harmed(Mutation.PREFIX_ADDED, Signed.get("/a?a=1"), Reason.PATH_MISMATCH),
                new Harmed(Mutation.PATH_IN_LOWER_CASE, Signed.get("/A?a=1"), Reason.PATH_MISMATCH),
                new Harmed(Mutation.QUERY_VALUES_SORTED, Signed.get("/p?a=2&a=1"), Reason.QUERY_MISMATCH),
                new Harmed(Mutation.EMPTY_PAIRS_DROPPED, Signed.get("/p?&a=1&&b=2&"), Reason.QUERY_MISMATCH),
                new Harmed(Mutation.EMPTY_NAME_DROPPED, Signed.get("/p?=1"), Reason.QUERY_MISMATCH),
                new Harmed(Mutation.SECOND_QUESTION_MARK_DROPPED, Signed.get("/p??a=1"), Reason.QUERY_MISMATCH),
                new Harmed(Mutation.PLUS_ENCODED, Signed.get("/p?a=1+2"), Reason.QUERY_MISMATCH),
                new Harmed(Mutation.ENCODED_PLUS_DECODED, Signed.get("/p?a=1%2B2"), Reason.QUERY_MISMATCH),
                new Harmed(Mutation.PARAMETER_ADDED, Signed.get("/p?a=1"), Reason.QUERY_PARAMETER_NOT_COVERED),
                new Harmed(
                        Mutation.HEAD_TO_GET,
                        new Signed("HEAD", "/p", List.of("x-order", "a, b"), ""),
                        Reason.METHOD_MISMATCH),
                new Harmed(Mutation.LINE_SPLIT, Signed.fields("x-order", "a, b"), Reason.FIELD_REPEATED),
                new Harmed(Mutation.COVERED_FIELD_DROPPED, Signed.fields("x-order", "1"), Reason.FIELD_ABSENT),
                new Harmed(Mutation.COVERED_FIELD_ADDED, Signed.fields("x-order", "1"), Reason.FIELD_REPEATED),
                new Harmed(Mutation.COVERED_FIELD_CHANGED, Signed.fields("x-order", "a"), Reason.FIELDS_MISMATCH),
                new Harmed(Mutation.COVERED_SPACES_COLLAPSED, Signed.fields("x-order", "a  b"), Reason.FIELDS_MISMATCH),
                new Harmed(
                        Mutation.BOUNDARY_IN_LOWER_CASE,
                        Signed.body("multipart/form-data; boundary=AbC", JSON),
                        Reason.FIELDS_MISMATCH),
                new Harmed(Mutation.BODY_DROPPED, Signed.body("application/json", JSON), Reason.BODY_MISMATCH),
                new Harmed(
                        Mutation.BODY_DECOMPRESSED,
                        Signed.body("application/json", gzip(JSON), "content-encoding", "gzip"),
                        Reason.FIELD_ABSENT),
                new Harmed(Mutation.BODY_REWRITTEN, Signed.body("application/json", JSON), Reason.BODY_MISMATCH),
                new Harmed(Mutation.AUTHORIZATION_DROPPED, Signed.fields("x-order", "1"), Reason.NO_CREDENTIALS),
                new Harmed(Mutation.AUTHORIZATION_ADDED, Signed.fields("x-order", "1"), Reason.AUTHORIZATION_REPEATED),
                new Harmed(
                        Mutation.METHOD_OVERRIDE_ADDED,
                        Signed.fields("x-order", "1"),
                        Reason.SENSITIVE_FIELD_NOT_COVERED));
    }

    @ParameterizedTest
    @MethodSource("harmful")
    void theRequestIsRefused(Harmed harmed) {
        PROXY.apply(List.of(harmed.mutation()));

        assertThat(refuse(harmed)).contains("reason=" + harmed.reason() + " ");
    }

    @ParameterizedTest
    @MethodSource("harmful")
    void theRequestIsRefusedWhateverElseIsDoneToIt(Harmed harmed) {
        for (Mutation before : EnumSet.range(Mutation.NAMES_IN_LOWER_CASE, harmed.mutation())) {
            PROXY.apply(List.of(before, harmed.mutation()));
            refuse(harmed);
        }
    }

    /** By the filter, or by the container, which does not take every target. */
    private String refuse(Harmed harmed) {
        SERVER.application().forget();
        SERVER.log().clear();

        Answer answer = byHand(harmed.signed()).sendTo(PROXY.port());

        assertThat(SERVER.application().seen()).isEmpty();
        assertThat(answer.status()).isIn(400, 401);
        return SERVER.log().text();
    }

    private WireRequest byHand(Signed signed) {
        Proof proof = Proof.of(client.token(), client.key(), signed.method(), AUTHORITY, signed.target())
                .body(signed.octets())
                .fields(signed.fields().toArray(String[]::new));
        WireRequest request =
                WireRequest.of(signed.method(), signed.target(), HOST).field("Authorization", proof.authorization());
        for (int i = 0; i < signed.fields().size(); i += 2) {
            request.field(signed.fields().get(i), signed.fields().get(i + 1));
        }
        return signed.body().isEmpty() ? request : request.body(signed.octets());
    }

    // ---- the host ----

    /** Without public-base-uri. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"HOST_REPLACED", "PORT_LOST"})
    void aChangedHostIsRefusedWhenItCounts(Mutation mutation) {
        try (Server direct = Server.start();
                MutatingProxy proxy = MutatingProxy.before(direct.port())) {
            proxy.apply(List.of(mutation));
            direct.log().clear();

            Client.of(direct).get("/p").sendTo(proxy.port());

            assertThat(direct.log().text()).contains("reason=" + Reason.AUTHORITY_MISMATCH + " ");
            assertThat(direct.application().seen()).isEmpty();
        }
    }

    private String authorization(RequestToSign toSign) {
        return RequestSigner.of(client.token(), client.key().signing(), InstantSource.system())
                .authorization(toSign);
    }

    private static URI uri(String target) {
        return URI.create("http://" + AUTHORITY + target);
    }

    private static String gzip(String text) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toString(StandardCharsets.ISO_8859_1);
    }
}
