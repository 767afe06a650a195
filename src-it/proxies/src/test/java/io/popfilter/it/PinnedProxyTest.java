// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.Identities.CLIENT;
import static io.popfilter.it.Identities.OTHER_CLIENT;
import static io.popfilter.it.Identities.PROXY;
import static io.popfilter.it.TerminatedServer.PASSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.it.ClientConnection.Protocol;
import io.popfilter.reject.Reason;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy that is known by its own certificate, in front of a container that asks for one. */
class PinnedProxyTest {

    private static TerminatedServer server;

    @BeforeAll
    static void start() {
        Map<String, String> settings =
                TerminatedServer.settings(Map.of("tls.forwarded.proxy-certificates", PROXY.thumbprint()));
        server = TerminatedServer.start(
                "haproxy-tls-pinned.cfg",
                () -> Server.startIn(new MutualTlsJetty(), settings).over(Transport.HTTPS));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @ParameterizedTest
    @EnumSource
    void believesTheProxyWithThatCertificate(Protocol protocol) {
        assertThat(server.outcome(BoundRequest.toCertificate(CLIENT), Optional.of(CLIENT), protocol))
                .isEqualTo(PASSES);
        assertThat(server.outcome(BoundRequest.toCertificate(CLIENT), Optional.of(OTHER_CLIENT), protocol))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH.toString());
        assertThat(server.outcome(BoundRequest.toCertificate(CLIENT), Optional.empty(), protocol))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
    }

    /** The certificate of the inner connection is never the client's. */
    @Test
    void doesNotTakeTheProxysCertificateForTheClients() {
        assertThat(server.outcome(BoundRequest.toCertificate(PROXY), Optional.of(CLIENT), Protocol.HTTP_1_1))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH.toString());
        assertThat(server.outcome(BoundRequest.toCertificate(PROXY), Optional.empty(), Protocol.HTTP_1_1))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
    }

    @Test
    void refusesWhoeverConnectsWithoutThatCertificate() {
        WireRequest forged = BoundRequest.toCertificate(CLIENT).field("Client-Cert", BoundRequest.byteSequence(CLIENT));

        assertThat(server.outcomeStraight(forged)).isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
        assertThat(server.logged()).contains("whoever connected has no certificate");
        assertThat(server.outcomePast(forged, CLIENT)).isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
        assertThat(server.logged()).contains("whoever connected has the certificate " + CLIENT.thumbprint());
        assertThat(server.outcomePast(forged, PROXY)).isEqualTo(PASSES); // who has its key, is the proxy
    }
}
