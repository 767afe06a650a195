// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.it.Container.Family;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestToSign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jetty replaces the values of some fields by those of an earlier request on the connection, or of a table of its own, when
 * they differ in letter case only; the connections of a proxy are shared by its clients. Nobody else does, and Jetty does not
 * if it is told so.
 */
class HeaderCacheTest {

    /** Short authenticators fit into the cache. */
    private static final Map<String, String> SETTINGS = Map.of("token.identifier", "on");

    private static final boolean IS_REPLACED_BY_DEFAULT =
            Container.ofThisModule().family() == Family.JETTY;

    @AutoClose
    private static final Server BY_DEFAULT = Server.startIn(Container.ofThisModule(), SETTINGS);

    @AutoClose
    private static final Server KEEPING =
            Server.startIn(Container.ofThisModule().keepingLetterCase(), SETTINGS);

    @Test
    void theLogOfTheStartNamesTheSetting() {
        try (Server server = Server.start()) {
            assertThat(server.log().text().contains("setHeaderCacheCaseSensitive(true)"))
                    .isEqualTo(IS_REPLACED_BY_DEFAULT);
        }
    }

    /** Jetty shows the filter the earlier authenticator, which is spent. */
    @ParameterizedTest(name = "in part {0}: elsewhere {1}")
    @CsvSource({"0, AUTHENTICATOR_MALFORMED", "1, AUTHENTICATOR_MALFORMED", "2, SIGNATURE_INVALID"})
    void aDamagedCopyOfAnEarlierAuthenticatorDoesNotPass(int part, Reason elsewhere) {
        expectSecondRefused(BY_DEFAULT, part, IS_REPLACED_BY_DEFAULT ? Reason.REPLAYED : elsewhere);
        expectSecondRefused(KEEPING, part, elsewhere);
    }

    private static void expectSecondRefused(Server server, int part, Reason reason) {
        Connection connection = new Connection(server);
        try (connection) {
            String authorization = shortAuthorization(Client.of(server));
            assertThat(connection.send(get(server, authorization)).status()).isEqualTo(200);

            connection.expect(get(server, damaged(authorization, part)), reason);
        }
    }

    /** One of usual length does not fit into the cache. */
    @Test
    void aDamagedCopyOfALongAuthenticatorDoesNotPass() {
        for (Server server : new Server[] {BY_DEFAULT, KEEPING}) {
            try (Connection connection = new Connection(server)) {
                String authorization = Client.of(server).proof("GET", "/orders").authorization();
                assertThat(authorization).hasSizeGreaterThan(1024);
                connection.expectPass(get(server, authorization));

                connection.expect(get(server, damaged(authorization, 2)), Reason.SIGNATURE_INVALID);
            }
        }
    }

    @ParameterizedTest(name = "in part {0}: {1}")
    @CsvSource({"0, AUTHENTICATOR_MALFORMED", "1, AUTHENTICATOR_MALFORMED", "2, SIGNATURE_INVALID"})
    void aDamagedCopyOfAFreshAuthenticatorDoesNotPass(int part, Reason reason) {
        for (Server server : new Server[] {BY_DEFAULT, KEEPING}) {
            String authorization = shortAuthorization(Client.of(server));

            Refusals.expect(server, get(server, damaged(authorization, part)), reason);
            assertThat(server.send(get(server, authorization)).status()).isEqualTo(200);
        }
    }

    @Test
    void theSameAuthenticatorWithTheSchemeInOtherLettersIsAReplay() {
        try (Connection connection = new Connection(BY_DEFAULT)) {
            String authorization = shortAuthorization(Client.of(BY_DEFAULT));
            assertThat(connection.send(get(BY_DEFAULT, authorization)).status()).isEqualTo(200);

            connection.expect(get(BY_DEFAULT, "pOp" + authorization.substring(3)), Reason.REPLAYED);
        }
    }

    @Test
    void clientsThatShareAConnectionPass() {
        try (Connection connection = new Connection(BY_DEFAULT)) {
            for (Client client : new Client[] {Client.of(BY_DEFAULT), Client.of(BY_DEFAULT)}) {
                connection.expectPass(client.get("/orders").field("User-Agent", "One"));
                connection.expectPass(client.get("/orders").field("User-Agent", "ONE"));
                connection.expectPass(get(BY_DEFAULT, shortAuthorization(client)));
            }
        }
    }

