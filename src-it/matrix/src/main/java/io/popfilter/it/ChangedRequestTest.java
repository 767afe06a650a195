// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.Refused.proof;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestToSign;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are not what was signed, or of which too little was signed. */
class ChangedRequestTest {

    private static final String JSON = "application/json";
    private static final byte[] BODY = ascii("{\"amount\":1}");
    private static final byte[] OTHER_BODY = ascii("{\"amount\":9}");
    private static final int LIMIT = 1024;

    @AutoClose
    private static final Server SERVER = Server.start("", Map.of("body.max-bytes", "1KiB"));

    private final Client client = Client.of(SERVER);

    @ParameterizedTest(name = "{0}")
    @MethodSource({"targets", "fields", "bodies", "coverage"})
    void refuses(Refused refused) {
        Refusals.expect(SERVER, refused.request().apply(client), refused.reason());

        assertThat(SERVER.log().text()).contains(refused.fact());
    }

    static Stream<Refused> targets() {
        return Stream.of(
                signedFor("GET", "/orders", "DELETE", "/orders", Reason.METHOD_MISMATCH)
                        .logging("expected=\"GET\" received=\"DELETE\""),
                signedFor("HEAD", "/orders", "GET", "/orders", Reason.METHOD_MISMATCH),
                signedFor("GET", "/orders", "GET", "/orders/", Reason.PATH_MISMATCH)
                        .logging("expected=\"/orders\" received=\"/orders/\""),
                signedFor("GET", "/orders/1", "GET", "/orders/2", Reason.PATH_MISMATCH),
                signedFor("GET", "/orders", "GET", "/Orders", Reason.PATH_MISMATCH),
                signedFor("GET", "/orders?a=1", "GET", "/orders?a=2", Reason.QUERY_MISMATCH),
                signedFor("GET", "/orders?a=1", "GET", "/orders?a=1&b=2", Reason.QUERY_PARAMETER_NOT_COVERED)
                        .logging("expected=\"[a]\" received=\"[a, b]\""),
                signedFor("GET", "/orders", "GET", "/orders?a=1", Reason.QUERY_PARAMETER_NOT_COVERED),
                signedFor("GET", "/orders?a=1&b=2", "GET", "/orders?a=1", Reason.QUERY_MISMATCH),
                signedFor("GET", "/orders?a=1", "GET", "/orders", Reason.QUERY_MISMATCH),
                signedFor("GET", "/orders?a=1", "GET", "/orders?a=1&a=1", Reason.QUERY_PARAMETER_NOT_COVERED),
                signedFor("GET", "/orders?a=1&a=2", "GET", "/orders?a=2&a=1", Reason.QUERY_MISMATCH),
                signedFor("GET", "/orders?a=+", "GET", "/orders?a=%20", Reason.QUERY_MISMATCH),
                Refused.of(
                        "changed host",
                        Reason.AUTHORITY_MISMATCH,
                        c -> c.plain("GET", "/orders")
                                .field(
                                        "Authorization",
                                        Proof.of(c.token(), c.key(), "GET", "api.example.com", "/orders")
                                                .authorization())),
                Refused.of(
                        "changed port",
                        Reason.AUTHORITY_MISMATCH,
                        c -> c.plain("GET", "/orders")
                                .field(
                                        "Authorization",
                                        Proof.of(c.token(), c.key(), "GET", "127.0.0.1", "/orders")
                                                .authorization())));
    }

    private static Refused signedFor(String method, String target, String sentMethod, String sent, Reason reason) {
        return Refused.of(
                "signed " + method + " " + target + ", sent " + sentMethod + " " + sent,
                reason,
                c -> c.plain(sentMethod, sent)
                        .field("Authorization", c.proof(method, target).authorization()));
    }

