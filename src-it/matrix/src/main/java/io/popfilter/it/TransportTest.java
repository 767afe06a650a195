// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Over TLS and HTTP/2 everything is as over HTTP/1.1 in clear text, which the other tests are about. */
class TransportTest {

    private static final EnumSet<Transport> OTHERS = EnumSet.complementOf(EnumSet.of(Transport.HTTP));
    private static final String FORM = "application/x-www-form-urlencoded";

    @AutoClose
    private static final Server SERVER = Server.start();

    @ParameterizedTest(name = "{0}: {1} token, key by {2}, {3}")
    @MethodSource("tokens")
    void acceptsEveryFormOfTokenAndConfirmation(
            Transport transport, TokenForm form, ConfirmationForm confirmation, SignatureAlgorithm algorithm) {
        Server server = SERVER.over(transport);
        Client client = Client.of(server, form, confirmation, ClientKey.of(algorithm));

        Seen seen = pass(server, client.get("/orders?a=1"));

        assertThat(seen.remoteUser()).isEqualTo("alice");
    }

    static List<Arguments> tokens() {
        List<Arguments> tokens = new ArrayList<>();
        for (Transport transport : OTHERS) {
            for (TokenForm form : TokenForm.values()) {
                tokens.add(Arguments.of(transport, form, ConfirmationForm.JWK, SignatureAlgorithm.ES256));
            }
            for (ConfirmationForm confirmation : ConfirmationForm.values()) {
                tokens.add(Arguments.of(transport, TokenForm.A256KW_A256GCM, confirmation, SignatureAlgorithm.EDDSA));
            }
        }
        return tokens;
    }

    @ParameterizedTest(name = "{0}: {1}, query {2}, body of {3} octets")
    @MethodSource("requests")
    void handsOnWhatWasSigned(Transport transport, String method, String query, int length) {
        Server server = SERVER.over(transport);
        String body = "x\u00e9".repeat(length / 2);
        String target = "/a%20b/stream" + query;
        Client client = Client.of(server);
        WireRequest request = length == 0
                ? client.signed(method, target)
                : client.signed(method, target, "application/json", body.getBytes(StandardCharsets.ISO_8859_1));

        Seen seen = pass(server, request);

        assertThat(seen.method()).isEqualTo(method);
        assertThat(seen.uri()).isEqualTo("/a%20b/stream");
        assertThat(seen.body()).isEqualTo(body);
    }