    /** A signature over the value that the application does not see would be worth nothing, so it is refused. */
    @ParameterizedTest(name = "{0}: {1} after {2}")
    @CsvSource({"accept-language, de-CH, de-ch", "accept-charset, UTF-16, utf-16", "accept, text/x-one, text/X-One"})
    void aSignedFieldThatWasReplacedIsRefusedAndTheLogNamesTheCause(String name, String value, String earlier) {
        try (Connection connection = new Connection(BY_DEFAULT)) {
            connection.expectPass(signed(BY_DEFAULT, name, earlier));
            WireRequest honest = signed(BY_DEFAULT, name, value);
            if (IS_REPLACED_BY_DEFAULT) {
                connection.expect(honest, Reason.FIELDS_MISMATCH);
                assertThat(BY_DEFAULT.log().text()).contains(LikelyCause.FIELD_CASE_CHANGED.sentence());
            } else {
                connection.expectPass(honest);
            }
        }
        try (Connection connection = new Connection(KEEPING)) {
            connection.expectPass(signed(KEEPING, name, earlier));
            connection.expectPass(signed(KEEPING, name, value));
        }
    }

    @Test
    void overHttp2NothingIsReplaced() {
        Server server = BY_DEFAULT.over(Transport.H2C);
        try (Http2Connection connection = Http2Connection.open(Transport.H2C, server.port())) {
            for (String language : new String[] {"de-ch", "de-CH"}) {
                Http2Request request = Http2Request.of(signed(server, "accept-language", language), "http");
                assertThat(connection.exchange(request)).map(Answer::status).contains(200);
            }
        }
    }

    @Test
    void aSignedFieldOfOnesOwnKeepsItsLetterCase() {
        try (Connection connection = new Connection(BY_DEFAULT)) {
            connection.expectPass(signed(BY_DEFAULT, "x-order", "Ab"));
            connection.expectPass(signed(BY_DEFAULT, "x-order", "aB"));
        }
    }

    /** The table of usual values has them in lower case, and so has the canonical form. */
    @ParameterizedTest
    @CsvSource({
        "application/json; charset=UTF-8",
        "application/json;charset=UTF-8",
        "Application/JSON",
        "text/plain;Charset=UTF-8",
        "TEXT/HTML"
    })
    void aSignedMediaTypePassesInAnyLetterCase(String contentType) {
        byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
        for (Server server : new Server[] {BY_DEFAULT, KEEPING}) {
            try (Connection connection = new Connection(server)) {
                connection.expectPass(Client.of(server).signed("POST", "/orders", contentType, body));
                connection.expectPass(Client.of(server).signed("POST", "/orders", contentType, body));
            }
        }
    }

    @Test
    void aHostInOtherLettersPasses() {
        try (Server behind = Server.start("", Map.of("public-base-uri", "http://api.example.com"));
                Connection connection = new Connection(behind)) {
            Client client = Client.of(behind);
            for (String host : new String[] {"api.example.com", "API.Example.COM"}) {
                Proof proof = Proof.of(client.token(), client.key(), "GET", "api.example.com", "/orders");
                connection.expectPass(
                        WireRequest.of("GET", "/orders", host).field("Authorization", proof.authorization()));
            }
        }
    }

    /** Of a client that has sent its token before, and sends the hash of it from now on. */
    private static String shortAuthorization(Client client) {
        assertThat(client.server().send(client.get("/orders")).status()).isEqualTo(200);
        return client.proof("GET", "/orders")
                .without("at")
                .claim("ath", Proof.sha256(client.token()))
                .authorization();
    }

    private static WireRequest get(Server server, String authorization) {
        return WireRequest.of("GET", "/orders", server.authority()).field("Authorization", authorization);
    }

    private static WireRequest signed(Server server, String name, String value) {
        Client client = Client.of(server);
        RequestToSign toSign = RequestToSign.of("GET", client.uri("/orders")).field(name, value);
        return client.plain("GET", "/orders").field(name, value).field("Authorization", client.authorization(toSign));
    }

    /** With the first letter of header, payload or signature in the other case. */
    private static String damaged(String authorization, int part) {
        int at = authorization.indexOf(' ') + 1;
        for (int i = 0; i < part; i++) {
            at = authorization.indexOf('.', at) + 1;
        }
        while (!Character.isLetter(authorization.charAt(at))) {
            at++;
        }
        char letter = authorization.charAt(at);
        char other = Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter);
        return authorization.substring(0, at) + other + authorization.substring(at + 1);
    }

    /** One that stays open for several requests, as between a proxy and a container. */
    private static final class Connection implements AutoCloseable {

        private final Server server;
        private final Socket socket;

        Connection(Server server) {
            this.server = server;
            try {
                this.socket = WireRequest.connect(server.port());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Answer send(WireRequest request) {
            try {
                return request.sendKeeping(socket);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void expectPass(WireRequest request) {
            server.log().clear();
            assertThat(send(request).status()).as(server.log().text()).isEqualTo(200);
        }

        void expect(WireRequest request, Reason reason) {
            server.application().forget();
            server.log().clear();
            Answer answer = send(request);
            assertThat(answer.status()).isEqualTo(reason.error().status());
            assertThat(server.log().text()).contains("reason=" + reason + " ");
            assertThat(server.application().seen()).isEmpty();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
