// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.PopPrincipal;
import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestToSign;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.TlsExporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests that are signed for the TLS connection that they come on (RFC 9266, RFC 5929), by a client that asks its own end of
 * it. Where this JVM has no exporter, or this container does not tell of its sessions, what is signed for one is refused, and the
 * tests about exporters expect that.
 */
class ChannelBindingTest {

    private static final String TARGET = "/orders?a=1";
    private static final Map<String, String> COMPARING = Map.of(
            "channel-binding", "optional",
            "channel-binding.types", "tls-exporter tls-server-end-point",
            "channel-binding.required-for", "/bound/*");

    /** What Jetty's ForwardedRequestCustomizer takes for words of a proxy that ends TLS. */
    private static final Map<String, String> OF_A_PROXY =
            Map.of("Proxy-Ssl-Id", "0011223344", "Proxy-auth-cert", "TLS_AES_128_GCM_SHA256");

    private static final Container TELLING = Container.ofThisModule().askingForCertificates();

    @AutoClose
    private static final Server SERVER = Server.startIn(TELLING, COMPARING);

    @AutoClose
    private static final Server STOCK = Server.start("", COMPARING);

    private static final boolean HAS_EXPORTER = TlsExporter.isOfThisJvm() && TELLING.tellsOfSessions();

    /** Of the client's end; octets that are made up where this JVM has none. */
    private static UnaryOperator<RequestToSign> exporter(SSLSession session) {
        byte[] madeUp = new byte[TlsExporter.LENGTH];
        return request -> TlsExporter.isOfThisJvm()
                ? request.onConnection(BindingType.TLS_EXPORTER, session)
                : request.channelBinding(BindingType.TLS_EXPORTER, madeUp);
    }

    private static UnaryOperator<RequestToSign> endPoint(SSLSession session) {
        return request -> request.onConnection(BindingType.TLS_SERVER_END_POINT, session);
    }

