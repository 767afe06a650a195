// SPDX-License-Identifier: Apache-2.0
package io.popfilter.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.PopPrincipal;
import io.popfilter.VerifiedRequest;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.DpopProof;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.FakeTls;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.PathPattern;
import io.popfilter.http.RequestTarget;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.SchemeName;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that are signed for a connection (RFC 9266, RFC 5929). */
class ChannelBindingTest {

    private static final String HERE = Bytes.sha256("this connection");
    private static final String THERE = Bytes.sha256("another one");
    private static final byte[] CERTIFICATE = Bytes.utf8("a certificate");

    private final Scene optional = scene();
    private final Scene required = scene("/orders/*");

    private static Scene scene(String... requiredFor) {
        List<PathPattern> patterns =
                List.of(requiredFor).stream().map(PathPattern::new).toList();
        return Scene.with(builder -> builder.schemes(List.of(SchemeName.values()))
                .channelBinding(new ChannelPolicy(EnumSet.allOf(BindingType.class), patterns)));
    }

    private static FakeRequest bound(Proof proof, BindingType type, String value) {
        return FakeRequest.get().signed(proof.member("cb", type + ":" + value));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheBindingOfThisConnection(BindingType type) {
        FakeRequest request = bound(optional.proof(), type, HERE).tls(new FakeTls().binding(type, HERE));

        PopPrincipal principal = optional.accept(request).principal();

        assertThat(principal.channelBinding()).hasValue(type);
        assertThat(principal.certificateThumbprint()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheBindingOfAnotherConnectionAndDoesNotSayWhichIsRight(BindingType type) {
        FakeRequest request = bound(optional.proof(), type, THERE).tls(new FakeTls().binding(type, HERE));

        Rejection rejection = optional.rejection(request);

        assertThat(rejection.reason()).isEqualTo(Reason.CHANNEL_BINDING_MISMATCH);
        assertThat(rejection.getMessage()).doesNotContain(HERE).doesNotContain(THERE);
    }

    @Test
    void aServerWithSeveralCertificatesHasSeveralEndPoints() {
        FakeTls tls = new FakeTls().binding(BindingType.TLS_SERVER_END_POINT, THERE, HERE);

        optional.accept(
                bound(optional.proof(), BindingType.TLS_SERVER_END_POINT, HERE).tls(tls));
    }

    @Test
    void refusesABindingThatIsNoneHereOrOfATypeThatIsNotCompared() {
        Scene exporterOnly = Scene.with(
                builder -> builder.channelBinding(new ChannelPolicy(Set.of(BindingType.TLS_EXPORTER), List.of())));
        FakeTls tls =
                new FakeTls().binding(BindingType.TLS_UNIQUE, HERE).binding(BindingType.TLS_SERVER_END_POINT, HERE);

        assertThat(exporterOnly.refusal(
                        bound(optional.proof(), BindingType.TLS_UNIQUE, HERE).tls(tls)))
                .isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        assertThat(exporterOnly.refusal(
                        bound(optional.proof(), BindingType.TLS_EXPORTER, HERE).tls(tls)))
                .isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        assertThat(exporterOnly.refusal(FakeRequest.get()
                        .signed(optional.proof().member("cb", "TLS-EXPORTER:" + HERE))
                        .tls(new FakeTls().binding(BindingType.TLS_EXPORTER, HERE))))
                .isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE);
    }

    @Test
    void whereBindingsAreOffOneThatIsClaimedIsRefused() {
        Scene off = Scene.standard();

        assertThat(off.refusal(bound(off.proof(), BindingType.TLS_EXPORTER, HERE)
                        .tls(new FakeTls().binding(BindingType.TLS_EXPORTER, HERE))))
                .isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE);
    }

    @Test
    void aValueThatIsCutOffIsAnotherOne() {
        FakeTls tls = new FakeTls().binding(BindingType.TLS_EXPORTER, HERE);
        String half = Bytes.base64url(new byte[16]);

        assertThat(optional.refusal(
                        bound(optional.proof(), BindingType.TLS_EXPORTER, half).tls(tls)))
                .isEqualTo(Reason.CHANNEL_BINDING_MISMATCH);
        assertThat(optional.refusal(bound(optional.proof(), BindingType.TLS_EXPORTER, HERE + "AA")
                        .tls(tls)))
                .isIn(Reason.CHANNEL_BINDING_MISMATCH, Reason.AUTHENTICATOR_CLAIM_INVALID);
    }

    @Test
    void whatIsRequiredDoesNotDependOnWhatTheConnectionOffers() {
        assertThat(required.refusal(required.proof())).isEqualTo(Reason.CHANNEL_BINDING_MISSING);
        assertThat(required.refusal(FakeRequest.get()
                        .signed(required.proof())
                        .tls(new FakeTls().binding(BindingType.TLS_EXPORTER, HERE))))
                .isEqualTo(Reason.CHANNEL_BINDING_MISSING);
        optional.accept(optional.proof());
    }

    @Test
    void aSchemeThatCannotBindIsRefusedWhereItIsRequired() {
        String token =
                Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint())).text();

        assertThat(required.refusal(DpopProof.of(token, Scene.CLIENT).on(FakeRequest.get())))
                .isEqualTo(Reason.CHANNEL_BINDING_MISSING);
        assertThat(required.refusal(FakeRequest.get()
                        .authorization("Bearer " + Token.signed().text())))
                .isEqualTo(Reason.CHANNEL_BINDING_MISSING);
    }

    @Test
    void theCertificateOfTheTokenBindsToTheConnectionToo() {
        String thumbprint = CertificateThumbprint.of(CERTIFICATE).value();
        Token token = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint(), "x5t#S256", thumbprint));
        FakeRequest request = DpopProof.of(token.text(), Scene.CLIENT)
                .on(FakeRequest.get())
                .tls(new FakeTls().clientCertificate(CERTIFICATE));

        PopPrincipal principal = required.accept(request).principal();

        assertThat(principal.certificateThumbprint()).hasValue(thumbprint);
        assertThat(principal.channelBinding()).isEmpty();
    }

    @Test
    void earlyDataIsRefusedBeforeAnythingIsSpent() {
        Proof proof = optional.proof();
        FakeRequest request = FakeRequest.get().signed(proof).tls(new FakeTls().early());

        assertThat(optional.refusal(request)).isEqualTo(Reason.EARLY_DATA);
        assertThat(Reason.EARLY_DATA.error().status()).isEqualTo(425);
        optional.accept(FakeRequest.get().signed(proof));
    }

    @Test
    void whatIsBoundToNothingIsNotTakenToARouteThatRequiresIt() throws Exception {
        Scene scene = scene("/other");
        FakeRequest request = FakeRequest.get().signed(scene.proof());
        VerifiedRequest verified = scene.accept(request);

        scene.verifier().requireEnoughFor(Optional.of(CanonicalPath.of("/orders/8")), verified, request);
        for (Optional<CanonicalPath> route :
                List.of(Optional.of(CanonicalPath.of("/other/")), RequestTarget.routeOf("/orders/8;x", ""))) {
            assertThatThrownBy(() -> scene.verifier().requireEnoughFor(route, verified, request))
                    .isInstanceOfSatisfying(
                            Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANNEL_BINDING_MISSING));
        }
    }
}
