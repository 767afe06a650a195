// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.reject.Reason;
import io.popfilter.tls.CertificateThumbprint;
import java.security.cert.CertificateEncodingException;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that are bound to the client's certificate (RFC 8705 section 3), where another provider than the JDK's does TLS. */
@Tag("other-tls-providers")
class ProviderCertificateTest {

    private static final TlsKeys OWN = TlsKeys.make();
    private static final TlsKeys STRANGERS = TlsKeys.make();
    private static final Map<String, String> SETTINGS = Map.of("schemes", "PoP mTLS");

    @AutoClose
    private static final Server CONSCRYPT =
            Server.startIn(Container.ofThisModule().doingTlsWith(TlsProvider.CONSCRYPT), SETTINGS);

    @AutoClose
    private static final Server BOUNCY_CASTLE =
            Server.startIn(Container.ofThisModule().doingTlsWith(TlsProvider.BOUNCY_CASTLE), SETTINGS);

    private static Server server(TlsProvider provider, Transport transport) {
        return (provider == TlsProvider.CONSCRYPT ? CONSCRYPT : BOUNCY_CASTLE).over(transport);
    }

    private static TlsClient showing(TlsProvider provider, TlsKeys own) {
        return TlsClient.showing(provider, own, TlsKeys.ofThisProcess());
    }

    private static OpenConnection open(Server server, TlsClient client, String version) {
        OpenConnection connection = OpenConnection.of(client.upTo(version), server);
        assertThat(connection.session().getProtocol()).isEqualTo(version);
        return connection;
    }

    private static WireRequest request(Server server) {
        try {
            CertificateThumbprint thumbprint =
                    CertificateThumbprint.of(OWN.certificate().getEncoded());
            String token = AuthorizationServer.ONLY.token(
                    TokenForm.SIGNED, AuthorizationServer.ONLY.claims(Map.of("x5t#S256", thumbprint.value())));
            return WireRequest.of("GET", "/orders", server.authority()).field("Authorization", "Bearer " + token);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void lets(Server server, OpenConnection connection) {
        server.application().forget();
        assertThat(connection.send(request(server)).status())
                .as(server.log().text())
                .isEqualTo(200);
        assertThat(server.application().seen())
                .singleElement()
                .satisfies(seen -> assertThat(((PopPrincipal) seen.principal()).certificateThumbprint())
                        .isPresent());
    }

    private static void refuses(Server server, OpenConnection connection, Reason reason) {
        server.application().forget();
        server.log().clear();
        Answer answer = connection.send(request(server));
        assertThat(server.log().text()).contains("reason=" + reason + " ");
        assertThat(server.application().seen()).isEmpty();
        assertThat(answer.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS, CONSCRYPT,     CONSCRYPT,     TLSv1.3",
        "HTTPS, CONSCRYPT,     JDK,           TLSv1.3",
        "HTTPS, CONSCRYPT,     JDK,           TLSv1.2",
        "H2,    CONSCRYPT,     CONSCRYPT,     TLSv1.3",
        "H2,    CONSCRYPT,     JDK,           TLSv1.3",
        "H2,    CONSCRYPT,     JDK,           TLSv1.2",
        "HTTPS, BOUNCY_CASTLE, BOUNCY_CASTLE, TLSv1.3",
        "HTTPS, BOUNCY_CASTLE, JDK,           TLSv1.3",
        "HTTPS, BOUNCY_CASTLE, JDK,           TLSv1.2",
        "H2,    BOUNCY_CASTLE, BOUNCY_CASTLE, TLSv1.3",
        "H2,    BOUNCY_CASTLE, JDK,           TLSv1.3",
        "H2,    BOUNCY_CASTLE, JDK,           TLSv1.2",
    })
    void mt02LetsATokenInWithItsCertificateAndRefusesAnotherAndNone(
            Transport transport, TlsProvider servers, TlsProvider clients, String version) {
        Server server = server(servers, transport);

        try (OpenConnection own = open(server, showing(clients, OWN), version);
                OpenConnection strangers = open(server, showing(clients, STRANGERS), version);
                OpenConnection without = open(server, TlsClient.believing(clients, TlsKeys.ofThisProcess()), version)) {
            lets(server, own);
            refuses(server, strangers, Reason.CLIENT_CERTIFICATE_MISMATCH);
            refuses(server, without, Reason.CLIENT_CERTIFICATE_MISSING);
            lets(server, own);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS, CONSCRYPT,     CONSCRYPT",
        "H2,    CONSCRYPT,     JDK",
        "HTTPS, BOUNCY_CASTLE, JDK",
        "H2,    BOUNCY_CASTLE, BOUNCY_CASTLE",
    })
    void doesTheSameOnResumedSessions(Transport transport, TlsProvider servers, TlsProvider clients) {
        Server server = server(servers, transport);

        resumes(server, showing(clients, OWN), connection -> lets(server, connection));
        resumes(
                server,
                showing(clients, STRANGERS),
                connection -> refuses(server, connection, Reason.CLIENT_CERTIFICATE_MISMATCH));
        resumes(
                server,
                TlsClient.believing(clients, TlsKeys.ofThisProcess()),
                connection -> refuses(server, connection, Reason.CLIENT_CERTIFICATE_MISSING));
    }

    /** With TLS 1.2: neither provider's server lets clients resume a session of TLS 1.3. */
    private static void resumes(Server server, TlsClient anyVersion, Consumer<OpenConnection> expectation) {
        TlsClient client = anyVersion.upTo("TLSv1.2");
        try (OpenConnection first = open(server, client, "TLSv1.2")) {
            expectation.accept(first);
            try (OpenConnection second = open(server, client, "TLSv1.2")) {
                assertThat(second.session().getId())
                        .isNotEmpty()
                        .isEqualTo(first.session().getId());
                expectation.accept(second);
            }
        }
    }
}