    private static void expectExporter(Server server, OpenConnection connection, WireRequest request) {
        if (HAS_EXPORTER) {
            pass(server, connection, request, BindingType.TLS_EXPORTER);
        } else {
            Refusals.expect(server, connection::send, request, Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        }
    }

    private static void expectMismatch(Server server, OpenConnection connection, WireRequest request) {
        Reason reason = HAS_EXPORTER ? Reason.CHANNEL_BINDING_MISMATCH : Reason.CHANNEL_BINDING_NOT_COMPARABLE;
        Refusals.expect(server, connection::send, request, reason);
    }

    private static void pass(Server server, OpenConnection connection, WireRequest request, BindingType type) {
        server.application().forget();
        Answer answer = connection.send(request);
        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        assertThat(server.application().seen())
                .singleElement()
                .satisfies(seen -> assertThat(((PopPrincipal) seen.principal()).channelBinding())
                        .hasValue(type));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void letsRequestsInThatWereSignedForTheirConnection(Transport transport) {
        Server server = SERVER.over(transport);
        Client client = Client.of(server);

        try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous(), server)) {
            assertThat(connection.session().getProtocol()).isEqualTo("TLSv1.3");
            for (int i = 0; i < 3; i++) {
                expectExporter(server, connection, client.get(TARGET, exporter(connection.session())));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void refusesARequestThatSomebodySendsOnOverAConnectionOfHisOwn(Transport transport) {
        Server server = SERVER.over(transport);
        Client client = Client.of(server);

        try (OpenConnection signedFor = OpenConnection.of(TlsClient.anonymous(), server);
                OpenConnection own = OpenConnection.of(TlsClient.anonymous(), server)) {
            expectMismatch(server, own, client.get(TARGET, exporter(signedFor.session())));
            expectExporter(server, own, client.get(TARGET, exporter(own.session())));
        }
    }

    /** Sessions share what is kept with them, so nothing may be. */
    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void aConnectionThatResumesASessionHasAValueOfItsOwn(Transport transport) {
        Server server = SERVER.over(transport);
        Client client = Client.of(server);
        TlsClient resuming = TlsClient.anonymous();

        try (OpenConnection first = OpenConnection.of(resuming, server)) {
            expectExporter(server, first, client.get(TARGET, exporter(first.session())));
            LockSupport.parkNanos(20_000_000); // else sessions of the same millisecond look alike
            try (OpenConnection second = OpenConnection.of(resuming, server)) {
                assertThat(second.session().getCreationTime())
                        .isEqualTo(first.session().getCreationTime());
                expectMismatch(server, second, client.get(TARGET, exporter(first.session())));
                expectExporter(server, second, client.get(TARGET, exporter(second.session())));
                expectMismatch(server, first, client.get(TARGET, exporter(second.session())));
                expectExporter(server, first, client.get(TARGET, exporter(first.session())));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void refusesTheExporterOfTls12(Transport transport) {
        Server server = SERVER.over(transport);
        Client client = Client.of(server);

        try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous().upTo("TLSv1.2"), server)) {
            WireRequest request =
                    client.get(TARGET, toSign -> toSign.channelBinding(BindingType.TLS_EXPORTER, new byte[32]));
            Refusals.expect(server, connection::send, request, Reason.CHANNEL_BINDING_NOT_COMPARABLE);
            if (HAS_EXPORTER) {
                assertThat(server.log().text()).contains("it takes TLS 1.3, and this is TLSv1.2");
            }
            assertThatThrownBy(() -> client.get(
                            TARGET, toSign -> toSign.onConnection(BindingType.TLS_EXPORTER, connection.session())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTPS, TLSv1.3", "HTTPS, TLSv1.2", "H2, TLSv1.3", "H2, TLSv1.2"})
    void comparesTheServersCertificateWithoutAnySettingOfTheContainer(Transport transport, String version) {
        Server server = STOCK.over(transport);
        Client client = Client.of(server);

        try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous().upTo(version), server)) {
            assertThat(connection.session().getProtocol()).isEqualTo(version);
            WireRequest right = client.get(TARGET, endPoint(connection.session()));
            WireRequest wrong = client.get(
                    TARGET, request -> request.channelBinding(BindingType.TLS_SERVER_END_POINT, new byte[32]));
            if (TELLING.family() == Container.Family.UNDERTOW) {
                Refusals.expect(server, connection::send, right, Reason.CHANNEL_BINDING_NOT_COMPARABLE);
            } else {
                pass(server, connection, right, BindingType.TLS_SERVER_END_POINT);
                Refusals.expect(server, connection::send, wrong, Reason.CHANNEL_BINDING_MISMATCH);
            }
        }
    }

    /** It binds to the server, not to the connection. */
    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void theServersCertificateIsTheSameOnEveryConnection(Transport transport) {
        Server server = SERVER.over(transport);
        Client client = Client.of(server);
        TlsClient resuming = TlsClient.anonymous();

        try (OpenConnection first = OpenConnection.of(resuming, server)) {
            first.send(client.get(TARGET));
            try (OpenConnection second = OpenConnection.of(resuming, server)) {
                WireRequest request = client.get(TARGET, endPoint(first.session()));
                if (TELLING.family() == Container.Family.UNDERTOW) {
                    Refusals.expect(server, second::send, request, Reason.CHANNEL_BINDING_NOT_COMPARABLE);
                } else {
                    pass(server, second, request, BindingType.TLS_SERVER_END_POINT);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void comparesWithConfiguredCertificatesInEveryContainer(Transport transport, @TempDir Path folder)
            throws Exception {
        Map<String, String> settings = new HashMap<>(COMPARING);
        settings.put(
                "channel-binding.server-certificates",
                Files.writeString(folder.resolve("old.pem"), TlsKeys.make().certificatePem()) + " "
                        + Files.writeString(
                                folder.resolve("new.pem"),
                                TlsKeys.ofThisProcess().certificatePem()));

        try (Server configured = Server.start("", settings)) {
            Server server = configured.over(transport);
            Client client = Client.of(server);
            try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous(), server)) {
                pass(
                        server,
                        connection,
                        client.get(TARGET, endPoint(connection.session())),
                        BindingType.TLS_SERVER_END_POINT);
                Refusals.expect(
                        server,
                        connection::send,
                        client.get(
                                TARGET,
                                request -> request.channelBinding(BindingType.TLS_SERVER_END_POINT, new byte[32])),
                        Reason.CHANNEL_BINDING_MISMATCH);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void theExporterNeedsOurConnectorInTomcatAndNothingInJetty(Transport transport) {
        Server server = STOCK.over(transport);
        Client client = Client.of(server);

        try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous(), server)) {
            WireRequest request = client.get(TARGET, exporter(connection.session()));
            if (TlsExporter.isOfThisJvm() && Container.ofThisModule().tellsOfSessions()) {
                pass(server, connection, request, BindingType.TLS_EXPORTER);
            } else {
                Refusals.expect(server, connection::send, request, Reason.CHANNEL_BINDING_NOT_COMPARABLE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_EXPORTER", "TLS_SERVER_END_POINT"})
    void refusesABindingInClearText(BindingType type) {
        Client client = Client.of(SERVER);

        Refusals.expect(
                SERVER,
                client.get(TARGET, request -> request.channelBinding(type, new byte[32])),
                Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        assertThat(SERVER.log().text()).contains("the connection is not TLS");
    }

    @ParameterizedTest
    @CsvSource({"tls-unique", "TLS-EXPORTER", "tls-exporter-2", "tls-server-end-poin"})
    void refusesATypeThatIsNotCompared(String type) {
        Server server = SERVER.over(Transport.HTTPS);
        Client client = Client.of(server);

        try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous(), server)) {
            WireRequest request = client.plain("GET", TARGET)
                    .field(
                            "Authorization",
                            client.proof("GET", TARGET)
                                    .claim("cb", type + ":" + "A".repeat(43))
                                    .authorization());
            Refusals.expect(server, connection::send, request, Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        }
    }

    @Test
    void refusesTheFirstHalfOfAValue() throws Exception {
        Server server = SERVER.over(Transport.HTTPS);
        Client client = Client.of(server);
        byte[] whole = MessageDigest.getInstance("SHA-384")
                .digest(TlsKeys.ofThisProcess().certificate().getEncoded());

        try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous(), server)) {
            for (int length : List.of(1, whole.length / 2, whole.length - 3)) {
                WireRequest request = client.get(
                        TARGET,
                        toSign ->
                                toSign.channelBinding(BindingType.TLS_SERVER_END_POINT, Arrays.copyOf(whole, length)));
                Refusals.expect(
                        server,
                        connection::send,
                        request,
                        TELLING.family() == Container.Family.UNDERTOW
                                ? Reason.CHANNEL_BINDING_NOT_COMPARABLE
                                : Reason.CHANNEL_BINDING_MISMATCH);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void aRouteDemandsABindingHoweverTheRequestComes(Transport transport) {
        Server server = SERVER.over(transport);
        Client client = Client.of(server);

        try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous(), server)) {
            Refusals.expect(server, connection::send, client.get("/bound/orders"), Reason.CHANNEL_BINDING_MISSING);
            expectExporter(server, connection, client.get("/bound/orders", exporter(connection.session())));
            assertThat(connection.send(client.get("/other")).status()).isEqualTo(200);
        }
        Refusals.expect(SERVER, Client.of(SERVER).get("/bound/orders"), Reason.CHANNEL_BINDING_MISSING);
    }

    @ParameterizedTest
    @CsvSource({"HTTPS, TLSv1.3", "HTTPS, TLSv1.2", "H2, TLSv1.3", "H2, TLSv1.2"})
    void noJdkTellsTlsUniqueAndTheLogWarnsOfIt(Transport transport, String version) {
        Map<String, String> settings = Map.of("channel-binding", "optional", "channel-binding.types", "tls-unique");
        try (Server comparing = Server.startIn(TELLING, settings)) {
            assertThat(comparing.log().text()).contains("WARNING", "triple handshake");
            Server server = comparing.over(transport);
            Client client = Client.of(server);
            try (OpenConnection connection =
                    OpenConnection.of(TlsClient.anonymous().upTo(version), server)) {
                Refusals.expect(
                        server,
                        connection::send,
                        client.get(TARGET, request -> request.channelBinding(BindingType.TLS_UNIQUE, new byte[12])),
                        Reason.CHANNEL_BINDING_NOT_COMPARABLE);
            }
        }
    }

    /** With Jetty's helper the session is gone when a client writes this field; elsewhere the field says nothing. */
    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void whatAClientWritesAboutAProxyIsNoWayAroundTheComparison(Transport transport) {
        try (Server believing = Server.startIn(TELLING.believingProxies(), COMPARING)) {
            Server server = believing.over(transport);
            Client client = Client.of(server);
            try (OpenConnection connection = OpenConnection.of(TlsClient.anonymous(), server)) {
                SSLSession session = connection.session();
                WireRequest right = client.get(TARGET, endPoint(session));
                if (TELLING.family() == Container.Family.TOMCAT) {
                    pass(server, connection, right.fields(OF_A_PROXY), BindingType.TLS_SERVER_END_POINT);
                } else {
                    Refusals.expect(
                            server, connection::send, right.fields(OF_A_PROXY), Reason.CHANNEL_BINDING_NOT_COMPARABLE);
                }
                WireRequest wrong = client.get(
                        TARGET, request -> request.channelBinding(BindingType.TLS_SERVER_END_POINT, new byte[32]));
                Refusals.expect(
                        server,
                        connection::send,
                        wrong.fields(OF_A_PROXY),
                        TELLING.family() == Container.Family.TOMCAT
                                ? Reason.CHANNEL_BINDING_MISMATCH
                                : Reason.CHANNEL_BINDING_NOT_COMPARABLE);
            }
        }
    }

    @Test
    void saysAtTheStartWhetherThereIsAnExporter() {
        try (Server server = Server.start("", COMPARING)) {
            assertThat(server.log().text())
                    .contains(
                            TlsExporter.isOfThisJvm()
                                    ? "tls-exporter is available here"
                                    : "tls-exporter is not available from JDK");
        }
    }
}
