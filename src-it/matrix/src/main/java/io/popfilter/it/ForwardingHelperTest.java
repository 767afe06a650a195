// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A helper of the container believes what clients write about proxies; the filter does not. */
@Tag("same-in-every-version")
@ParameterizedClass(name = "{0}")
@MethodSource("helpers")
class ForwardingHelperTest {

    private static final Pattern REFUSED = Pattern.compile("refused .*reason=([A-Z_]+)");
    private static final String PASSES = "passes";
    private static final String MISSING = Reason.CLIENT_CERTIFICATE_MISSING.toString();
    private static final String SECRET = "c2VjcmV0LW9mLXRoaXMtcHJveHk";
    private static final String TARGET = "/orders";
    private static final String TWO = "https://api.example.com https://www.example.com";

    private static final List<Transport> TRANSPORTS = List.of(Transport.HTTP, Transport.H2C, Transport.HTTPS);

    private static Server direct;
    private static Server configured;
    private static Server told;
    private static Server toldInOneField;
    private static Server toldByUs;
    private static Server toldOfCertificates;
    private static Server directOfCertificates;

    private final String helper;

    ForwardingHelperTest(String helper) {
        this.helper = helper;
    }

    static List<String> helpers() {
        return List.copyOf(Container.ofThisModule().withForwardingHelpers().keySet());
    }

    /** What a client writes that would like to be a proxy. */
    private enum Forged {
        PEER(Map.of("X-Forwarded-For", "10.0.0.1")),
        PEER_AND_PORT(Map.of("X-Forwarded-For", "10.0.0.1:4711")),
        REAL_IP(Map.of("X-Real-IP", "10.0.0.1")),
        HOST(Map.of("X-Forwarded-Host", "www.example.com")),
        PROTO(Map.of("X-Forwarded-Proto", "https")),
        PROTO_AND_PORT(Map.of("X-Forwarded-Proto", "https", "X-Forwarded-Port", "443")),
        PORT(Map.of("X-Forwarded-Port", "443")),
        SERVER(Map.of("X-Forwarded-Server", "www.example.com")),
        TLS(Map.of("X-Proxied-Https", "on", "Proxy-Ssl-Id", "00112233", "Proxy-auth-cert", "TLS_AES_128_GCM_SHA256")),
        EVERYTHING(Map.of(
                "X-Forwarded-For", "10.0.0.1",
                "X-Forwarded-Host", "www.example.com",
                "X-Forwarded-Proto", "https",
                "X-Forwarded-Port", "443")),
        ONE_FIELD(Map.of("Forwarded", "for=10.0.0.1;host=www.example.com;proto=https"));

        @SuppressWarnings("ImmutableEnumChecker") // made with Map.of
        private final Map<String, String> fields;

        Forged(Map<String, String> fields) {
            this.fields = fields;
        }
    }

    @BeforeParameterizedClassInvocation
    static void start(String helper) {
        Container container = Container.ofThisModule().withForwardingHelpers().get(helper);
        direct = Server.startIn(container, Map.of());
        configured = Server.startIn(container, Map.of("public-base-uri", "https://api.example.com"));
        told = Server.startIn(container, trusting("10.0.0.1", "X-Forwarded"));
        toldInOneField = Server.startIn(container, trusting("10.0.0.1", "Forwarded"));
        toldByUs = Server.startIn(container, trusting("127.0.0.1", "X-Forwarded"));
        Map<String, String> bound = Map.of("public-base-uri", "https://api.example.com", "schemes", "PoP mTLS");
        directOfCertificates = Server.startIn(container, bound);
        Map<String, String> forwarded = new HashMap<>(bound);
        forwarded.put("tls.source", "forwarded");
        forwarded.put("tls.forwarded.client-certificate", "Client-Cert");
        forwarded.put("tls.forwarded.secret-header", "Hop-Secret");
        forwarded.put("tls.forwarded.secret", SECRET);
        toldOfCertificates = Server.startIn(container, forwarded);
    }

