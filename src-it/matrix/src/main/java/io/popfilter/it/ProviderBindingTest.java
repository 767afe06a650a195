// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import io.popfilter.tls.BindingType;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that are signed for the TLS connection that they come on, where another provider than the JDK's does TLS at one end of
 * it or at both (RFC 9266, RFC 5929).
 */
@Tag("other-tls-providers")
class ProviderBindingTest {

    @AutoClose
    private static final Server JDK = start(TlsProvider.JDK);

    @AutoClose
    private static final Server CONSCRYPT = start(TlsProvider.CONSCRYPT);

    @AutoClose
    private static final Server BOUNCY_CASTLE = start(TlsProvider.BOUNCY_CASTLE);

    private static Server start(TlsProvider provider) {
        return Server.startIn(
                Container.ofThisModule().doingTlsWith(provider),
                Map.of(
                        "channel-binding",
                        "optional",
                        "channel-binding.types",
                        "tls-exporter tls-server-end-point tls-unique"));
    }

    private static Server server(TlsProvider provider, Transport transport) {
        Server server = switch (provider) {
            case JDK -> JDK;
            case CONSCRYPT -> CONSCRYPT;
            case BOUNCY_CASTLE -> BOUNCY_CASTLE;
        };
        return server.over(transport);
    }

    private static TlsClient client(TlsProvider provider) {
        return TlsClient.believing(provider, TlsKeys.ofThisProcess());
    }

    /** The JDK's exporter only where this JVM has one. */
    static Stream<Arguments> bindingsThatBothEndsTell() {
        return Stream.of(Transport.HTTPS, Transport.H2)
                .flatMap(transport -> Stream.of(
                        Arguments.of(transport, TlsProvider.CONSCRYPT, TlsProvider.CONSCRYPT, BindingType.TLS_EXPORTER),
                        Arguments.of(transport, TlsProvider.CONSCRYPT, TlsProvider.JDK, BindingType.TLS_EXPORTER),
                        Arguments.of(transport, TlsProvider.JDK, TlsProvider.CONSCRYPT, BindingType.TLS_EXPORTER),
                        Arguments.of(transport, TlsProvider.CONSCRYPT, TlsProvider.CONSCRYPT, BindingType.TLS_UNIQUE),
                        Arguments.of(
                                transport, TlsProvider.CONSCRYPT, TlsProvider.BOUNCY_CASTLE, BindingType.TLS_UNIQUE),
                        Arguments.of(
                                transport, TlsProvider.BOUNCY_CASTLE, TlsProvider.CONSCRYPT, BindingType.TLS_UNIQUE),
                        Arguments.of(
                                transport,
                                TlsProvider.BOUNCY_CASTLE,
                                TlsProvider.BOUNCY_CASTLE,
                                BindingType.TLS_UNIQUE)))
                .filter(row -> ((TlsProvider) row.get()[1]).tells((BindingType) row.get()[3])
                        && ((TlsProvider) row.get()[2]).tells((BindingType) row.get()[3]));
    }

    private static String version(BindingType type) {
        return type == BindingType.TLS_UNIQUE ? "TLSv1.2" : "TLSv1.3";
    }

    @ParameterizedTest
    @MethodSource("bindingsThatBothEndsTell")
    void letsInWhatWasSignedForItsConnectionAndRefusesWhatWasSignedForAnother(
            Transport transport, TlsProvider servers, TlsProvider clients, BindingType type) {
        Server server = server(servers, transport);

        try (BoundConnection first = BoundConnection.open(server, clients, client(clients), version(type));
                BoundConnection second = BoundConnection.open(server, clients, client(clients), version(type))) {
            first.lets(first.request(type), type);
            second.lets(second.request(type), type);
            first.refuses(second.request(type), Reason.CHANNEL_BINDING_MISMATCH);
            second.refuses(first.request(type), Reason.CHANNEL_BINDING_MISMATCH);
            first.lets(first.request(type), type);
        }
    }

