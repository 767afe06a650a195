// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.Component;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scheme DPoP (RFC 9449) beside PoP, and nonces for both. */
class DpopTest {

    private static final Pattern NONCE = Pattern.compile("PoP nonce=\"([^\"]+)\", .*error=\"use_pop_nonce\".*");

    @AutoClose
    private static final Server SERVER = Server.start("", Map.of("schemes", "PoP DPoP"));

    @AutoClose
    private static final Server ASKING =
            Server.start("", Map.of("schemes", "PoP DPoP", "nonce", "required", "nonce.scope", "one-token"));

    private final ClientKey key = ClientKey.of(SignatureAlgorithm.ES256);
    private final String token = token(key);

    private static String token(ClientKey key) {
        return AuthorizationServer.ONLY.token(TokenForm.SIGNED, ConfirmationForm.JKT, key);
    }

    private static DpopProof proof(Server server, String token, ClientKey key, String method, String path) {
        return DpopProof.of(token, key, method, "http://" + server.authority() + path);
    }

    private static WireRequest request(Server server, String token, String proof, String method, String target) {
        return WireRequest.of(method, target, server.authority())
                .field("Authorization", "DPoP " + token)
                .field("DPoP", proof);
    }

    private WireRequest get(Server server, DpopProof proof) {
        return request(server, token, proof.compact(), "GET", "/stream");
    }

    private DpopProof proof(Server server) {
        return proof(server, token, key, "GET", "/stream");
    }

    @BeforeEach
    void forget() {
        SERVER.application().forget();
        ASKING.application().forget();
    }

    private static Seen pass(Server server, WireRequest request) {
        server.application().forget();
        Answer answer = server.send(request);
        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        return server.application().seen().get(0);
    }

    private static void refused(Server server, WireRequest request, Reason reason, String code) {
        server.application().forget();
        server.log().clear();
        Answer answer = server.send(request);
        assertThat(server.log().text()).contains("reason=" + reason + " ");
        assertThat(server.application().seen()).isEmpty();
        assertThat(answer.status()).isEqualTo(reason.error().status());
        assertThat(answer.lines("cache-control")).containsExactly("no-store");
        List<String> challenges = answer.lines("www-authenticate");
        assertThat(challenges).hasSize(2);
        assertThat(challenges.get(0)).startsWith("PoP ").doesNotContain("error");
        assertThat(challenges.get(1))
                .startsWith("DPoP ")
                .contains("error=\"" + code + "\"")
                .doesNotContain("HS256");
        assertThat(answer.body()).contains("\"error\":\"" + code + "\"");
        assertThat(answer.body() + answer.fields() + server.log().text())
                .doesNotContain(request.lines().get(1).substring("Authorization: DPoP ".length()));
    }

    @ParameterizedTest
    @EnumSource
    void dp05LetsEveryAlgorithmForKeyPairsIn(SignatureAlgorithm algorithm) {
        ClientKey own = ClientKey.of(algorithm);
        if (own.isSecret()) {
            return;
        }
        String ownToken = token(own);
        DpopProof proof = proof(SERVER, ownToken, own, "GET", "/stream");

        Seen seen = pass(SERVER, request(SERVER, ownToken, proof.compact(), "GET", "/stream"));

        PopPrincipal principal = (PopPrincipal) seen.principal();
        assertThat(seen.authType()).isEqualTo("DPoP");
        assertThat(principal.keyThumbprint()).hasValue(own.thumbprint());
        assertThat(principal.coveredComponents())
                .containsExactlyInAnyOrder(Component.METHOD, Component.AUTHORITY, Component.PATH);
    }

