// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.TerminatedServer.PASSES;
import static io.popfilter.it.TerminatedServer.SECRET_FIELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.popfilter.it.ClientConnection.Protocol;
import io.popfilter.reject.Reason;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are signed for a TLS connection, which ends in a real HAProxy. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("combinations")
class ForwardedChannelTest {

    private static final String EXPORTER = "TLS-Exporter";

    private static TerminatedServer server;

    private final Protocol protocol;

    ForwardedChannelTest(Backend backend, Protocol protocol) {
        this.protocol = protocol;
    }

    static List<Arguments> combinations() {
        List<Arguments> combinations = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            for (Protocol protocol : Protocol.values()) {
                combinations.add(Arguments.of(backend, protocol));
            }
        }
        return combinations;
    }

    @BeforeParameterizedClassInvocation
    static void start(Backend backend, Protocol protocol) {
        Map<String, String> settings = new HashMap<>(TerminatedServer.knownBySecret());
        settings.put("channel-binding", "optional");
        settings.put("channel-binding.types", "tls-exporter tls-server-end-point tls-unique");
        settings.put("tls.forwarded.tls-exporter", EXPORTER);
        settings.put("tls.forwarded.tls-server-end-point", "TLS-Server-End-Point");
        settings.put("tls.forwarded.tls-unique", "TLS-Unique");
        server = TerminatedServer.start(
                Terminator.HAPROXY.configuration(), () -> backend.start(TerminatedServer.settings(settings)));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private ClientConnection connect() {
        return server.connect(Optional.empty(), protocol);
    }

    /** What the proxy says of a connection: with whatever request, and the same with every one. */
    private static String told(String field, ClientConnection connection) {
        assertThat(server.outcome(BoundRequest.toNoConnection(), connection)).isEqualTo(PASSES);
        assertThat(server.received(field)).hasSize(1);
        return server.received(field).get(0);
    }

    @Test
    void passesOnTheConnectionThatItWasSignedFor() {
        try (ClientConnection connection = connect()) {
            String exporter = told(EXPORTER, connection);

            assertThat(server.outcome(BoundRequest.toConnection("tls-exporter", exporter), connection))
                    .isEqualTo(PASSES);
        }
    }

    @Test
    void refusesWhatIsRelayedOverAnotherConnection() {
        try (ClientConnection victims = connect();
                ClientConnection relays = connect()) {
            String exporter = told(EXPORTER, victims);

            assertThat(server.outcome(BoundRequest.toConnection("tls-exporter", exporter), relays))
                    .isEqualTo(Reason.CHANNEL_BINDING_MISMATCH.toString());
        }
    }

    @Test
    void refusesWhatIsRelayedWithTheExporterBesideIt() {
        try (ClientConnection victims = connect();
                ClientConnection relays = connect()) {
            String exporter = told(EXPORTER, victims);
            WireRequest relayed = BoundRequest.toConnection("tls-exporter", exporter)
                    .field(EXPORTER, exporter)
                    .field(SECRET_FIELD, "guess");

            assertThat(server.outcome(relayed, relays)).isEqualTo(Reason.CHANNEL_BINDING_MISMATCH.toString());
            assertThat(server.received(EXPORTER)).hasSize(1).doesNotContain(exporter);
        }
    }

    @Test
    void refusesWhatIsSentPastTheProxy() {
        try (ClientConnection connection = connect()) {
            String exporter = told(EXPORTER, connection);

            assertThat(server.outcomeStraight(
                            BoundRequest.toConnection("tls-exporter", exporter).field(EXPORTER, exporter)))
                    .isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE.toString());
        }
    }

    @Test
    void tellsTheExporterThatTheClientComputesWhereTheJdkCan() throws ReflectiveOperationException {
        Optional<Method> exporter = Arrays.stream(ExtendedSSLSession.class.getMethods())
                .filter(method -> method.getName().equals("exportKeyingMaterialData"))
                .findAny();
        assumeTrue(exporter.isPresent(), "from JDK 25 on");
        try (ClientConnection connection = connect()) {
            byte[] value =
                    (byte[]) exporter.get().invoke(connection.session(), "EXPORTER-Channel-Binding", new byte[0], 32);

            assertThat(server.outcome(BoundRequest.toConnection("tls-exporter", value), connection))
                    .isEqualTo(PASSES);
        }
    }

    @Test
    void comparesTheCertificateOfTheProxy() throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(TestCertificate.ONLY.der());
        byte[] other = MessageDigest.getInstance("SHA-256").digest(Identities.PROXY.der());
        try (ClientConnection connection = connect()) {
            assertThat(server.outcome(BoundRequest.toConnection("tls-server-end-point", hash), connection))
                    .isEqualTo(PASSES);
            assertThat(server.outcome(BoundRequest.toConnection("tls-server-end-point", other), connection))
                    .isEqualTo(Reason.CHANNEL_BINDING_MISMATCH.toString());
        }
    }

    @Test
    void hasTlsUniqueAndNoExporterWithTls12() {
        try (ClientConnection connection = server.connect(Optional.empty(), protocol, "TLSv1.2");
                ClientConnection another = server.connect(Optional.empty(), protocol, "TLSv1.2")) {
            String unique = told("TLS-Unique", connection);

            assertThat(server.outcome(BoundRequest.toConnection("tls-unique", unique), connection))
                    .isEqualTo(PASSES);
            assertThat(server.outcome(BoundRequest.toConnection("tls-unique", unique), another))
                    .isEqualTo(Reason.CHANNEL_BINDING_MISMATCH.toString());
            assertThat(server.outcome(
                            BoundRequest.toConnection("tls-exporter", new byte[32])
                                    .field(EXPORTER, ":" + Base64.getEncoder().encodeToString(new byte[32]) + ":"),
                            connection))
                    .isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE.toString());
        }
    }

    @Test
    void hasNoTlsUniqueWithTls13() {
        try (ClientConnection connection = connect()) {
            assertThat(server.outcome(BoundRequest.toConnection("tls-unique", new byte[12]), connection))
                    .isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE.toString());
        }
    }
}
