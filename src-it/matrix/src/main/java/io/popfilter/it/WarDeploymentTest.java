// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.TlsExporter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The WAR of the examples, deployed from its web.xml and configured from outside. */
class WarDeploymentTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final ClientKey KEY = ClientKey.of(SignatureAlgorithm.ES256);

    private static DeployedWar deployed;

    @BeforeAll
    static void deploy() {
        assumeThat(Container.ofThisModule().warDeployer())
                .as("a container that deploys WARs by itself")
                .isPresent();
        deployed = DeployedWar.at("/app", Map.of());
    }

    @AfterAll
    static void undeploy() {
        if (deployed != null) {
            deployed.close();
        }
    }

    @Test
    void letsASignedRequestIn() throws ParseException {
        expectWhoAmI(deployed);
    }

    @Test
    void letsASignedRequestIntoTheRootContext() throws ParseException {
        try (DeployedWar root = DeployedWar.at("", Map.of())) {
            expectWhoAmI(root);
        }
    }

    private static void expectWhoAmI(DeployedWar war) throws ParseException {
        Answer answer = war.send(signedGet(war));

        assertThat(answer.status()).as(war.log().text()).isEqualTo(200);
        assertThat(JSONObjectUtils.parse(answer.body()))
                .containsEntry("subject", "alice")
                .containsEntry("client", "client-1")
                .containsEntry("scheme", "PoP")
                .containsEntry("thumbprint", KEY.thumbprint());
    }

    @Test
    void handsTheBodyOn() {
        assertThat(post("/app/echo?c=3", FORM, "a=1&b=%C3%BC").body()).isEqualTo("a=1\nb=\u00c3\u00bc\nc=3\n");
        assertThat(post("/app/echo", "application/json", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
    }

    private static Answer post(String target, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        RequestToSign toSign = RequestToSign.of("POST", deployed.uri(target)).body(type, body);
        return deployed.send(deployed.request("POST", target)
                .field("Authorization", signer().authorization(toSign))
                .field("Content-Type", type)
                .body(body));
    }

    @Test
    void refusesWhatIsNotSignedStolenOrReplayed() throws ParseException {
        expectRefusal(deployed.request("GET", "/app/whoami"), Reason.NO_CREDENTIALS);
        expectRefusal(
                deployed.request("GET", "/app/whoami").field("Authorization", "Bearer " + token()),
                Reason.BEARER_NOT_ACCEPTED);
        WireRequest signed = signedGet(deployed);
        assertThat(deployed.send(signed).status()).isEqualTo(200);
        expectRefusal(signed, Reason.REPLAYED);
    }

    private static void expectRefusal(WireRequest request, Reason reason) throws ParseException {
        deployed.log().clear();
        Answer answer = deployed.send(request);

        assertThat(answer.status()).isEqualTo(reason.error().status());
        assertThat(JSONObjectUtils.parse(answer.body())).containsEntry("detail", reason.sentence());
        assertThat(deployed.log().text()).contains("reason=" + reason + " stage=" + reason.stage());
        Refusals.assertChallenge(answer, reason.error());
    }

    @Test
    void servesNothingWhenTheConfigurationIsWrong() {
        try (DeployedWar wrong = DeployedWar.at("/wrong", Map.of("tokn.issuer", "https://as.example.com"))) {
            Answer answer = wrong.send(signedGet(wrong));

            assertThat(answer.status()).isIn(404, 500, 503);
            assertThat(answer.body()).doesNotContain("alice");
            assertThat(wrong.log().text()).contains("did you mean popfilter.token.issuer?");
        }
    }

    /** The container's own classes are hidden from a web application, in Jetty. */
    @Test
    void comparesTheConnectionFromInsideOfAWar() throws IOException {
        Map<String, String> settings =
                Map.of("channel-binding", "required", "channel-binding.types", "tls-exporter tls-server-end-point");
        boolean hasExporter =
                TlsExporter.isOfThisJvm() && Container.ofThisModule().tellsOfSessions();
        try (DeployedWar war = DeployedWar.at("/bound", settings);
                SSLSocket socket = TlsClient.anonymous().open(war.container().tlsPort(), TlsClient.HTTP_1)) {
            RequestToSign get = RequestToSign.of(
                    "GET", URI.create("https://127.0.0.1:" + war.container().tlsPort() + "/bound/whoami"));
            BindingType type = hasExporter ? BindingType.TLS_EXPORTER : BindingType.TLS_SERVER_END_POINT;

            Answer right = sendSigned(get.onConnection(type, socket.getSession()), war, socket);
            Answer wrong = sendSigned(get.channelBinding(type, new byte[32]), war, socket);

            assertThat(right.status()).as(war.log().text()).isEqualTo(200);
            assertThat(right.body()).contains("alice");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(war.log().text()).contains("reason=" + Reason.CHANNEL_BINDING_MISMATCH + " ");
        }
    }

    /** The same, where a helper of the container names somebody else. */
    @Test
    void asksFromInsideOfAWarWhoIsConnected() {
        Map<String, String> settings = Map.of(
                "public-base-uri", "https://api.example.com https://www.example.com",
                "proxy.trusted", "10.0.0.1",
                "proxy.header", "X-Forwarded");
        Container.ofThisModule().withForwardingHelpers().forEach((helper, container) -> {
            try (DeployedWar war = DeployedWar.in(container, "/app", settings)) {
                Answer answer = war.send(signedGet(war)
                        .field("X-Forwarded-For", "10.0.0.1")
                        .field("X-Forwarded-Host", "api.example.com")
                        .field("X-Forwarded-Proto", "https"));

                assertThat(answer.status()).as(helper).isEqualTo(400);
                assertThat(war.log().text()).contains("reason=" + Reason.PEER_NOT_TRUSTED + " ");
            }
        });
    }

    private static Answer sendSigned(RequestToSign signed, DeployedWar war, SSLSocket socket) throws IOException {
        return WireRequest.of(
                        "GET", "/bound/whoami", "127.0.0.1:" + war.container().tlsPort())
                .field("Authorization", signer().authorization(signed))
                .sendKeeping(socket);
    }

    private static WireRequest signedGet(DeployedWar war) {
        String target = war.contextPath() + "/whoami";
        RequestToSign get = RequestToSign.of("GET", war.uri(target));
        return war.request("GET", target).field("Authorization", signer().authorization(get));
    }

    private static RequestSigner signer() {
        return RequestSigner.presentingKey(token(), KEY.signing(), InstantSource.system());
    }

    private static String token() {
        return AuthorizationServer.ONLY.token(TokenForm.A256KW_A256GCM, ConfirmationForm.JKT, KEY);
    }
}
