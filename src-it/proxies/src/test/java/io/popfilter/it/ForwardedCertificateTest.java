// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.Identities.CLIENT;
import static io.popfilter.it.Identities.OTHER_CLIENT;
import static io.popfilter.it.TerminatedServer.PASSES;
import static io.popfilter.it.TerminatedServer.SECRET_FIELD;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.it.ClientConnection.Protocol;
import io.popfilter.reject.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** V-48: tokens that are bound to a client certificate, which ends in a real proxy. */
@ParameterizedClass(name = "{0} in front of {1}, {2}")
@MethodSource("combinations")
class ForwardedCertificateTest {

    private static TerminatedServer server;

    private final Terminator proxy;
    private final Protocol protocol;

    ForwardedCertificateTest(Terminator proxy, Backend backend, Protocol protocol) {
        this.proxy = proxy;
        this.protocol = protocol;
    }

    static List<Arguments> combinations() {
        List<Arguments> combinations = new ArrayList<>();
        for (Terminator proxy : Terminator.values()) {
            for (Backend backend : Backend.values()) {
                for (Protocol protocol : Protocol.values()) {
                    combinations.add(Arguments.of(proxy, backend, protocol));
                }
            }
        }
        return combinations;
    }

    @BeforeParameterizedClassInvocation
    static void start(Terminator proxy, Backend backend, Protocol protocol) {
        Map<String, String> settings = new HashMap<>(proxy.settings());
        settings.putAll(TerminatedServer.knownBySecret());
        settings.put("exclude", "/health");
        server =
                TerminatedServer.start(proxy.configuration(), () -> backend.start(TerminatedServer.settings(settings)));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private String outcome(WireRequest request, TestCertificate own) {
        return server.outcome(request, Optional.of(own), protocol);
    }

    private String outcomeWithoutCertificate(WireRequest request) {
        return server.outcome(request, Optional.empty(), protocol);
    }

    @Test
    void passesWithTheCertificateOfTheToken() {
        assertThat(outcome(BoundRequest.toCertificate(CLIENT), CLIENT)).isEqualTo(PASSES);
        assertThat(outcome(BoundRequest.toKeyAndCertificate(CLIENT), CLIENT)).isEqualTo(PASSES);
    }

    @Test
    void refusesAnotherCertificate() {
        assertThat(outcome(BoundRequest.toCertificate(CLIENT), OTHER_CLIENT))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH.toString());
        assertThat(outcome(BoundRequest.toKeyAndCertificate(CLIENT), OTHER_CLIENT))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH.toString());
    }

    @Test
    void refusesAClientWithoutCertificate() {
        assertThat(outcomeWithoutCertificate(BoundRequest.toCertificate(CLIENT)))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
        assertThat(outcomeWithoutCertificate(BoundRequest.toKeyAndCertificate(CLIENT)))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
    }

    @Test
    void theProxyDropsWhatAClientSaysInItsPlace() {
        String forged = proxy.written(CLIENT);
        WireRequest request = BoundRequest.toCertificate(CLIENT).field(proxy.field(), forged);
        assertThat(outcomeWithoutCertificate(request)).isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
        assertThat(server.received(proxy.field())).isEmpty();

        request.field(proxy.field(), forged).field(SECRET_FIELD, "guess");
        assertThat(outcome(request, OTHER_CLIENT)).isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH.toString());
        assertThat(server.received(proxy.field())).hasSize(1).doesNotContain(forged);
        assertThat(server.received(SECRET_FIELD)).containsExactly(Identities.HOP_SECRET);
    }

    @Test
    void refusesWhoeverGetsPastTheProxyWithAHeaderOfHisOwn() {
        String certificate = proxy.written(CLIENT);

        assertThat(server.outcomeStraight(BoundRequest.toCertificate(CLIENT).field(proxy.field(), certificate)))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
        assertThat(server.logged()).contains("the request may not be from the proxy, hop-secret is on 0 lines");
        assertThat(server.outcomeStraight(BoundRequest.toCertificate(CLIENT)
                        .field(proxy.field(), certificate)
                        .field(SECRET_FIELD, Identities.HOP_SECRET.substring(1))))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
        assertThat(server.outcomeStraight(BoundRequest.toCertificate(CLIENT)
                        .field(proxy.field(), certificate)
                        .field(SECRET_FIELD, "guess")
                        .field(SECRET_FIELD, Identities.HOP_SECRET)))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
    }

    @Test
    void takesOneCertificateFromWhoeverHasTheSecret() {
        String certificate = proxy.written(CLIENT);
        assertThat(fromTheProxy(certificate)).isEqualTo(PASSES);

        for (List<String> lines : List.of(
                List.of(certificate, certificate),
                List.of(certificate, proxy.written(OTHER_CLIENT)),
                List.of(certificate + ", " + certificate),
                List.of(certificate + " " + certificate),
                List.of(certificate.substring(0, certificate.length() - 1)),
                List.of(
                        proxy == Terminator.HAPROXY
                                ? Terminator.NGINX.written(CLIENT)
                                : Terminator.HAPROXY.written(CLIENT)))) {
            assertThat(fromTheProxy(lines.toArray(String[]::new)))
                    .as(lines.toString())
                    .isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING.toString());
        }
    }

    /** What a proxy would get that does not do as ours do. */
    private String fromTheProxy(String... lines) {
        WireRequest request = BoundRequest.toCertificate(CLIENT).field(SECRET_FIELD, Identities.HOP_SECRET);
        for (String line : lines) {
            request.field(proxy.field(), line);
        }
        return server.outcomeStraight(request);
    }

    @Test
    void theApplicationSeesTheCertificateAndNotTheSecret() {
        assertThat(outcome(BoundRequest.toCertificate(CLIENT), CLIENT)).isEqualTo(PASSES);
        assertThat(server.received(SECRET_FIELD)).containsExactly(Identities.HOP_SECRET);
        assertThat(server.seen().fields())
                .containsKey(proxy.field().toLowerCase(Locale.ROOT))
                .doesNotContainKey("hop-secret");
    }

    @Test
    void theApplicationSeesNoForgedCertificate() {
        WireRequest request = BoundRequest.toNoConnection().field(proxy.field(), proxy.written(CLIENT));
        assertThat(server.outcomeStraight(request)).isEqualTo(PASSES);
        assertThat(server.seen().fields()).doesNotContainKey(proxy.field().toLowerCase(Locale.ROOT));

        WireRequest excluded = WireRequest.of("GET", "/health", BoundRequest.HOST)
                .field(proxy.field(), proxy.written(CLIENT))
                .field(SECRET_FIELD, "guess");
        assertThat(server.outcomeStraight(excluded)).isEqualTo(PASSES);
        assertThat(server.seen().fields())
                .doesNotContainKey(proxy.field().toLowerCase(Locale.ROOT))
                .doesNotContainKey("hop-secret");
    }

    @Test
    void refusesEarlyDataBeforeAnythingIsSpent() {
        WireRequest request = BoundRequest.toNoConnection();
        WireRequest early = WireRequest.of("GET", "/orders", BoundRequest.HOST).field("Early-Data", "1");
        request.lines().stream()
                .filter(line -> line.startsWith("Authorization"))
                .forEach(early::rawLine);

        assertThat(server.outcomeStraight(early)).isEqualTo(Reason.EARLY_DATA.toString());
        assertThat(server.outcomeStraight(request)).isEqualTo(PASSES);
    }
}
