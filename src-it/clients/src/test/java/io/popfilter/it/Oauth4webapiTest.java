// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.reject.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client in Node that does everything with the package oauth4webapi, from the metadata of the authorization server on. */
class Oauth4webapiTest {

    private static final String METADATA = "/.well-known/oauth-authorization-server";
    private static final String TOKEN = "/token";
    private static final String REALM = "orders, DPoP error=none";

    @AutoClose
    private static final TokenServer TOKENS = TokenServer.demanding("nonce-of-the-authorization-server");

    @AutoClose
    private static final Server SERVER = Server.start("", TOKENS.settings(Map.of("schemes", "DPoP")));

    @AutoClose
    private static final Server WITH_POP =
            Server.start("", TOKENS.settings(Map.of("schemes", "PoP DPoP", "realm", REALM)));

    @AutoClose
    private static final Server ASKING =
            Server.start("", TOKENS.settings(ServerNonce.settings(Map.of("schemes", "PoP DPoP"))));

    @BeforeEach
    void forget() {
        for (Server server : List.of(SERVER, WITH_POP, ASKING)) {
            server.application().forget();
            server.log().clear();
        }
    }

    private static Map<String, Object> run(String algorithm, ScriptedRequest... requests) {
        return Script.OAUTH4WEBAPI.run(
                Map.of("algorithm", algorithm, "issuer", TOKENS.issuer(), "resource", AuthorizationServer.RESOURCE),
                requests);
    }

    private static List<ScriptedAnswer> answers(ScriptedRequest... requests) {
        return ScriptedAnswer.all(run("ES256", requests));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "Ed25519", "PS256", "RS256"})
    void getsATokenAndIsLetInWithANonceOfEachServer(String algorithm) {
        int before = TOKENS.asked().size();

        Map<String, Object> report = run(
                algorithm,
                ScriptedRequest.get(ASKING, "/stream?q=a%20b"),
                ScriptedRequest.post(ASKING, "/stream?q=1", "{\"a\":1}").once());

        assertThat(report.get("tokenType")).isEqualTo("dpop");
        assertThat(ScriptedAnswer.all(report))
                .as(ASKING.log().text())
                .extracting(ScriptedAnswer::status)
                .containsExactly(200, 200);
        assertThat(TOKENS.asked().subList(before, TOKENS.asked().size()))
                .filteredOn(target -> !target.equals("/jwks"))
                .containsExactly(METADATA, TOKEN, TOKEN);
        assertThat(ASKING.log().text()).containsOnlyOnce("reason=");
        assertThat(ASKING.application().seen()).hasSize(2).allSatisfy(request -> {
            assertThat(request.authType()).isEqualTo("DPoP");
            assertThat(((PopPrincipal) request.principal()).keyThumbprint())
                    .contains((String) report.get("thumbprint"));
        });
        assertThat(ASKING.application().seen().get(0).query()).isEqualTo("q=a%20b");
        assertThat(ASKING.application().seen().get(1).body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void readsTheDemandForANonce() {
        ScriptedRequest get = ScriptedRequest.get(ASKING, "/stream");

        List<ScriptedAnswer> answers = answers(get.once(), get.once());

        assertThat(answers).extracting(ScriptedAnswer::status).containsExactly(401, 200);
        assertThat(answers.get(0).asksForNonce()).isTrue();
        assertThat(answers.get(0).challenges())
                .extracting(challenge -> challenge.get("scheme"))
                .containsExactly("pop", "dpop");
        assertThat(parameters(answers.get(0), 1)).containsEntry("error", "use_dpop_nonce");
    }

    @Test
    void readsWhyATokenOfAnotherKeyIsRefused() {
        List<ScriptedAnswer> answers =
                answers(ScriptedRequest.get(SERVER, "/stream").byStranger());

        ScriptedAnswer refusal = answers.get(0);
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.asksForNonce()).isFalse();
        assertThat(refusal.challenges())
                .singleElement()
                .satisfies(challenge -> assertThat(challenge).containsEntry("scheme", "dpop"));
        assertThat(parameters(refusal, 0))
                .containsOnlyKeys("error", "error_description", "algs")
                .containsEntry("error", "invalid_token")
                .containsEntry("algs", "ES256 ES384 ES512 EdDSA Ed25519 PS256 RS256");
        assertThat(SERVER.log().text()).contains("reason=" + Reason.KEY_MISMATCH + " ");
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @Test
    void keepsTheChallengesOfBothSchemesApart() {
        List<ScriptedAnswer> answers =
                answers(ScriptedRequest.get(WITH_POP, "/stream").byStranger());

        ScriptedAnswer refusal = answers.get(0);
        assertThat(refusal.challenges())
                .extracting(challenge -> challenge.get("scheme"))
                .containsExactly("pop", "dpop");
        assertThat(parameters(refusal, 0))
                .containsOnlyKeys("realm", "algs")
                .containsEntry("realm", REALM)
                .containsEntry("algs", "HS256 HS384 HS512 ES256 ES384 ES512 EdDSA Ed25519 PS256 RS256");
        assertThat(parameters(refusal, 1))
                .containsOnlyKeys("realm", "error", "error_description", "algs")
                .containsEntry("realm", REALM)
                .containsEntry("error", "invalid_token");
    }

    private static Map<String, Object> parameters(ScriptedAnswer refusal, int challenge) {
        return ScriptedAnswer.object(refusal.challenges().get(challenge).get("parameters"));
    }
}
