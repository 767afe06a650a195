// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page in Chromium that calls the API of another origin, with a key that never leaves the browser. */
class PageTest {

    /** What such a page needs. */
    static final Map<String, String> SETTINGS =
            Map.of("schemes", "DPoP", "nonce", "required", "cors.preflight", "pass", "cors.expose-challenge", "on");

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    @AutoClose
    private static final TokenServer TOKENS = TokenServer.demanding("nonce-of-the-authorization-server");

    @AutoClose
    private static final PageOrigin PAGE = new PageOrigin();

    @AutoClose
    private static final Server SERVER = start(Map.of());

    @BeforeEach
    void forget() {
        SERVER.application().forget();
        SERVER.log().clear();
    }

    private static Server start(Map<String, String> changes) {
        Map<String, String> settings = new LinkedHashMap<>(ServerNonce.settings(SETTINGS));
        settings.putAll(changes);
        return Server.start(new CrossOriginFilter(PAGE.origin()), TOKENS.settings(settings));
    }

    private static Map<String, Object> run(ScriptedRequest... requests) {
        String browser = RealPart.findAny(BROWSERS, "chromium").toString();
        return Script.PAGE.run(
                Map.of("browser", browser, "page", PAGE.address(), "tokenEndpoint", TOKENS.tokenEndpoint()), requests);
    }

    private static List<ScriptedAnswer> answers(ScriptedRequest... requests) {
        return ScriptedAnswer.all(run(requests));
    }

    @Test
    void hasAKeyThatItCannotTakeOut() {
        assertThat(ScriptedAnswer.object(run().get("key")))
                .isEqualTo(Map.of(
                        "origin",
                        PAGE.origin(),
                        "isSecureContext",
                        true,
                        "extractable",
                        false,
                        "exported",
                        "InvalidAccessError"));
    }

    @Test
    void readsTheDemandForANonceAndIsLetInWithIt() {
        ScriptedRequest get = ScriptedRequest.get(SERVER, "/stream?q=a%20b");

        List<ScriptedAnswer> answers = answers(get.once(), get.once(), get.once());

        assertThat(answers)
                .as(SERVER.log().text())
                .extracting(ScriptedAnswer::status)
                .containsExactly(401, 200, 200);
        assertThat(answers.get(0).challenge()).startsWith("DPoP ").contains("error=\"use_dpop_nonce\"");
        assertThat(answers.get(0).nonce()).isNotEmpty();
        assertThat(SERVER.log().text()).containsOnlyOnce("reason=" + Reason.NONCE_MISSING + " ");
        List<Seen> seen = SERVER.application().seen();
        assertThat(seen).extracting(Seen::method).containsExactly("OPTIONS", "OPTIONS", "GET", "OPTIONS", "GET");
        assertThat(seen).extracting(Seen::authType).containsExactly(null, null, "DPoP", null, "DPoP");
        assertThat(seen.get(2).query()).isEqualTo("q=a%20b");
    }

    @Test
    void sendsAgainByItself() {
        List<ScriptedAnswer> answers = answers(
                ScriptedRequest.get(SERVER, "/stream"),
                ScriptedRequest.put(SERVER, "/stream?q=1", "{\"a\":\"\u00e4\"}").once());

        assertThat(answers)
                .as(SERVER.log().text())
                .extracting(ScriptedAnswer::status)
                .containsExactly(200, 200);
        assertThat(SERVER.application().seen())
                .last()
                .extracting(Seen::method, Seen::body)
                .containsExactly("PUT", "{\"a\":\"\u00c3\u00a4\"}");
    }

    @Test
    void readsTheNextNonceInAnAnswer() {
        ScriptedRequest get = ScriptedRequest.get(SERVER, "/stream").once();

        List<ScriptedAnswer> answers = answers(get.withNonce(ServerNonce.old()), get);

        assertThat(answers).extracting(ScriptedAnswer::status).containsExactly(200, 200);
        assertThat(answers.get(0).nonce()).isNotEmpty();
        assertThat(answers.get(1).nonce()).isNull();
    }

    @Test
    void cannotUseTheTokenOfAnotherPage() {
        ScriptedRequest get = ScriptedRequest.get(SERVER, "/stream");

        List<ScriptedAnswer> answers = answers(get, get.byStranger());

        assertThat(answers).extracting(ScriptedAnswer::status).containsExactly(200, 401);
        assertThat(answers.get(1).challenge()).startsWith("DPoP error=\"invalid_token\"");
        assertThat(SERVER.log().text()).contains("reason=" + Reason.KEY_MISMATCH + " ");
        assertThat(SERVER.application().seen())
                .filteredOn(seen -> seen.method().equals("GET"))
                .hasSize(1);
    }

    @Test
    void canReadNoNonceThatIsNotExposed() {
        try (Server hiding = start(Map.of("cors.expose-challenge", "off"))) {
            ScriptedRequest get = ScriptedRequest.get(hiding, "/stream");

            List<ScriptedAnswer> answers = answers(get, get.once().withNonce(ServerNonce.old()));

            assertThat(answers).extracting(ScriptedAnswer::status).containsExactly(401, 200);
            assertThat(answers).extracting(ScriptedAnswer::challenge).containsOnlyNulls();
            assertThat(answers).extracting(ScriptedAnswer::nonce).containsOnlyNulls();
            assertThat(hiding.log().text()).containsOnlyOnce("reason=" + Reason.NONCE_MISSING + " ");
        }
    }

    @Test
    void sendsNothingWhenThePreflightIsRefused() {
        try (Server strict = start(Map.of("cors.preflight", "refuse"))) {
            List<ScriptedAnswer> answers = answers(ScriptedRequest.get(strict, "/stream"));

            assertThat(answers).extracting(ScriptedAnswer::failure).containsExactly("TypeError");
            assertThat(strict.log().text()).contains("refused OPTIONS /stream ");
            assertThat(strict.log().text()).doesNotContain("refused GET");
            assertThat(strict.application().seen()).isEmpty();
        }
    }
}
