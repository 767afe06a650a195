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
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static Deployed deployed;

    @BeforeAll
    static void deploy() {
        assumeThat(Container.ofThisModule().warDeployer())
                .as("a container that deploys WARs by itself")
                .isPresent();
        deployed = Deployed.at("/app", Map.of());
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
        try (Deployed root = Deployed.at("", Map.of())) {
            expectWhoAmI(root);
        }
    }

    private static void expectWhoAmI(Deployed war) throws ParseException {
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
        try (Deployed wrong = Deployed.at("/wrong", Map.of("tokn.issuer", "https://as.example.com"))) {
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
        try (Deployed war = Deployed.at("/bound", settings);
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

    private static Answer sendSigned(RequestToSign signed, Deployed war, SSLSocket socket) throws IOException {
        return WireRequest.of(
                        "GET", "/bound/whoami", "127.0.0.1:" + war.container().tlsPort())
                .field("Authorization", signer().authorization(signed))
                .sendKeeping(socket);
    }

    private static WireRequest signedGet(Deployed war) {
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

    /** The WAR in a container; system properties are set only while it starts. */
    private record Deployed(
            String contextPath, TemporaryDirectory directory, CapturedLog log, Container.Running container)
            implements AutoCloseable {

        static Deployed at(String contextPath, Map<String, String> more) {
            TemporaryDirectory directory = TemporaryDirectory.create();
            CapturedLog log = CapturedLog.open();
            Map<String, String> settings = Server.settings(directory.path());
            settings.putAll(more);
            settings.forEach((name, value) -> System.setProperty("popfilter." + name, value));
            try {
                Path war = Path.of(System.getProperty("it.war"));
                Path scratch = Files.createDirectory(directory.path().resolve("container"));
                Container.WarDeployer deployer =
                        Container.ofThisModule().warDeployer().orElseThrow();
                return new Deployed(contextPath, directory, log, deployer.start(contextPath, war, scratch));
            } catch (Exception e) {
                throw new AssertionError("the container does not start", e);
            } finally {
                settings.keySet().forEach(name -> System.clearProperty("popfilter." + name));
            }
        }

        Answer send(WireRequest request) {
            return request.sendTo(container.port());
        }

        WireRequest request(String method, String target) {
            return WireRequest.of(method, target, "127.0.0.1:" + container.port());
        }

        URI uri(String target) {
            return URI.create("http://127.0.0.1:" + container.port() + target);
        }

        @Override
        public void close() {
            container.close();
            log.close();
            directory.close();
        }
    }
}
