// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import io.popfilter.tls.BindingType;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloaded servers with TLS of Conscrypt, and of BouncyCastle in Tomcat, set up word for word as docs/channel-binding.md says. */
@ParameterizedClass
@EnumSource(Standalone.class)
record StandaloneProviderTest(Standalone kind) {

    private static final TlsClient CLIENT = TlsClient.believing(TlsProvider.CONSCRYPT, TlsKeys.ofThisProcess());

    private static StandaloneServer server;

    @BeforeParameterizedClassInvocation
    static void start(Standalone kind) {
        server = kind.startWithProviders();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void conscryptHasTheExporterWithAnyJava(Transport transport) {
        WhoAmI whoAmI = WhoAmI.at(server);

        try (OpenConnection own = whoAmI.open(CLIENT, transport);
                OpenConnection other = whoAmI.open(CLIENT, transport)) {
            whoAmI.pass(own, signed(whoAmI, BindingType.TLS_EXPORTER, own), "PoP");
            whoAmI.refuse(own, signed(whoAmI, BindingType.TLS_EXPORTER, other), Reason.CHANNEL_BINDING_MISMATCH);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void everyProviderHasTheFinishedMessageOfTls12(Transport transport) {
        for (int port : server.ports()) {
            WhoAmI whoAmI = new WhoAmI(server, port);
            try (OpenConnection own = whoAmI.open(CLIENT.upTo("TLSv1.2"), transport);
                    OpenConnection other = whoAmI.open(CLIENT.upTo("TLSv1.2"), transport)) {
                whoAmI.pass(own, signed(whoAmI, BindingType.TLS_UNIQUE, own), "PoP");
                whoAmI.refuse(own, signed(whoAmI, BindingType.TLS_UNIQUE, other), Reason.CHANNEL_BINDING_MISMATCH);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void everyProviderHasTheServersCertificate(Transport transport) {
        for (int port : server.ports()) {
            WhoAmI whoAmI = new WhoAmI(server, port);
            try (OpenConnection connection = whoAmI.open(TlsClient.anonymous(), transport)) {
                whoAmI.pass(
                        connection,
                        whoAmI.signed(request ->
                                request.onConnection(BindingType.TLS_SERVER_END_POINT, connection.session())),
                        "PoP");
                whoAmI.refuse(
                        connection,
                        whoAmI.signed(BindingType.TLS_SERVER_END_POINT, new byte[32]),
                        Reason.CHANNEL_BINDING_MISMATCH);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void bouncyCastleHasNoExporter(Transport transport) {
        assertThat(server.ports()).hasSize(kind == Standalone.JETTY_12_1 ? 1 : 2);
        for (int port : server.ports().subList(1, server.ports().size())) {
            WhoAmI whoAmI = new WhoAmI(server, port);
            try (OpenConnection own = whoAmI.open(CLIENT, transport)) {
                whoAmI.refuse(
                        own, signed(whoAmI, BindingType.TLS_EXPORTER, own), Reason.CHANNEL_BINDING_NOT_COMPARABLE);
            }
        }
    }

    private static WireRequest signed(WhoAmI whoAmI, BindingType type, OpenConnection connection) {
        return whoAmI.signed(type, TlsProvider.CONSCRYPT.binding(type, connection.tls()));
    }
}