    static Stream<Refused> fields() {
        return Stream.of(
                Refused.of(
                        "changed field",
                        Reason.FIELDS_MISMATCH,
                        c -> withField(c).field("X-Order", "2")),
                Refused.of("removed field", Reason.FIELD_ABSENT, ChangedRequestTest::withField)
                        .logging("about=\"x-order\""),
                Refused.of(
                        "repeated field",
                        Reason.FIELD_REPEATED,
                        c -> withField(c).field("X-Order", "1").field("x-order", "1")),
                Refused.of(
                        "field with letters of no alphabet",
                        Reason.FIELD_VALUE_UNACCEPTABLE,
                        c -> withField(c).field("X-Order", "\u00e9")),
                proof("a field that proxies change", Reason.FIELD_NOT_COVERABLE, p -> p.fields("host", "x")),
                Refused.of(
                        "a field twice",
                        Reason.FIELD_NOT_COVERABLE,
                        c -> c.plain("GET", "/orders")
                                .field("Accept", "x")
                                .field(
                                        "Authorization",
                                        c.proof("GET", "/orders")
                                                .claim("h", List.of(List.of("accept", "accept"), Proof.sha256("")))
                                                .authorization())),
                uncovered("X-HTTP-Method-Override", "DELETE"),
                uncovered("X-Original-URL", "/admin"),
                uncovered("X-Rewrite-URL", "/admin"));
    }

    private static WireRequest withField(Client client) {
        return client.plain("GET", "/orders")
                .field(
                        "Authorization",
                        client.authorization(
                                RequestToSign.of("GET", client.uri("/orders")).field("X-Order", "1")));
    }

    private static Refused uncovered(String name, String value) {
        return Refused.of(
                "uncovered " + name,
                Reason.SENSITIVE_FIELD_NOT_COVERED,
                c -> c.get("/orders").field(name, value));
    }

    static Stream<Refused> bodies() {
        return Stream.of(
                Refused.of(
                                "changed body",
                                Reason.BODY_MISMATCH,
                                c -> signedBody(c, JSON).body(OTHER_BODY))
                        .logging("12 octets"),
                Refused.of(
                        "changed chunked body",
                        Reason.BODY_MISMATCH,
                        c -> signedBody(c, JSON).chunkedBody(OTHER_BODY, 5)),
                Refused.of(
                        "removed body",
                        Reason.BODY_MISMATCH,
                        c -> signedBody(c, JSON).body(new byte[0])),
                Refused.of(
                        "added body",
                        Reason.BODY_MISMATCH,
                        c -> c.signed("POST", "/orders").body(BODY)),
                Refused.of(
                        "v37: added body of a GET",
                        Reason.BODY_NOT_ALLOWED,
                        c -> c.get("/orders").body(BODY)),
                Refused.of(
                        "v35: changed media type",
                        Reason.FIELDS_MISMATCH,
                        c -> signedBody(c, "text/plain").body(BODY)),
                Refused.of(
                        "v35: media type not covered",
                        Reason.SENSITIVE_FIELD_NOT_COVERED,
                        c -> c.plain("POST", "/orders")
                                .field("Content-Type", JSON)
                                .body(BODY)
                                .field(
                                        "Authorization",
                                        c.proof("POST", "/orders").body(BODY).authorization())),
                Refused.of(
                        "v35: content encoding not covered",
                        Reason.SENSITIVE_FIELD_NOT_COVERED,
                        c -> signedBody(c, JSON).body(BODY).field("Content-Encoding", "gzip")),
                Refused.of(
                                "announced body over the limit",
                                Reason.BODY_TOO_LARGE,
                                c -> c.signed("POST", "/orders", JSON, new byte[LIMIT + 1]))
                        .logging("expected=\"at most 1024\" received=\"1025\""),
                Refused.of("chunked body over the limit", Reason.BODY_TOO_LARGE, c -> {
                    byte[] body = new byte[LIMIT + 1];
                    RequestToSign toSign =
                            RequestToSign.of("POST", c.uri("/orders")).body(JSON, body);
                    return c.plain("POST", "/orders")
                            .field("Authorization", c.authorization(toSign))
                            .field("Content-Type", JSON)
                            .chunkedBody(body, 300);
                }));
    }

    /** Everything but the body itself, which was signed as {@link #BODY} in JSON. */
    private static WireRequest signedBody(Client client, String contentType) {
        RequestToSign toSign = RequestToSign.of("POST", client.uri("/orders")).body(JSON, BODY);
        return client.plain("POST", "/orders")
                .field("Authorization", client.authorization(toSign))
                .field("Content-Type", contentType);
    }

    static Stream<Refused> coverage() {
        return Stream.of("m", "u", "p", "q", "b")
                .map(claim -> proof(
                        "v35: nothing signed about " + claim, Reason.COMPONENT_NOT_COVERED, p -> p.without(claim)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
