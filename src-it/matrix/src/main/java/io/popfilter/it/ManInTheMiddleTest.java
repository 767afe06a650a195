// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.sign.AnswerFault;
import io.popfilter.sign.RequestToSign;
import io.popfilter.sign.SignedRequest;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.TlsExporter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody ends the client's TLS connection with a certificate that the client believes, opens another to the server, and reads
 * and changes what he likes. The client signs for the true server all the while.
 */
class ManInTheMiddleTest {

    private static final String TARGET = "/stream?a=1";
    private static final ClientKey KEY = ClientKey.of(SignatureAlgorithm.ES256);
    private static final TlsKeys CERTIFICATE = TlsKeys.make();
    private static final Container TELLING = Container.ofThisModule().askingForCertificates();

    @AutoClose
    private static final TemporaryDirectory DIRECTORY = TemporaryDirectory.create();

    @AutoClose
    private static final Server SERVER = start();

    private static Server start() {
        Map<String, String> settings = new HashMap<>(AnsweredClient.serverSettings(DIRECTORY.path()));
        settings.put("schemes", "PoP DPoP mTLS Bearer");
        settings.put("channel-binding", "optional");
        settings.put("channel-binding.types", "tls-exporter tls-server-end-point");
        return Server.startIn(TELLING, settings).over(Transport.HTTPS);
    }

    @AutoClose
    private final TlsRelay relay = TlsRelay.before(SERVER.port());

    private final Client client = Client.of(SERVER);

    /** What the victim sends, by way of the man in the middle. */
    private Answer send(UnaryOperator<RequestToSign> binding) {
        SERVER.application().forget();
        SERVER.log().clear();
        try (OpenConnection connection = relay.victim()) {
            return connection.send(client.get(TARGET, binding));
        }
    }

    private void refused(Answer answer, Reason reason) {
        assertThat(SERVER.log().text()).contains("reason=" + reason + " ");
        assertThat(SERVER.application().seen()).isEmpty();
        assertThat(answer.status()).isEqualTo(401);
    }

    // ---- with a stolen token ----

    @Test
    void withAStolenTokenAsBearerHeIsRefused() {
        String token = stolen();

        Answer answer = SERVER.send(
                WireRequest.of("GET", TARGET, SERVER.authority()).field("Authorization", "Bearer " + token));

        refused(answer, Reason.BOUND_TOKEN_WITHOUT_PROOF);
    }

    @Test
    void withAStolenTokenAndAKeyOfHisOwnHeIsRefused() {
        String token = stolen();
        ClientKey own = ClientKey.generate(SignatureAlgorithm.ES256);

        Answer answer = SERVER.send(Client.holding(SERVER, token, own).get(TARGET));

        refused(answer, Reason.SIGNATURE_INVALID);
    }

    /** He has read a request of the victim, the token in it too, and that request was used. */
    private String stolen() {
        Client victim = Client.holding(SERVER, bound(Map.of("jwk", KEY.jwk())), KEY);
        try (OpenConnection connection = relay.victim()) {
            assertThat(connection.send(victim.get(TARGET)).status()).isEqualTo(200);
        }
        assertThat(relay.read().get(0).value("authorization")).startsWith("PoP ");
        SERVER.application().forget();
        SERVER.log().clear();
        return victim.token();
    }

    @Test
    void whatHeHasReadHeCannotUseAgain() {
        assertThat(send(UnaryOperator.identity()).status()).isEqualTo(200);
        WireMessage read = relay.read().get(0);
        SERVER.application().forget();

        Answer answer = SERVER.send(
                WireRequest.of("GET", TARGET, SERVER.authority()).field("Authorization", read.value("authorization")));

        refused(answer, Reason.REPLAYED);
    }

    // ---- with a request that he sends on ----

    /** Why bindings are there: a signature alone does not tell who sent it. */
    @Test
    void aRequestThatIsBoundToNothingHeCanSendOnOnce() {
        assertThat(send(UnaryOperator.identity()).status()).isEqualTo(200);
    }

    @Test
    void aRequestThatHeChangesIsRefused() {
        relay.change(request -> request.query(query -> query + "&b=2"), UnaryOperator.identity());

        refused(send(UnaryOperator.identity()), Reason.QUERY_PARAMETER_NOT_COVERED);
    }

