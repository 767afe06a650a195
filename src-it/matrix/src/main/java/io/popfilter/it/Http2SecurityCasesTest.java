// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** V-49 over HTTP/2 in clear text: what pseudo-header fields claim is compared with what was signed, or refused. */
class Http2SecurityCasesTest {

    @AutoClose
    private static final Server SERVER = Server.start().over(Transport.H2C);

    private final Client client = Client.of(SERVER);

    @Test
    void v49AnHonestRequestPasses() {
        assertThat(send(request("http", SERVER.authority(), "/orders")))
                .get()
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(200));
    }

    @ParameterizedTest(name = "v49: {0}")
    @MethodSource("lies")
    void v49ReachesNobodyWithAnotherAddress(String what, UnaryOperator<Http2Request> change, Http2Request request) {
        SERVER.application().forget();
        SERVER.log().clear();

        Optional<Answer> answer = send(change.apply(request));

        // by the container, with a status or by ending the stream, or by the filter; Undertow calls a malformed :path
        // 500
        answer.ifPresent(
                seen -> assertThat(seen.status()).as(SERVER.log().text()).isBetween(400, 500));
        assertThat(SERVER.application().seen()).isEmpty();
    }

    static Stream<Arguments> lies() {
        String authority = SERVER.authority();
        String named = "localhost:" + SERVER.port();
        return Stream.of(
                Arguments.of(
                        ":scheme https with a proof for the default port of https",
                        same(),
                        signedFor("127.0.0.1", "https", "127.0.0.1:443", "/orders")),
                Arguments.of("another :authority", same(), signedFor(authority, "http", named, "/orders")),
                Arguments.of(":authority with user", same(), signedFor(authority, "http", "u@" + authority, "/orders")),
                Arguments.of(
                        "another host beside :authority",
                        field("host", named),
                        signedFor(named, "http", authority, "/orders")),
                Arguments.of(":path without slash", same(), signedFor(authority, "http", authority, "orders")),
                Arguments.of(
                        ":path that is a URI",
                        same(),
                        signedFor(authority, "http", authority, "http://" + authority + "/orders")),
                Arguments.of(
                        ":path with a dot segment", same(), signedFor(authority, "http", authority, "/x/../orders")),
                Arguments.of(
                        "an unsigned override",
                        field("x-http-method-override", "DELETE"),
                        signedFor(authority, "http", authority, "/orders")),
                Arguments.of(
                        "two authorization fields",
                        field("authorization", "PoP x"),
                        signedFor(authority, "http", authority, "/orders")));
    }

    /** Trailer fields are no fields, whatever they are called. */
    @Test
    void v37ATrailerIsNoCredential() {
        SERVER.application().forget();
        Http2Request request = Http2Request.of("POST", "http", SERVER.authority(), "/orders")
                .body(new byte[] {1})
                .trailer("authorization", client.proof("POST", "/orders").authorization());

        Optional<Answer> answer = send(request);

        answer.ifPresent(seen -> assertThat(seen.status()).isBetween(400, 404));
        assertThat(SERVER.application().seen()).isEmpty();
    }

    private Http2Request request(String scheme, String authority, String path) {
        return Http2Request.of("GET", scheme, authority, path)
                .field("authorization", client.proof("GET", path).authorization());
    }

    private static Http2Request signedFor(String signedAuthority, String scheme, String authority, String path) {
        Client client = Client.of(SERVER);
        return Http2Request.of("GET", scheme, authority, path)
                .field(
                        "authorization",
                        Proof.of(client.token(), client.key(), "GET", signedAuthority, "/orders")
                                .authorization());
    }

    private static UnaryOperator<Http2Request> same() {
        return UnaryOperator.identity();
    }

    private static UnaryOperator<Http2Request> field(String name, String value) {
        return request -> request.field(name, value);
    }

    private static Optional<Answer> send(Http2Request request) {
        try (Http2Connection connection = Http2Connection.open(Transport.H2C, SERVER.port())) {
            return connection.exchange(request);
        }
    }
}
