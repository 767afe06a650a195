// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.tls.CertificateThumbprint;
import java.security.cert.CertificateEncodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens that are bound to the client's certificate, a self-signed one (RFC 8705 section 3), alone and beside a key. */
class CertificateBoundTest {

    private static final TlsKeys OWN = TlsKeys.make();
    private static final TlsKeys STRANGERS = TlsKeys.make();
    private static final ClientKey KEY = ClientKey.of(SignatureAlgorithm.ES256);

    @AutoClose
    private static final Server SERVER = Server.startIn(
            Container.ofThisModule().askingForCertificates(),
            Map.of(
                    "schemes",
                    "PoP DPoP mTLS",
                    "channel-binding",
                    "optional",
                    "channel-binding.required-for",
                    "/bound/*"));

    private static String token(Map<String, Object> more) {
        try {
            Map<String, Object> cnf = new HashMap<>(more);
            cnf.put(
                    "x5t#S256",
                    CertificateThumbprint.of(OWN.certificate().getEncoded()).value());
            return AuthorizationServer.ONLY.token(TokenForm.SIGNED, AuthorizationServer.ONLY.claims(cnf));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WireRequest bearer(Server server, String token) {
        return WireRequest.of("GET", "/bound/stream", server.authority()).field("Authorization", "Bearer " + token);
    }

    private static WireRequest dpop(Server server, String token) {
        String uri = "https://" + server.authority() + "/bound/stream";
        return WireRequest.of("GET", "/bound/stream", server.authority())
                .field("Authorization", "DPoP " + token)
                .field("DPoP", DpopProof.of(token, KEY, "GET", uri).compact());
    }

    private static WireRequest pop(Server server, String token) {
        return Client.holding(server, token, KEY).get("/bound/stream");
    }

    private static PopPrincipal pass(Server server, OpenConnection connection, WireRequest request) {
        server.application().forget();
        Answer answer = connection.send(request);
        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        return (PopPrincipal) server.application().seen().get(0).principal();
    }

    private static void refused(Server server, OpenConnection connection, WireRequest request, Reason reason) {
        server.application().forget();
        server.log().clear();
        Answer answer = connection.send(request);
        assertThat(server.log().text()).contains("reason=" + reason + " ");
        assertThat(server.application().seen()).isEmpty();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("\"error\":\"invalid_token\"");
        assertThat(answer.lines("cache-control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @CsvSource({"HTTPS, TLSv1.3", "HTTPS, TLSv1.2", "H2, TLSv1.3", "H2, TLSv1.2"})
    void mt02Mt05LetsATokenInWithItsCertificate(Transport transport, String version) {
        Server server = SERVER.over(transport);

        try (OpenConnection connection =
                OpenConnection.of(TlsClient.showing(OWN).upTo(version), server)) {
            PopPrincipal principal = pass(server, connection, bearer(server, token(Map.of())));

            assertThat(connection.session().getProtocol()).isEqualTo(version);
            assertThat(principal.scheme()).isEqualTo("mTLS");
            assertThat(principal.certificateThumbprint()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void letsItInOnAResumedSession(Transport transport) {
        Server server = SERVER.over(transport);
        TlsClient resuming = TlsClient.showing(OWN);
        TlsClient anonymous = TlsClient.anonymous();

        try (OpenConnection first = OpenConnection.of(resuming, server);
                OpenConnection without = OpenConnection.of(anonymous, server)) {
            pass(server, first, bearer(server, token(Map.of())));
            refused(server, without, bearer(server, token(Map.of())), Reason.CLIENT_CERTIFICATE_MISSING);
            LockSupport.parkNanos(20_000_000); // else sessions of the same millisecond look alike
            try (OpenConnection second = OpenConnection.of(resuming, server);
                    OpenConnection stillWithout = OpenConnection.of(anonymous, server)) {
                assertThat(second.session().getCreationTime())
                        .isEqualTo(first.session().getCreationTime());
                pass(server, second, bearer(server, token(Map.of())));
                refused(server, stillWithout, bearer(server, token(Map.of())), Reason.CLIENT_CERTIFICATE_MISSING);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void mt02RefusesAnotherCertificateAndNone(Transport transport) {
        Server server = SERVER.over(transport);
        WireRequest stolen = bearer(server, token(Map.of()));

        try (OpenConnection strangers = OpenConnection.of(TlsClient.showing(STRANGERS), server);
                OpenConnection without = OpenConnection.of(TlsClient.anonymous(), server)) {
            refused(server, strangers, stolen, Reason.CLIENT_CERTIFICATE_MISMATCH);
            refused(server, without, stolen, Reason.CLIENT_CERTIFICATE_MISSING);
        }
    }

    /** The certificate does not replace the proof, nor the proof the certificate. */
    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "H2"})
    void mt04V40ATokenThatNamesAKeyTooNeedsBoth(Transport transport) {
        Server server = SERVER.over(transport);
        String forDpop = token(Map.of("jkt", KEY.thumbprint()));
        String forPop = token(Map.of("jwk", KEY.jwk()));

        try (OpenConnection own = OpenConnection.of(TlsClient.showing(OWN), server);
                OpenConnection strangers = OpenConnection.of(TlsClient.showing(STRANGERS), server);
                OpenConnection without = OpenConnection.of(TlsClient.anonymous(), server)) {
            for (PopPrincipal principal :
                    new PopPrincipal[] {pass(server, own, dpop(server, forDpop)), pass(server, own, pop(server, forPop))
                    }) {
                assertThat(principal.keyThumbprint()).hasValue(KEY.thumbprint());
                assertThat(principal.certificateThumbprint()).isPresent();
            }
            refused(server, strangers, dpop(server, forDpop), Reason.CLIENT_CERTIFICATE_MISMATCH);
            refused(server, strangers, pop(server, forPop), Reason.CLIENT_CERTIFICATE_MISMATCH);
            refused(server, without, dpop(server, forDpop), Reason.CLIENT_CERTIFICATE_MISSING);
            refused(server, without, pop(server, forPop), Reason.CLIENT_CERTIFICATE_MISSING);
            refused(server, own, bearer(server, forDpop), Reason.BOUND_TOKEN_WITHOUT_PROOF);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "H2C"})
    void inClearTextThereIsNoCertificate(Transport transport) {
        Server server = SERVER.over(transport);
        server.log().clear();

        Answer answer = server.send(bearer(server, token(Map.of())));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(server.log().text()).contains("reason=" + Reason.CLIENT_CERTIFICATE_MISSING + " ");
    }
}
