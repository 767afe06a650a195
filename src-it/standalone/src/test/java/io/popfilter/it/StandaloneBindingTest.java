// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestToSign;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.TlsExporter;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloaded servers with TLS of the JDK, set up word for word as docs/channel-binding.md says. */
@ParameterizedClass
@EnumSource(Standalone.class)
record StandaloneBindingTest(Standalone kind) {

    private static final TlsKeys OWN = TlsKeys.make();
    private static final TlsKeys STRANGERS = TlsKeys.make();

    private static StandaloneServer server;
    private static WhoAmI whoAmI;

    @BeforeParameterizedClassInvocation
    static void start(Standalone kind) {
        server = kind.start();
        whoAmI = WhoAmI.at(server);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
        assertThat(server.log()).contains("Stop").doesNotContain("has failed to stop it"); // a thread of ours
    }

    @Test
    void warnsOfNothingOfOurs() {
        assertThat(server.log().lines().filter(line -> line.matches(".*(WARN|SEVERE).*")))
                .noneMatch(line -> line.contains("popfilter"));
    }

    @ParameterizedTest
    @CsvSource({"HTTPS, TLSv1.3", "HTTPS, TLSv1.2", "H2, TLSv1.3", "H2, TLSv1.2"})
    void comparesTheServersCertificate(Transport transport, String version) {
        try (OpenConnection connection = whoAmI.open(TlsClient.anonymous().upTo(version), transport)) {
            whoAmI.pass(
                    connection,
                    whoAmI.signed(
                            request -> request.onConnection(BindingType.TLS_SERVER_END_POINT, connection.session())),
                    "PoP");
            whoAmI.refuse(
                    connection,
                    whoAmI.signed(BindingType.TLS_SERVER_END_POINT, new byte[32]),
                    Reason.CHANNEL_BINDING_MISMATCH);
        }
    }

    /** Where this JVM has no exporter, a value is made up, and the server, which runs in the same, cannot tell. */
    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void comparesTheExporterWhereJavaHasOne(Transport transport) {
        try (OpenConnection own = whoAmI.open(TlsClient.anonymous(), transport);
                OpenConnection other = whoAmI.open(TlsClient.anonymous(), transport)) {
            WireRequest ofOwn = whoAmI.signed(exporter(own));
            WireRequest ofOther = whoAmI.signed(exporter(other));
            if (TlsExporter.isOfThisJvm()) {
                whoAmI.pass(own, ofOwn, "PoP");
                whoAmI.refuse(own, ofOther, Reason.CHANNEL_BINDING_MISMATCH);
            } else {
                whoAmI.refuse(own, ofOwn, Reason.CHANNEL_BINDING_NOT_COMPARABLE);
                whoAmI.refuse(own, ofOther, Reason.CHANNEL_BINDING_NOT_COMPARABLE);
            }
        }
    }

    private static UnaryOperator<RequestToSign> exporter(OpenConnection connection) {
        return request -> TlsExporter.isOfThisJvm()
                ? request.onConnection(BindingType.TLS_EXPORTER, connection.session())
                : request.channelBinding(BindingType.TLS_EXPORTER, new byte[TlsExporter.LENGTH]);
    }

    @ParameterizedTest
    @CsvSource({"HTTPS, TLSv1.3", "HTTPS, TLSv1.2", "H2, TLSv1.3", "H2, TLSv1.2"})
    void comparesACertificateThatNobodyVouchesFor(Transport transport, String version) {
        WireRequest request = whoAmI.ofCertificate(OWN);

        try (OpenConnection own = whoAmI.open(TlsClient.showing(OWN).upTo(version), transport);
                OpenConnection strangers =
                        whoAmI.open(TlsClient.showing(STRANGERS).upTo(version), transport);
                OpenConnection without = whoAmI.open(TlsClient.anonymous().upTo(version), transport)) {
            whoAmI.pass(own, request, "mTLS");
            whoAmI.refuse(strangers, request, Reason.CLIENT_CERTIFICATE_MISMATCH);
            whoAmI.refuse(without, request, Reason.CLIENT_CERTIFICATE_MISSING);
        }
    }
}