    private static Map<String, String> trusting(String proxy, String header) {
        return Map.of("public-base-uri", TWO, "proxy.trusted", proxy, "proxy.header", header);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        for (Server server :
                List.of(direct, configured, told, toldInOneField, toldByUs, toldOfCertificates, directOfCertificates)) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theConfiguredAddressIsAllThatCounts(Forged forged) {
        for (Transport transport : TRANSPORTS) {
            assertThat(outcome(configured.over(transport), "api.example.com", forged.fields))
                    .isEqualTo(PASSES);
            assertThat(outcome(configured.over(transport), "www.example.com", forged.fields))
                    .isEqualTo(Reason.AUTHORITY_MISMATCH.toString());
        }
    }

    /** Whoever is connected is no proxy, and says that he is one. */
    @ParameterizedTest
    @EnumSource
    void aClientDoesNotBecomeAProxyByWritingItsAddress(Forged forged) {
        for (Transport transport : TRANSPORTS) {
            for (Server server : List.of(told, toldInOneField)) {
                for (String host : List.of("api.example.com", "www.example.com")) {
                    assertThat(outcome(server.over(transport), host, forged.fields))
                            .as(transport + ": " + server.log().text())
                            .isEqualTo(Reason.PEER_NOT_TRUSTED.toString());
                }
            }
        }
    }

    /** Whoever is connected is a proxy, and its client says that he is another, or somebody else. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "203.0.113.7", "203.0.113.7:4711", "127.0.0.1", "unknown"})
    void aProxyIsBelievedAboutNoOtherHostThanItNames(String client) {
        Map<String, String> fields =
                Map.of("X-Forwarded-For", client, "X-Forwarded-Host", "api.example.com", "X-Forwarded-Proto", "https");
        for (Transport transport : TRANSPORTS) {
            assertThat(outcome(toldByUs.over(transport), "www.example.com", fields))
                    .isIn(
                            Reason.AUTHORITY_MISMATCH.toString(),
                            Reason.PEER_NOT_TRUSTED.toString(),
                            Reason.FORWARDING_UNACCEPTABLE.toString());
            assertThat(outcome(toldByUs.over(transport), "api.example.com", fields))
                    .isEqualTo(ofAProxy());
        }
    }

    /** Jetty and Undertow tell who is connected all the same; Tomcat's helpers hide that, and Spring's hides what a proxy said. */
    private String ofAProxy() {
        return switch (helper) {
            case "ForwardedRequestCustomizer", "ProxyPeerAddressHandler" -> PASSES;
            case "RemoteIpValve", "RemoteIpFilter" -> Reason.PEER_NOT_TRUSTED.toString();
            case "ForwardedHeaderFilter" -> Reason.FORWARDING_UNACCEPTABLE.toString();
            default -> throw new IllegalStateException(helper);
        };
    }

    /** Without public-base-uri the sender names the host, be it in Host or in a field that the helper puts into its place. */
    @ParameterizedTest
    @EnumSource
    void directlyExposedNoAddressCountsThatTheRequestDoesNotName(Forged forged) {
        for (Transport transport : TRANSPORTS) {
            assertThat(outcome(direct.over(transport), "api.example.com", forged.fields))
                    .isIn(Reason.AUTHORITY_MISMATCH.toString(), Reason.AUTHORITY_UNACCEPTABLE.toString());
        }
    }

    /** Who tells of certificates is known by his secret, whatever a helper makes of his address. */
    @ParameterizedTest
    @EnumSource
    void aClientDoesNotTellOfItsCertificate(Forged forged) throws GeneralSecurityException {
        byte[] certificate = TlsKeys.ofThisProcess().certificate().getEncoded();
        String token = AuthorizationServer.ONLY.token(
                TokenForm.SIGNED, AuthorizationServer.ONLY.claims(Map.of("x5t#S256", Proof.sha256(certificate))));
        for (Transport transport : TRANSPORTS) {
            Server server = toldOfCertificates.over(transport);
            Server untold = directOfCertificates.over(transport);
            assertThat(outcome(server, tellingOf(server, certificate, token, forged)))
                    .isEqualTo(MISSING);
            assertThat(outcome(
                            server,
                            tellingOf(server, certificate, token, forged).field("Hop-Secret", "guess")))
                    .isEqualTo(MISSING);
            assertThat(outcome(
                            server,
                            tellingOf(server, certificate, token, forged).field("Hop-Secret", SECRET)))
                    .isEqualTo(PASSES);
            assertThat(outcome(untold, tellingOf(untold, certificate, token, forged)))
                    .isEqualTo(MISSING);
        }
    }

    private static WireRequest tellingOf(Server server, byte[] certificate, String token, Forged forged) {
        return WireRequest.of("GET", TARGET, server.authority())
                .field("Authorization", "Bearer " + token)
                .field("Client-Cert", ":" + Base64.getEncoder().encodeToString(certificate) + ":")
                .fields(forged.fields);
    }

    private static String outcome(Server server, String signedFor, Map<String, String> fields) {
        return outcome(
                server,
                Client.of(server).getSignedFor(signedFor, TARGET, TARGET).fields(fields));
    }

    private static String outcome(Server server, WireRequest request) {
        server.application().forget();
        server.log().clear();
        Optional<Answer> answer = server.exchange(request);
        Matcher refused = REFUSED.matcher(server.log().text());
        if (refused.find()) {
            Reason reason = Reason.valueOf(refused.group(1));
            assertThat(server.application().seen()).isEmpty();
            return reason.toString();
        }
        if (!server.application().seen().isEmpty()) {
            return PASSES;
        }
        return "container " + answer.map(Answer::status).orElse(0);
    }
}
