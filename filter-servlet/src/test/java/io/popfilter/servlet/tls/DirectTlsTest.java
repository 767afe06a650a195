// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.TlsExporter;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of the attributes of a container; real ones have tests of their own. */
class DirectTlsTest {

    private static final String SESSION = "jakarta.servlet.request.ssl_session_mgr";
    private static final byte[] VALUE = new byte[32];

    static {
        Arrays.fill(VALUE, (byte) 7);
    }

    private final HttpServletRequest request = mock(HttpServletRequest.class);

    @ParameterizedTest
    @EnumSource
    void aConnectionInClearTextHasNone(BindingType type) {
        assertThat(why(type)).contains(type == BindingType.TLS_UNIQUE ? "nothing tells of it" : "is not TLS");
    }

    @ParameterizedTest
    @EnumSource(names = "TLS_UNIQUE", mode = EnumSource.Mode.EXCLUDE)
    void aContainerThatDoesNotTellIsNamedAsSuch(BindingType type) {
        when(request.getAttribute("jakarta.servlet.request.cipher_suite")).thenReturn("TLS_AES_128_GCM_SHA256");

        assertThat(why(type)).contains("the container does not tell");
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_EXPORTER, TLSv1.3, true",
        "TLS_EXPORTER, TLSv1.2, false",
        "TLS_UNIQUE, TLSv1.2, true",
        "TLS_UNIQUE, TLSv1.3, false",
    })
    void theFunctionOfAConnectorIsAskedForTheVersionsOfTheType(BindingType type, String version, boolean isTaken) {
        tells(Map.of(type.toString(), VALUE));
        session(version);

        ChannelBinding binding = binding(type);

        assertThat(binding).isInstanceOf(isTaken ? ChannelBinding.Known.class : ChannelBinding.Unavailable.class);
        if (isTaken) {
            assertThat(binding).isEqualTo(ChannelBinding.of(VALUE));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "TLS_SERVER_END_POINT", mode = EnumSource.Mode.EXCLUDE)
    void theFunctionSufficesWithoutASession(BindingType type) {
        tells(Map.of(type.toString(), VALUE));

        assertThat(binding(type)).isEqualTo(ChannelBinding.of(VALUE));
    }

    @ParameterizedTest
    @CsvSource({"TLS_EXPORTER, 31", "TLS_EXPORTER, 0", "TLS_UNIQUE, 0", "TLS_UNIQUE, 11"})
    void octetsThatAreNoBindingAreNone(BindingType type, int length) {
        tells(Map.of(type.toString(), new byte[length]));

        assertThat(binding(type)).isInstanceOf(ChannelBinding.Unavailable.class);
    }

    @Test
    void aFunctionThatDoesNotKnowLeavesItToTheSession() {
        tells(Map.of());
        session("TLSv1.2");

        assertThat(why(BindingType.TLS_EXPORTER)).contains(TlsExporter.isOfThisJvm() ? "TLSv1.2" : "JDK");
        assertThat(why(BindingType.TLS_UNIQUE)).contains("nothing tells of it");
    }

    @Test
    void attributesThatClientsCouldHaveWrittenAreNothing() {
        when(request.getAttribute(DirectTls.EXPORTER)).thenReturn("AAAA");
        when(request.getAttribute(SESSION)).thenReturn("AAAA");
        when(request.getAttribute("org.eclipse.jetty.io.Endpoint.SslSessionData"))
                .thenReturn("AAAA");

        assertThat(why(BindingType.TLS_EXPORTER)).contains("is not TLS");
        assertThat(why(BindingType.TLS_SERVER_END_POINT)).contains("is not TLS");
    }

    @Test
    void nothingIsKeptWithTheSessionWhichOtherConnectionsShare() {
        SSLSession session = session("TLSv1.3");

        for (BindingType type : BindingType.values()) {
            binding(type);
        }

        verify(session, never()).putValue(anyString(), any());
    }

    @Test
    void theEndPointIsTheCertificateOfTheSession() throws Exception {
        SSLSession session = session("TLSv1.2");
        X509Certificate certificate = certificate("SHA256withRSA", 1);
        X509Certificate issuer = certificate("SHA256withRSA", 2);
        when(session.getLocalCertificates()).thenReturn(new Certificate[] {certificate, issuer});

        assertThat(binding(BindingType.TLS_SERVER_END_POINT))
                .isEqualTo(new ChannelBinding.Known(
                        List.of(CertificateThumbprint.of(new byte[] {1}).value())));
    }

    @Test
    void configuredCertificatesReplaceTheOneOfTheSession() throws Exception {
        SSLSession session = session("TLSv1.3");
        X509Certificate ofTheSession = certificate("SHA256withRSA", 1);
        when(session.getLocalCertificates()).thenReturn(new Certificate[] {ofTheSession});
        List<X509Certificate> configured = List.of(certificate("SHA256withECDSA", 2), certificate("SHA256withRSA", 3));

        assertThat(new ConfiguredEndPoint(new DirectTls(), () -> configured)
                        .of(request)
                        .binding(BindingType.TLS_SERVER_END_POINT))
                .isEqualTo(new ChannelBinding.Known(List.of(
                        CertificateThumbprint.of(new byte[] {2}).value(),
                        CertificateThumbprint.of(new byte[] {3}).value())));
    }

    @Test
    void aSessionWithoutItsCertificateHasNoEndPoint() {
        SSLSession session = session("TLSv1.3");
        when(session.getLocalCertificates()).thenReturn(null);

        assertThat(why(BindingType.TLS_SERVER_END_POINT)).isNotEmpty();
    }

    @Test
    void mt01_v48_onlyTheFirstCertificateIsTheClients() throws Exception {
        X509Certificate[] chain = {certificate("Ed25519", 1), certificate("Ed25519", 2)};
        when(request.getAttribute("jakarta.servlet.request.X509Certificate")).thenReturn(chain);

        assertThat(new DirectTls().of(request).clientCertificate()).hasValue(CertificateThumbprint.of(new byte[] {1}));
    }

    private static X509Certificate certificate(String algorithm, int der) throws Exception {
        X509Certificate certificate = mock(X509Certificate.class);
        when(certificate.getSigAlgName()).thenReturn(algorithm);
        when(certificate.getEncoded()).thenReturn(new byte[] {(byte) der});
        return certificate;
    }

    private void tells(Map<String, byte[]> values) {
        Function<String, byte @Nullable []> function = values::get;
        when(request.getAttribute(DirectTls.EXPORTER)).thenReturn(function);
    }

    private SSLSession session(String version) {
        SSLSession session = mock(SSLSession.class);
        when(session.getProtocol()).thenReturn(version);
        Supplier<SSLSession> supplier = () -> session;
        when(request.getAttribute(SESSION)).thenReturn(supplier);
        return session;
    }

    private ChannelBinding binding(BindingType type) {
        return new DirectTls().of(request).binding(type);
    }

    private String why(BindingType type) {
        return ((ChannelBinding.Unavailable) binding(type)).why();
    }
}