    static List<Arguments> requests() {
        List<Arguments> requests = new ArrayList<>();
        for (Transport transport : OTHERS) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                for (String query : List.of("", "?", "?b=2&a=%20%c3%a9&c")) {
                    boolean hasNoBody = method.equals("GET") || method.equals("DELETE"); // or is refused
                    for (int length : hasNoBody ? List.of(0) : List.of(0, 20, 100_000)) {
                        requests.add(Arguments.of(transport, method, query, length));
                    }
                }
            }
        }
        return requests;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ways")
    void letsTheApplicationReadAsItLikes(Transport transport, String path, String type, String read) {
        Server server = SERVER.over(transport);
        byte[] body = "a=1&b=2".getBytes(StandardCharsets.US_ASCII);

        Seen seen = pass(server, Client.of(server).signed("POST", path, type, body));

        assertThat(seen.body() + seen.facts()).contains(read);
    }

    static List<Arguments> ways() {
        List<Arguments> ways = new ArrayList<>();
        for (Transport transport : OTHERS) {
            ways.add(Arguments.of(transport, "/stream", "text/plain", "a=1&b=2"));
            ways.add(Arguments.of(transport, "/octets", "text/plain", "a=1&b=2"));
            ways.add(Arguments.of(transport, "/reader", "text/plain", "a=1&b=2"));
            ways.add(Arguments.of(transport, "/listener", "text/plain", "a=1&b=2"));
            ways.add(Arguments.of(transport, "/parameters", FORM, "b=[2]"));
        }
        return ways;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Transport.class)
    void coversFields(Transport transport) {
        Server server = SERVER.over(transport);
        Client client = Client.of(server);
        String target = "/orders";
        WireRequest request = client.plain("GET", target)
                .field("X-Order", "Ab 1")
                .field(
                        "Authorization",
                        client.proof("GET", target).fields("x-order", "Ab 1").authorization());

        assertThat(pass(server, request).fields()).containsEntry("x-order", List.of("Ab 1"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("dispatched")
    void letsTheVerdictStand(Transport transport, String path) {
        Server server = SERVER.over(transport);
        SERVER.application().forget();

        Answer answer = server.send(Client.of(server).get(path));

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        assertThat(SERVER.application().seen())
                .hasSizeGreaterThanOrEqualTo(1)
                .allSatisfy(seen -> assertThat(seen.remoteUser()).isEqualTo("alice"));
    }

    static Stream<Arguments> dispatched() {
        return OTHERS.stream()
                .flatMap(transport ->
                        Stream.of("/forward", "/include", "/async").map(path -> Arguments.of(transport, path)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void refuses(Transport transport, Refused refused) {
        Server server = SERVER.over(transport);

        Refusals.expect(server, refused.request().apply(Client.of(server)), refused.reason());

        assertThat(SERVER.log().text()).contains(refused.fact());
    }

    static Stream<Arguments> refusals() {
        List<Refused> all = Stream.of(
                        BadAuthenticatorTest.credentials(),
                        BadAuthenticatorTest.parts(),
                        BadAuthenticatorTest.claims(),
                        BadAuthenticatorTest.signatures(),
                        ChangedRequestTest.targets(),
                        ChangedRequestTest.coverage())
                .flatMap(refusals -> refusals)
                .filter(TransportTest::isSentByAll)
                .toList();
        return OTHERS.stream().flatMap(transport -> all.stream().map(refused -> Arguments.of(transport, refused)));
    }

    /** HTTP/2 has no channel binding in clear text to be told from one with TLS. */
    private static boolean isSentByAll(Refused refused) {
        return refused.reason() != Reason.CHANNEL_BINDING_NOT_COMPARABLE
                && !refused.what().contains("tab after the scheme");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Transport.class)
    void refusesTheSecondUseOnAnotherConnection(Transport transport) {
        Server server = SERVER.over(transport);
        WireRequest request = Client.of(server).get("/orders?a=1");

        pass(server, request);
        Refusals.expect(server, request, Reason.REPLAYED);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Transport.class,
            names = {"H2C", "H2"})
    void letsExactlyOneOfTwoStreamsPass(Transport transport) {
        Server server = SERVER.over(transport);
        Http2Request request = Http2Request.of(Client.of(server).get("/orders?a=1"), transport.scheme());
        SERVER.application().forget();
        SERVER.log().clear();

        try (Http2Connection connection = Http2Connection.open(transport, server.port())) {
            int first = connection.send(request);
            int second = connection.send(request);

            assertThat(List.of(
                            connection.answer(first).orElseThrow().status(),
                            connection.answer(second).orElseThrow().status()))
                    .containsExactlyInAnyOrder(200, 401);
        }
        assertThat(SERVER.application().seen()).hasSize(1);
        assertThat(SERVER.log().text()).containsOnlyOnce("reason=REPLAYED");
    }

    /** The port is not the default one of either scheme, so the scheme shows in whether a default port is signed. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(Transport.class)
    void refusesWhatWasSignedForTheOtherPort(Transport transport) {
        Server server = SERVER.over(transport);
        Server other = SERVER.over(transport.hasTls() ? Transport.HTTP : Transport.HTTPS);
        Client client = Client.of(server);
        WireRequest request = client.plain("GET", "/orders")
                .field(
                        "Authorization",
                        Proof.of(client.token(), client.key(), "GET", other.authority(), "/orders")
                                .authorization());

        Refusals.expect(server, request, Reason.AUTHORITY_MISMATCH);
    }

    private static Seen pass(Server server, WireRequest request) {
        SERVER.application().forget();
        SERVER.log().clear();
        Answer answer = server.send(request);
        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        assertThat(SERVER.application().seen()).hasSize(1);
        return SERVER.application().seen().get(0);
    }
}