    @Test
    void aRequestThatWasSignedForTheConnectionWithHimIsRefused() {
        SERVER.application().forget();
        SERVER.log().clear();
        try (OpenConnection connection = relay.victim()) {
            byte[] madeUp = new byte[TlsExporter.LENGTH]; // where this JVM has no exporter
            WireRequest request = client.get(
                    TARGET,
                    toSign -> TlsExporter.isOfThisJvm()
                            ? toSign.onConnection(BindingType.TLS_EXPORTER, connection.session())
                            : toSign.channelBinding(BindingType.TLS_EXPORTER, madeUp));

            boolean isCompared = TlsExporter.isOfThisJvm() && TELLING.tellsOfSessions();
            refused(
                    connection.send(request),
                    isCompared ? Reason.CHANNEL_BINDING_MISMATCH : Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        }
    }

    @Test
    void aRequestThatWasSignedForHisCertificateIsRefused() {
        SERVER.application().forget();
        SERVER.log().clear();
        try (OpenConnection connection = relay.victim()) {
            WireRequest request = client.get(
                    TARGET, toSign -> toSign.onConnection(BindingType.TLS_SERVER_END_POINT, connection.session()));

            refused(
                    connection.send(request),
                    TELLING.tellsOfSessions()
                            ? Reason.CHANNEL_BINDING_MISMATCH
                            : Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        }
    }

    @Test
    void aTokenThatIsBoundToACertificateHeCannotSendOn() throws Exception {
        String thumbprint =
                CertificateThumbprint.of(CERTIFICATE.certificate().getEncoded()).value();
        Client bound = Client.holding(SERVER, bound(Map.of("jwk", KEY.jwk(), "x5t#S256", thumbprint)), KEY);
        SERVER.log().clear();
        try (OpenConnection direct = OpenConnection.of(TlsClient.showing(CERTIFICATE), SERVER);
                OpenConnection connection = relay.victim()) {
            assertThat(direct.send(bound.get(TARGET)).status())
                    .as(SERVER.log().text())
                    .isEqualTo(200);
            SERVER.application().forget();

            refused(connection.send(bound.get(TARGET)), Reason.CLIENT_CERTIFICATE_MISSING);
        }
    }

    // ---- with an answer that he forges ----

    /** The victim asks for a signed answer, by way of the man in the middle. */
    private AnsweredClient.Exchange ask(AnsweredClient victim) {
        SignedRequest sent = victim.sign("GET", TARGET);
        try (OpenConnection connection = relay.victim()) {
            return new AnsweredClient.Exchange(sent, connection.send(victim.wire(sent, "GET", TARGET)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatHeLeavesAloneIsBelieved(AnsweredClient.Kind kind) {
        AnsweredClient victim = AnsweredClient.of(SERVER, kind);

        assertThat(victim.accept(ask(victim)).coversBody()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerWhoseStatusOrBodyHeChangesIsRefused(AnsweredClient.Kind kind) {
        AnsweredClient victim = AnsweredClient.of(SERVER, kind);

        relay.change(request -> {}, answer -> new Answer(200, answer.fields(), "{\"balance\":0}", answer.trailers()));
        assertThat(victim.fault(ask(victim))).isEqualTo(AnswerFault.BODY_MISMATCH);
        relay.change(request -> {}, answer -> new Answer(404, answer.fields(), answer.body(), answer.trailers()));
        assertThat(victim.fault(ask(victim))).isEqualTo(AnswerFault.STATUS_MISMATCH);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerWithoutTheSignatureThatWasAskedForIsRefused(AnsweredClient.Kind kind) {
        AnsweredClient victim = AnsweredClient.of(SERVER, kind);

        relay.change(
                request -> {},
                answer -> new Answer(
                        answer.status(),
                        answer.fields().stream()
                                .filter(field -> !field.getKey().equals("pop-response"))
                                .toList(),
                        answer.body(),
                        answer.trailers()));
        assertThat(victim.fault(ask(victim))).isEqualTo(AnswerFault.MISSING);
        relay.change(request -> request.remove("want-pop-response"), UnaryOperator.identity());
        assertThat(victim.fault(ask(victim))).isEqualTo(AnswerFault.MISSING);
    }

    @ParameterizedTest
    @EnumSource
    void theAnswerToAnotherRequestIsRefused(AnsweredClient.Kind kind) {
        AnsweredClient victim = AnsweredClient.of(SERVER, kind);
        Answer earlier = ask(victim).answer();

        relay.change(request -> {}, answer -> earlier);

        assertThat(victim.fault(ask(victim))).isEqualTo(AnswerFault.OTHER_REQUEST);
    }

    private static String bound(Map<String, Object> cnf) {
        return AuthorizationServer.ONLY.token(TokenForm.SIGNED, AuthorizationServer.ONLY.claims(cnf));
    }
}
