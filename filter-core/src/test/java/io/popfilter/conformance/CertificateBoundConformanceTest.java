// SPDX-License-Identifier: Apache-2.0
package io.popfilter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.DpopProof;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.FakeTls;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.token.Binding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificate-bound tokens (RFC 8705 section 3), alone and beside keys; the number is in the name. */
class CertificateBoundConformanceTest {

    private static final byte[] CERTIFICATE = Bytes.utf8("a certificate");
    private static final byte[] ANOTHER = Bytes.utf8("another one");
    private static final String THUMBPRINT =
            CertificateThumbprint.of(CERTIFICATE).value();

    private final Scene scene = Scene.with(builder -> builder.schemes(List.of(SchemeName.values())));

    @Test
    void mt02_acceptsATokenWithTheCertificateThatItNames() {
        PopPrincipal principal = scene.accept(
                        bearer(Map.of("x5t#S256", THUMBPRINT)).tls(with(CERTIFICATE)))
                .principal();

        assertThat(principal.scheme()).isEqualTo("mTLS");
        assertThat(principal.certificateThumbprint()).hasValue(THUMBPRINT);
        assertThat(principal.binding()).isEqualTo(Binding.TOKEN);
        assertThat(principal.keyThumbprint()).isEmpty();
        assertThat(principal.coveredComponents()).isEmpty();
    }

    @Test
    void mt02_refusesAnotherCertificateAndNone() {
        FakeRequest stolen = bearer(Map.of("x5t#S256", THUMBPRINT));

        assertThat(scene.refusal(stolen)).isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING);
        assertThat(scene.refusal(stolen.tls(with(ANOTHER)))).isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH);
        assertThat(List.of(Reason.CLIENT_CERTIFICATE_MISSING.error(), Reason.CLIENT_CERTIFICATE_MISMATCH.error()))
                .containsOnly(OAuthError.INVALID_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void mt02_noOtherTextNamesTheCertificate(String thumbprint) {
        assertThat(scene.refusal(bearer(Map.of("x5t#S256", thumbprint)).tls(with(CERTIFICATE))))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH);
    }

    /** V-40. */
    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void mt04_v40_aTokenThatNamesKeyAndCertificateNeedsBoth(SchemeName scheme) {
        Map<String, Object> both = new HashMap<>(Map.of("jkt", Scene.CLIENT.thumbprint(), "x5t#S256", THUMBPRINT));
        if (scheme == SchemeName.POP) {
            both.put("jwk", Scene.CLIENT.members());
        }

        PopPrincipal principal =
                scene.accept(signed(scheme, both).tls(with(CERTIFICATE))).principal();
        assertThat(principal.certificateThumbprint()).hasValue(THUMBPRINT);
        assertThat(principal.keyThumbprint()).hasValue(Scene.CLIENT.thumbprint());

        assertThat(scene.refusal(signed(scheme, both).tls(with(ANOTHER))))
                .isEqualTo(Reason.CLIENT_CERTIFICATE_MISMATCH);
        assertThat(scene.refusal(signed(scheme, both))).isEqualTo(Reason.CLIENT_CERTIFICATE_MISSING);
        assertThat(scene.refusal(bearer(both).tls(with(CERTIFICATE)))).isEqualTo(Reason.BOUND_TOKEN_WITHOUT_PROOF);
    }

    @Test
    void mt04_aProofOfAKeyDoesNotReplaceTheCertificate() {
        assertThat(scene.refusal(
                        signed(SchemeName.POP, Map.of("x5t#S256", THUMBPRINT)).tls(with(CERTIFICATE))))
                .isEqualTo(Reason.CONFIRMATION_NOT_FOR_SCHEME);
        assertThat(scene.refusal(
                        signed(SchemeName.DPOP, Map.of("x5t#S256", THUMBPRINT)).tls(with(CERTIFICATE))))
                .isEqualTo(Reason.CONFIRMATION_NOT_FOR_SCHEME);
    }

    @Test
    void mt04_anUnknownMemberBesideTheCertificateIsRefused() {
        assertThat(scene.refusal(
                        bearer(Map.of("x5t#S256", THUMBPRINT, "new", "x")).tls(with(CERTIFICATE))))
                .isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
    }

    @Test
    void isOnOnlyWhenItIsNamed() {
        Scene bearerOnly = Scene.with(builder -> builder.schemes(List.of(SchemeName.POP, SchemeName.BEARER)));
        Scene certificatesOnly = Scene.with(builder -> builder.schemes(List.of(SchemeName.MTLS)));
        FakeRequest bound = bearer(Map.of("x5t#S256", THUMBPRINT)).tls(with(CERTIFICATE));
        FakeRequest unbound = FakeRequest.get()
                .authorization("Bearer " + Token.signed().text())
                .tls(with(CERTIFICATE));

        assertThat(bearerOnly.refusal(bound)).isEqualTo(Reason.CONFIRMATION_NOT_FOR_SCHEME);
        bearerOnly.accept(unbound);
        certificatesOnly.accept(bound);
        assertThat(certificatesOnly.refusal(unbound)).isEqualTo(Reason.BEARER_NOT_ACCEPTED);
    }

    @Test
    void aClientCertificateDoesNotBindATokenThatNamesNone() {
        FakeRequest request = FakeRequest.get()
                .authorization("Bearer " + Token.signed().text())
                .tls(with(CERTIFICATE));

        PopPrincipal principal = scene.accept(request).principal();

        assertThat(principal.scheme()).isEqualTo("Bearer");
        assertThat(principal.certificateThumbprint()).isEmpty();
    }

    private static FakeTls with(byte[] certificate) {
        return new FakeTls().clientCertificate(certificate);
    }

    private static FakeRequest bearer(Map<String, Object> cnf) {
        return FakeRequest.get()
                .authorization("Bearer " + Token.signed().cnf(cnf).text());
    }

    private static FakeRequest signed(SchemeName scheme, Map<String, Object> cnf) {
        String token = Token.signed().cnf(cnf).text();
        return scheme == SchemeName.DPOP
                ? DpopProof.of(token, Scene.CLIENT).on(FakeRequest.get())
                : FakeRequest.get().signed(Proof.of(token, Scene.CLIENT));
    }
}
