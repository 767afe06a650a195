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

/** A client in Node that makes its proofs with the package dpop. */
class DpopPackageTest {

    @AutoClose
    private static final TokenServer TOKENS = TokenServer.start();

    @AutoClose
    private static final Server SERVER = Server.start("", TOKENS.settings(Map.of("schemes", "PoP DPoP")));

    @AutoClose
    private static final Server ASKING =
            Server.start("", TOKENS.settings(ServerNonce.settings(Map.of("schemes", "DPoP"))));

    @BeforeEach
    void forget() {
        SERVER.application().forget();
        ASKING.application().forget();
        SERVER.log().clear();
        ASKING.log().clear();
    }

    private static Map<String, Object> run(String algorithm, ScriptedRequest... requests) {
        return Script.DPOP.run(Map.of("algorithm", algorithm, "tokenEndpoint", TOKENS.tokenEndpoint()), requests);
    }

    private static List<ScriptedAnswer> answers(ScriptedRequest... requests) {
        return ScriptedAnswer.all(run("ES256", requests));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "Ed25519", "PS256", "RS256"})
    void isLetInWithQueriesAndBodies(String algorithm) {
        Map<String, Object> report = run(
                algorithm,
                ScriptedRequest.get(SERVER, "/caf\u00e9/a%20b/stream?q=a%20b&x=%C3%A4"),
                ScriptedRequest.post(SERVER, "/stream?q=1#top", "{\"a\":1}"));

        assertThat(ScriptedAnswer.all(report)).as(SERVER.log().text()).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.nonce()).isNull();
        });
        List<Seen> seen = SERVER.application().seen();
        assertThat(seen).hasSize(2).allSatisfy(request -> {
            assertThat(request.authType()).isEqualTo("DPoP");
            assertThat(((PopPrincipal) request.principal()).keyThumbprint())
                    .contains((String) report.get("thumbprint"));
        });
        assertThat(seen.get(0).uri()).isEqualTo("/caf%C3%A9/a%20b/stream");
        assertThat(seen.get(0).query()).isEqualTo("q=a%20b&x=%C3%A4");
        assertThat(seen.get(1).method()).isEqualTo("POST");
        assertThat(seen.get(1).query()).isEqualTo("q=1");
        assertThat(seen.get(1).body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void getsANonceOnceAndUsesItFromThenOn() {
        ScriptedRequest get = ScriptedRequest.get(ASKING, "/stream");

        List<ScriptedAnswer> answers = answers(get, get, get);

        assertThat(answers).extracting(ScriptedAnswer::status).containsExactly(401, 200, 200);
        assertThat(answers.get(0).challenge()).startsWith("DPoP ").contains("error=\"use_dpop_nonce\"");
        assertThat(answers.get(0).nonce()).isNotEmpty();
        assertThat(answers.get(1).nonce()).isNull();
        assertThat(ASKING.log().text()).containsOnlyOnce("reason=" + Reason.NONCE_MISSING + " ");
    }

    @Test
    void getsANewNonceWithTheAnswerBeforeTheOldOneIsTooOld() {
        ScriptedRequest get = ScriptedRequest.get(ASKING, "/stream");
        String old = ServerNonce.old();

        List<ScriptedAnswer> answers = answers(get.withNonce(old), get);

        assertThat(answers).extracting(ScriptedAnswer::status).containsExactly(200, 200);
        assertThat(answers.get(0).nonce()).isNotEmpty().isNotEqualTo(old);
        assertThat(answers.get(1).nonce()).isNull();
    }

    @Test
    void cannotUseATokenThatIsBoundToAnotherKey() {
        ScriptedRequest get = ScriptedRequest.get(SERVER, "/stream");

        List<ScriptedAnswer> answers = answers(get, get.byStranger());

        assertThat(answers).extracting(ScriptedAnswer::status).containsExactly(200, 401);
        assertThat(answers.get(1).challenge()).contains("DPoP error=\"invalid_token\"");
        assertThat(SERVER.log().text()).contains("reason=" + Reason.KEY_MISMATCH + " ");
        assertThat(SERVER.application().seen()).hasSize(1);
    }

    @Test
    void cannotUseAProofTwice() {
        ScriptedRequest get = ScriptedRequest.get(SERVER, "/stream");

        List<ScriptedAnswer> answers = answers(get, get.withProofOfLast());

        assertThat(answers).extracting(ScriptedAnswer::status).containsExactly(200, 401);
        assertThat(answers.get(1).challenge()).contains("DPoP error=\"invalid_dpop_proof\"");
        assertThat(SERVER.log().text()).contains("reason=" + Reason.REPLAYED + " ");
        assertThat(SERVER.application().seen()).hasSize(1);
    }
}