    @Test
    void dp09Dp35LeavesQueryAndBodyToTheApplication() {
        WireRequest request = request(
                        SERVER,
                        token,
                        proof(SERVER, token, key, "POST", "/parameters").compact(),
                        "POST",
                        "/parameters?q=1")
                .field("Content-Type", "application/x-www-form-urlencoded")
                .body("f=2".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(pass(SERVER, request).facts()).isEqualTo(Map.of("q", List.of("1"), "f", List.of("2")));
    }

    @Test
    void dp08Dp09RefusesAnotherTargetAndAnotherMethod() {
        String other = proof(SERVER, token, key, "GET", "/other").compact();
        refused(SERVER, request(SERVER, token, other, "GET", "/stream"), Reason.PATH_MISMATCH, "invalid_dpop_proof");
        String post = proof(SERVER, token, key, "POST", "/stream").compact();
        refused(SERVER, request(SERVER, token, post, "GET", "/stream"), Reason.METHOD_MISMATCH, "invalid_dpop_proof");
    }

    @Test
    void dp15Dp20Dp24Dp33SaysWhoseFaultItIs() {
        ClientKey stranger = ClientKey.generate(SignatureAlgorithm.ES256);
        String strangers = proof(SERVER, token, stranger, "GET", "/stream").compact();
        refused(SERVER, request(SERVER, token, strangers, "GET", "/stream"), Reason.KEY_MISMATCH, "invalid_token");
        WireRequest once = get(SERVER, proof(SERVER));
        pass(SERVER, once);
        refused(SERVER, once, Reason.REPLAYED, "invalid_dpop_proof");
        WireRequest unproven =
                WireRequest.of("GET", "/stream", SERVER.authority()).field("Authorization", "DPoP " + token);
        refused(SERVER, unproven, Reason.PROOF_MISSING, "invalid_dpop_proof");
    }

    @Test
    void dp23Dp25Dp26OffersBothSchemes() {
        Answer answer = SERVER.send(WireRequest.of("GET", "/stream", SERVER.authority()));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.lines("www-authenticate"))
                .hasSize(2)
                .noneMatch(line -> line.contains("error"))
                .anyMatch(line -> line.startsWith("PoP algs=\"HS256 "))
                .anyMatch(line -> line.startsWith("DPoP algs=\"ES256 "));
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @Test
    void popStaysWhatItIs() {
        assertThat(pass(SERVER, Client.of(SERVER).get("/stream")).authType()).isEqualTo("PoP");
    }

    @Test
    void dp11Dp29Dp30Dp32AsksForANonceAndTakesIt() {
        Answer first = ASKING.send(get(ASKING, proof(ASKING)));
        Answer second = ASKING.send(get(ASKING, proof(ASKING)));

        String nonce = first.lines("dpop-nonce").get(0);
        assertThat(second.lines("dpop-nonce")).hasSize(1).doesNotContain(nonce);
        refused(ASKING, get(ASKING, proof(ASKING)), Reason.NONCE_MISSING, "use_dpop_nonce");
        assertThat(pass(ASKING, get(ASKING, proof(ASKING).claim("nonce", nonce)))
                        .authType())
                .isEqualTo("DPoP");
    }

    @Test
    void dp31HandsOutTheNextNonceWithAnAnswerThatIsNotStored() {
        AgedNonces nonces = new AgedNonces();
        Map<String, String> settings = nonces.settings();
        settings.put("schemes", "PoP DPoP");
        try (Server server = Server.start("", settings)) {
            Answer current = server.send(get(server, proof(server).claim("nonce", nonces.current())));
            Answer previous = server.send(get(server, proof(server).claim("nonce", nonces.previous())));

            assertThat(current.status()).as(server.log().text()).isEqualTo(200);
            assertThat(current.lines("dpop-nonce")).isEmpty();
            assertThat(previous.status()).as(server.log().text()).isEqualTo(200);
            assertThat(previous.lines("cache-control")).containsExactly("no-store");
            String next = previous.lines("dpop-nonce").get(0);
            pass(server, get(server, proof(server).claim("nonce", next)));
        }
    }

    @Test
    void dp36RefusesANonceOfAnotherServerAndOfAnotherToken() {
        refused(
                ASKING,
                get(ASKING, proof(ASKING).claim("nonce", UUID.randomUUID().toString())),
                Reason.NONCE_NOT_ACCEPTED,
                "use_dpop_nonce");
        ClientKey other = ClientKey.generate(SignatureAlgorithm.ES256);
        String otherToken = token(other);
        DpopProof otherProof = proof(ASKING, otherToken, other, "GET", "/stream");
        String nonce = ASKING.send(request(ASKING, otherToken, otherProof.compact(), "GET", "/stream"))
                .lines("dpop-nonce")
                .get(0);
        refused(ASKING, get(ASKING, proof(ASKING).claim("nonce", nonce)), Reason.NONCE_NOT_ACCEPTED, "use_dpop_nonce");
    }

    @Test
    void popIsAskedForANonceInTheChallengeAndTakesIt() {
        Client client = Client.of(ASKING);
        Answer answer = ASKING.send(WireRequest.of("GET", "/stream", ASKING.authority())
                .field("Authorization", client.proof("GET", "/stream").authorization()));
        assertThat(answer.status()).isEqualTo(401);
        Matcher challenge = NONCE.matcher(answer.lines("www-authenticate").get(0));
        assertThat(challenge.matches()).isTrue();

        Proof proof = client.proof("GET", "/stream").claim("nonce", challenge.group(1));
        WireRequest request =
                WireRequest.of("GET", "/stream", ASKING.authority()).field("Authorization", proof.authorization());
        assertThat(pass(ASKING, request).authType()).isEqualTo("PoP");
    }
}
