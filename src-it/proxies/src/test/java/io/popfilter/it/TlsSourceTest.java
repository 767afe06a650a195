// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.Identities.CLIENT;
import static io.popfilter.it.Identities.OTHER_CLIENT;
import static io.popfilter.it.TerminatedServer.PASSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.it.ClientConnection.Protocol;
import io.popfilter.reject.Reason;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Container and proxy both have something to tell, and one of them is asked. */
class TlsSourceTest {

    private static final Map<String, String> DIRECT =
            Map.of("public-base-uri", "https://" + BoundRequest.HOST, "schemes", "PoP mTLS");
    private static final Map<String, String> PRIVATE =
            TerminatedServer.settings(Map.of("tls.forwarded.hop", "private"));

    private static WireRequest saying(TestCertificate inHeader) {
        return BoundRequest.toCertificate(CLIENT).field("Client-Cert", BoundRequest.byteSequence(inHeader));
    }

    @Test
    void theContainerIsAskedAndNoHeaderIsRead() {
        try (TerminatedServer server = start(DIRECT)) {
            assertThat(server.outcomePast(saying(OTHER_CLIENT), CLIENT)).isEqualTo(PASSES);
            assertThat(server.outcomePast(saying(CLIENT), OTHER_CLIENT))
                    .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH.toString());
            assertThat(server.outcomeStraight(saying(CLIENT))).isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
            assertThat(server.outcomePast(saying(CLIENT).field("Early-Data", "1"), CLIENT))
                    .isEqualTo(PASSES);
        }
    }

    @Test
    void theProxyIsAskedAndNotTheContainer() {
        try (TerminatedServer server = start(PRIVATE)) {
            assertThat(server.outcomePast(saying(CLIENT), OTHER_CLIENT)).isEqualTo(PASSES);
            assertThat(server.outcomePast(saying(OTHER_CLIENT), CLIENT))
                    .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH.toString());
            assertThat(server.outcomePast(BoundRequest.toCertificate(CLIENT), CLIENT))
                    .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
        }
    }

    private static TerminatedServer start(Map<String, String> settings) {
        return TerminatedServer.start(
                "haproxy-tls-pinned.cfg",
                () -> Server.startIn(new MutualTlsJetty(), settings).over(Transport.HTTPS));
    }

    /** A proxy that tells is not enough: the filter has to be told to listen. */
    @ParameterizedTest
    @EnumSource
    void believesNoProxyByDefault(Backend backend) {
        try (TerminatedServer server =
                TerminatedServer.start(Terminator.HAPROXY.configuration(), () -> backend.start(DIRECT))) {
            assertThat(server.outcome(BoundRequest.toCertificate(CLIENT), Optional.of(CLIENT), Protocol.HTTP_1_1))
                    .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
            assertThat(server.received("Client-Cert")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void believesTheProxyThatAloneReachesTheListener(Backend backend) {
        try (TerminatedServer server =
                TerminatedServer.start(Terminator.HAPROXY.configuration(), () -> backend.start(PRIVATE))) {
            assertThat(server.outcome(BoundRequest.toCertificate(CLIENT), Optional.of(CLIENT), Protocol.HTTP_1_1))
                    .isEqualTo(PASSES);
            assertThat(server.outcome(BoundRequest.toCertificate(CLIENT), Optional.of(OTHER_CLIENT), Protocol.HTTP_1_1))
                    .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH.toString());
        }
    }

    /** So that nobody takes it for safe. */
    @Test
    void believesAClientWhereTheProxyHandsItsFieldOn() {
        try (TerminatedServer server = TerminatedServer.start("haproxy.cfg", () -> Backend.JETTY.start(PRIVATE))) {
            assertThat(server.outcomeInTheClear(saying(CLIENT))).isEqualTo(PASSES);
        }
    }
}