    /** With TLS 1.3 none is resumed that one of the two has; with the exporter it makes no difference. */
    @ParameterizedTest
    @MethodSource("bindingsThatBothEndsTell")
    void aConnectionThatResumesASessionHasAValueOfItsOwn(
            Transport transport, TlsProvider servers, TlsProvider clients, BindingType type) {
        Server server = server(servers, transport);
        TlsClient resuming = client(clients).upTo(version(type));

        try (BoundConnection first = BoundConnection.open(server, clients, resuming, version(type))) {
            first.lets(first.request(type), type);
            try (BoundConnection second = BoundConnection.open(server, clients, resuming, version(type))) {
                if (version(type).equals("TLSv1.2")) {
                    assertThat(second.connection().session().getId())
                            .isNotEmpty()
                            .isEqualTo(first.connection().session().getId());
                }
                second.refuses(first.request(type), Reason.CHANNEL_BINDING_MISMATCH);
                second.lets(second.request(type), type);
                first.refuses(second.request(type), Reason.CHANNEL_BINDING_MISMATCH);
                first.lets(first.request(type), type);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "JDK", mode = EnumSource.Mode.EXCLUDE)
    void noSessionOfTls13CanBeResumed(TlsProvider servers) {
        Server server = server(servers, Transport.HTTPS);
        TlsClient resuming = client(TlsProvider.JDK);

        try (BoundConnection first = BoundConnection.open(server, TlsProvider.JDK, resuming, "TLSv1.3")) {
            first.lets(
                    first.request(BindingType.TLS_SERVER_END_POINT),
                    BindingType.TLS_SERVER_END_POINT); // a ticket would have come before the answer
            LockSupport.parkNanos(20_000_000); // else sessions of the same millisecond look alike
            try (BoundConnection second = BoundConnection.open(server, TlsProvider.JDK, resuming, "TLSv1.3")) {
                assertThat(second.connection().session().getCreationTime())
                        .isGreaterThan(first.connection().session().getCreationTime());
            }
        }
    }

    /** Although the client's end tells. */
    @ParameterizedTest
    @CsvSource({
        "HTTPS, CONSCRYPT,     CONSCRYPT,     TLSv1.2, TLS_EXPORTER",
        "H2,    CONSCRYPT,     CONSCRYPT,     TLSv1.2, TLS_EXPORTER",
        "HTTPS, BOUNCY_CASTLE, CONSCRYPT,     TLSv1.3, TLS_EXPORTER",
        "H2,    BOUNCY_CASTLE, CONSCRYPT,     TLSv1.3, TLS_EXPORTER",
        "HTTPS, BOUNCY_CASTLE, CONSCRYPT,     TLSv1.2, TLS_EXPORTER",
        "H2,    BOUNCY_CASTLE, CONSCRYPT,     TLSv1.2, TLS_EXPORTER",
        "HTTPS, JDK,           CONSCRYPT,     TLSv1.2, TLS_EXPORTER",
        "H2,    JDK,           CONSCRYPT,     TLSv1.2, TLS_EXPORTER",
        "HTTPS, JDK,           CONSCRYPT,     TLSv1.2, TLS_UNIQUE",
        "H2,    JDK,           BOUNCY_CASTLE, TLSv1.2, TLS_UNIQUE",
    })
    void refusesWhatTheServersProviderDoesNotTell(
            Transport transport, TlsProvider servers, TlsProvider clients, String version, BindingType type) {
        Server server = server(servers, transport);

        try (BoundConnection connection = BoundConnection.open(server, clients, client(clients), version)) {
            connection.refuses(connection.request(type), Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTPS, CONSCRYPT", "H2, CONSCRYPT", "HTTPS, BOUNCY_CASTLE", "H2, BOUNCY_CASTLE"})
    void refusesTlsUniqueOfTls13(Transport transport, TlsProvider provider) {
        Server server = server(provider, transport);

        try (BoundConnection connection = BoundConnection.open(server, provider, client(provider), "TLSv1.3")) {
            connection.refuses(connection.madeUp(BindingType.TLS_UNIQUE), Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS, CONSCRYPT,     CONSCRYPT,     TLSv1.3",
        "HTTPS, CONSCRYPT,     JDK,           TLSv1.2",
        "H2,    CONSCRYPT,     CONSCRYPT,     TLSv1.2",
        "H2,    CONSCRYPT,     JDK,           TLSv1.3",
        "HTTPS, BOUNCY_CASTLE, BOUNCY_CASTLE, TLSv1.3",
        "HTTPS, BOUNCY_CASTLE, JDK,           TLSv1.2",
        "H2,    BOUNCY_CASTLE, BOUNCY_CASTLE, TLSv1.2",
        "H2,    BOUNCY_CASTLE, JDK,           TLSv1.3",
    })
    void comparesTheServersCertificate(Transport transport, TlsProvider servers, TlsProvider clients, String version) {
        Server server = server(servers, transport);
        BindingType type = BindingType.TLS_SERVER_END_POINT;

        try (BoundConnection connection = BoundConnection.open(server, clients, client(clients), version)) {
            connection.lets(connection.request(type), type);
            connection.refuses(connection.madeUp(type), Reason.CHANNEL_BINDING_MISMATCH);
        }
    }
}
