// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateForm;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.TlsConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardedTlsTest {

    // RFC 9440 appendix A
    private static final String CERTIFICATE =
            "MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBgNVBAMM"
                    + "EkxBIEludGVybWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkw"
                    + "EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M"
                    + "6aEAEFcGzkJiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAO"
                    + "BgNVHQ8BAf8EBAMCBsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoG"
                    + "CCqGSM49BAMCA0gAMEUCIBHda/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5XarmPk"
                    + "0wmuydBVoU4hBVZ1yhk=";
    private static final CertificateThumbprint THUMBPRINT =
            new CertificateThumbprint("v68ffgcPn6jdYpBfFY2nP4ShE2Yk-6_Mk5PI9yh6aes");

    private static final String EXPORTER = ":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:";
    private static final String SECRET = "c2VjcmV0LW9mLXRoZS1ob3A";

    private static final ForwardedFields FIELDS = new ForwardedFields(
            Optional.of(new ForwardedFields.Certificate("client-cert", CertificateForm.RFC9440)),
            Map.of(BindingType.TLS_EXPORTER, "tls-exporter"));
    private static final ForwardedTls BY_SECRET = new ForwardedTls(new Hop.SharedSecret("hop", SECRET), FIELDS);
    private static final ForwardedTls PRIVATE = new ForwardedTls(new Hop.PrivateListener(), FIELDS);

    private final HttpServletRequest request = mock(HttpServletRequest.class);

    @BeforeEach
    void comesFromTheProxy() {
        lines("hop", SECRET);
        lines("client-cert", ":" + CERTIFICATE + ":");
        lines("tls-exporter", EXPORTER);
    }

    private void lines(String name, String... lines) {
        when(request.getHeaders(name)).thenAnswer(call -> Collections.enumeration(List.of(lines)));
    }

    @Test
    void mt01_saysWhatTheProxySays() {
        TlsConnection connection = BY_SECRET.of(request);

        assertThat(connection.clientCertificate()).contains(THUMBPRINT);
        assertThat(connection.binding(BindingType.TLS_EXPORTER)).isEqualTo(ChannelBinding.of(new byte[32]));
        assertThat(connection.mayBeEarlyData()).isFalse();
    }

    @Test
    void mt01_neverAsksTheContainer() throws CertificateException {
        lines("client-cert");
        when(request.getAttribute("jakarta.servlet.request.X509Certificate"))
                .thenReturn(new X509Certificate[] {certificate()});

        assertThat(PRIVATE.of(request).clientCertificate()).isEmpty();
        assertThat(PRIVATE.of(request).whyNoCertificate()).isEqualTo("none: client-cert is on 0 lines");
        verify(request, never()).getAttribute(any());
    }

    @Test
    void mt01_v48_doesNotReadHeadersWhenTheContainerIsAsked() {
        assertThat(new DirectTls().of(request).clientCertificate()).isEmpty();
        assertThat(new DirectTls().of(request).mayBeEarlyData()).isFalse();

        verify(request, never()).getHeaders(any());
        verify(request, never()).getHeader(any());
    }

    @Test
    void mt01_v48_believesNobodyWithoutTheSecret() {
        for (List<String> lines : List.of(
                List.<String>of(),
                List.of(""),
                List.of(SECRET + "x"),
                List.of(SECRET.substring(1)),
                List.of(SECRET, SECRET),
                List.of(SECRET + ", " + SECRET))) {
            lines("hop", lines.toArray(String[]::new));

            assertUnknown(BY_SECRET, "the request may not be from the proxy, hop is ");
        }
    }

    @Test
    void believesNobodyWithoutThePinnedCertificate() throws CertificateException {
        ForwardedTls pinned = new ForwardedTls(new Hop.PinnedProxy(Set.of(THUMBPRINT)), FIELDS);
        assertUnknown(pinned, "the request may not be from the proxy, whoever connected has no certificate");

        when(request.getAttribute("jakarta.servlet.request.X509Certificate"))
                .thenReturn(new X509Certificate[] {certificate()});
        assertThat(pinned.of(request).clientCertificate()).contains(THUMBPRINT);

        ForwardedTls other =
                new ForwardedTls(new Hop.PinnedProxy(Set.of(new CertificateThumbprint("A".repeat(43)))), FIELDS);
        assertUnknown(
                other,
                "the request may not be from the proxy, whoever connected has the certificate " + THUMBPRINT.value());
    }

    @Test
    void takesNothingFromHeadersThatSayMoreThanOneThing() {
        lines("client-cert", ":" + CERTIFICATE + ":", ":" + CERTIFICATE + ":");
        lines("tls-exporter", EXPORTER, EXPORTER);
        assertUnknown(PRIVATE, "");
        assertThat(PRIVATE.of(request).whyNoCertificate()).isEqualTo("none: client-cert is on 2 lines");

        lines("client-cert", ":" + CERTIFICATE + ":, :" + CERTIFICATE + ":");
        lines("tls-exporter", EXPORTER + ", " + EXPORTER);
        assertUnknown(PRIVATE, "tls-exporter: ");

        lines("client-cert", "");
        lines("tls-exporter", "");
        assertUnknown(PRIVATE, "tls-exporter: not a byte sequence, :base64:");
    }

    @Test
    void takesNoHeadersForAbsentWhenTheContainerDoesNotTell() {
        when(request.getHeaders(any())).thenReturn(null);

        assertUnknown(PRIVATE, "tls-exporter is on 0 lines");
    }

    @Test
    void knowsNoBindingWithoutAHeader() {
        assertThat(PRIVATE.of(request).binding(BindingType.TLS_UNIQUE))
                .isEqualTo(new ChannelBinding.Unavailable("the proxy has no field for it"));
        ForwardedTls nothing =
                new ForwardedTls(new Hop.PrivateListener(), new ForwardedFields(Optional.empty(), Map.of()));
        assertThat(nothing.of(request).clientCertificate()).isEmpty();
        assertThat(nothing.of(request).whyNoCertificate()).isEqualTo("none: the proxy has no field for it");
    }

    @Test
    void takesAnyEarlyDataFieldForEarlyDataWhoeverSentIt() {
        for (List<String> lines : List.of(List.of("1"), List.of("0"), List.of(""), List.of("1", "1"))) {
            lines("early-data", lines.toArray(String[]::new));
            assertThat(PRIVATE.of(request).mayBeEarlyData()).isTrue();

            lines("hop");
            assertThat(BY_SECRET.of(request).mayBeEarlyData()).isTrue();
        }
    }

    @Test
    void hidesTheSecretFromTheApplicationAndWhateverTheProxyDidNotSay() {
        assertThat(BY_SECRET.hiddenFields(request)).containsExactly("hop");
        assertThat(PRIVATE.hiddenFields(request)).isEmpty();
        assertThat(TlsSource.none().hiddenFields(request)).isEmpty();

        lines("hop");
        assertThat(BY_SECRET.hiddenFields(request)).containsExactlyInAnyOrder("hop", "client-cert", "tls-exporter");
    }

    @Test
    void neverPrintsTheSecret() {
        assertThat(new Hop.SharedSecret("hop", SECRET)).hasToString("SharedSecret[field=hop]");
    }

    @Test
    void needsACertificateToPin() {
        assertThatThrownBy(() -> new Hop.PinnedProxy(Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertUnknown(ForwardedTls tls, String why) {
        assertThat(tls.of(request).clientCertificate()).isEmpty();
        assertThat(tls.of(request).binding(BindingType.TLS_EXPORTER))
                .isInstanceOfSatisfying(
                        ChannelBinding.Unavailable.class,
                        unavailable -> assertThat(unavailable.why()).startsWith(why));
    }

    private static X509Certificate certificate() throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(CERTIFICATE)));
    }
}
