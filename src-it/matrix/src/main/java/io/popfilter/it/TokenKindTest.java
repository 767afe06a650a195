// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.PopPrincipal;
import io.popfilter.examples.quickstart.as.ResourceServer.TokenFormat;
import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import io.popfilter.token.Binding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of token that the authorization server of the examples issues, as it comes over HTTP. */
@Tag("same-in-every-container")
class TokenKindTest {

    private static final SigningKey PAIR = SigningKey.generate(SignatureAlgorithm.ES256);
    private static final int AT_ONCE = 16;

    @Test
    void acceptsASignedTokenWithKeysFromTheJwkSetUrl() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api = Server.start("", as.readingTokens())) {
            KeyBoundToken token = as.client("shop").withKeyPair(PAIR, ExampleServer.API, ExampleServer.SCOPE);

            PopPrincipal principal = expectAccepted(api, Holder.of(token));

            assertThat(principal.client()).contains("shop");
            assertThat(principal.binding()).isEqualTo(Binding.TOKEN);
            assertThat(principal.keyThumbprint()).hasValue(PAIR.thumbprint().value());
        }
    }

    @Test
    void acceptsASignedTokenWithAWrappedSecret() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api = Server.start("", as.readingTokens())) {
            expectAccepted(api, Holder.of(as.client("shop").withSecret(ExampleServer.API, ExampleServer.SCOPE)));
        }
    }

    @Test
    void acceptsASignedTokenWithTheThumbprintOfTheKey() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api = Server.start("", as.readingTokens())) {
            String named = "{\"kid\":\"" + PAIR.thumbprint().value() + "\"}";
            KeyBoundToken token = new KeyBoundToken(issue(as, Map.of("req_cnf", base64(named))), PAIR);

            assertThat(expectAccepted(api, Holder.presentingKey(token)).binding())
                    .isEqualTo(Binding.TOKEN);
            Refusals.expect(api, Holder.of(token).get(api), Reason.PRESENTED_KEY_MISSING);
        }
    }

    @Test
    void acceptsAWrappedToken() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.ENCRYPTED);
                Server api = Server.start("", as.readingTokens())) {
            expectAccepted(api, Holder.of(as.client("shop").withSecret(ExampleServer.API, ExampleServer.SCOPE)));
            expectAccepted(
                    api, Holder.of(as.client("shop").withReceivedKeyPair(ExampleServer.API, ExampleServer.SCOPE)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "client_secret_basic, plain",
        "client_secret_basic, signed",
        "client_secret_post, plain",
        "client_secret_post, signed",
        "private_key_jwt, plain",
        "private_key_jwt, signed"
    })
    void int01Int09AcceptsAnOpaqueTokenThatIsIntrospected(String authentication, String answers) throws Exception {
        try (ExampleServer as = authentication.equals("private_key_jwt")
                        ? ExampleServer.knowingTheApiByKey()
                        : ExampleServer.issuing(TokenFormat.OPAQUE);
                Server api = Server.start(
                        "", with(as.introspecting(authentication), "token.introspection-answers", answers))) {
            expectAccepted(api, Holder.of(as.client("shop").withSecret(ExampleServer.API, ExampleServer.SCOPE)));
            KeyBoundToken token = as.client("shop").withKeyPair(PAIR, ExampleServer.API, ExampleServer.SCOPE);
            assertThat(expectAccepted(api, Holder.of(token)).client()).contains("shop");
            Refusals.expect(api, Holder.of(new KeyBoundToken("made-up", PAIR)).get(api), Reason.TOKEN_INACTIVE);
        }
    }

    @Test
    void int07IntrospectsOpaqueTokensOnlyWhenToldSo() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api = Server.start(
                        "", with(as.introspecting("client_secret_basic"), "token.introspection-for", "opaque"))) {
            String text = issue(
                    as, Map.of("req_cnf", base64("{\"jwk\":" + PAIR.publicJwk().orElseThrow() + "}")));
            as.post(as.server().revocationEndpoint(), Map.of("token", text));

            expectAccepted(api, Holder.of(new KeyBoundToken(text, PAIR))); // nobody was asked
            Refusals.expect(api, Holder.of(new KeyBoundToken("opaque", PAIR)).get(api), Reason.TOKEN_INACTIVE);
            Refusals.expect(api, Holder.of(new KeyBoundToken("o.pa.que", PAIR)).get(api), Reason.TOKEN_MALFORMED);
        }
    }

    @Test
    void int07AsksAboutJwtsTooUnlessToldOtherwise() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api = Server.start(
                        "", with(as.introspecting("client_secret_basic"), "token.introspection-active-for", "PT0S"))) {
            KeyBoundToken token = as.client("shop").withKeyPair(PAIR, ExampleServer.API, ExampleServer.SCOPE);
            expectAccepted(api, Holder.of(token));

            as.post(as.server().revocationEndpoint(), Map.of("token", token.accessToken()));

            Refusals.expect(api, Holder.of(token).get(api), Reason.TOKEN_INACTIVE);
            Refusals.expect(api, Holder.of(new KeyBoundToken("o.pa.que", PAIR)).get(api), Reason.TOKEN_INACTIVE);
        }
    }

    @Test
    void int04RefusesARevokedTokenAsSoonAsItAsksAgain() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.OPAQUE);
                Server asking = Server.start(
                        "", with(as.introspecting("client_secret_basic"), "token.introspection-active-for", "PT0S"));
                Server believing = Server.start(
                        "", with(as.introspecting("client_secret_basic"), "token.introspection-active-for", "PT1H"))) {
            KeyBoundToken token = as.client("shop").withKeyPair(PAIR, ExampleServer.API, ExampleServer.SCOPE);
            expectAccepted(asking, Holder.of(token));
            expectAccepted(believing, Holder.of(token));

            as.post(as.server().revocationEndpoint(), Map.of("token", token.accessToken()));

            Refusals.expect(asking, Holder.of(token).get(asking), Reason.TOKEN_INACTIVE);
            expectAccepted(believing, Holder.of(token)); // for an hour at most
        }
    }

    @ParameterizedTest
    @CsvSource({"shop, CLIENT", "till-7, INSTANCE"})
    void acceptsATokenThatIsBoundToARegisteredKey(String client, Binding binding) throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api = Server.start("", as.knowingClients());
                Server other = Server.start("", as.readingTokens())) {
            KeyBoundToken token =
                    as.client(client).withRegisteredKey(as.clientPair(), ExampleServer.API, ExampleServer.SCOPE);

            PopPrincipal principal = expectAccepted(api, Holder.of(token));

            assertThat(principal.client()).contains(client);
            assertThat(principal.binding()).isEqualTo(binding);
            Refusals.expect(other, Holder.of(token).get(other), Reason.PRESENTED_KEY_MISSING);
            Refusals.expect(
                    api, Holder.of(new KeyBoundToken(token.accessToken(), PAIR)).get(api), Reason.SIGNATURE_INVALID);
        }
    }

    @Test
    void looksRegisteredKeysUpForAnIntrospectedToken() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.OPAQUE)) {
            Map<String, String> settings = as.introspecting("client_secret_basic");
            settings.putAll(as.knowingClients());
            try (Server api = Server.start("", settings)) {
                KeyBoundToken token =
                        as.client("till-7").withRegisteredKey(as.clientPair(), ExampleServer.API, ExampleServer.SCOPE);

                assertThat(expectAccepted(api, Holder.of(token)).binding()).isEqualTo(Binding.INSTANCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGNED", "ENCRYPTED", "OPAQUE"})
    void takesTheIdentifierOfATokenThatItKnows(TokenFormat format) throws Exception {
        try (ExampleServer as = ExampleServer.issuing(format)) {
            Map<String, String> settings = with(
                    format == TokenFormat.OPAQUE ? as.introspecting("client_secret_basic") : as.readingTokens(),
                    "token.identifier",
                    "on");
            Holder holder =
                    Holder.sendingIdentifier(as.client("shop").withSecret(ExampleServer.API, ExampleServer.SCOPE));
            try (Server api = Server.start("", settings)) {
                assertThat(claims(holder.get(api))).containsKey("at").doesNotContainKey("ath");
                assertThat(holder.send(api).status()).isEqualTo(200);
                assertThat(claims(holder.get(api))).containsKey("ath").doesNotContainKey("at");
                assertThat(holder.send(api).status()).isEqualTo(200);
                expectAccepted(api, holder);
            }
            try (Server restarted = Server.start("", settings)) {
                Refusals.expect(restarted, holder.get(restarted), Reason.TOKEN_IDENTIFIER_UNKNOWN);
                assertThat(holder.send(restarted).status()).isEqualTo(200);
                assertThat(claims(holder.get(restarted))).containsKey("ath");
            }
        }
    }

    @Test
    void givesTheIdentifierUpWhereItIsOff() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api = Server.start("", as.readingTokens())) {
            Holder holder =
                    Holder.sendingIdentifier(as.client("shop").withSecret(ExampleServer.API, ExampleServer.SCOPE));
            for (int i = 0; i < 4; i++) {
                assertThat(holder.send(api).status()).isEqualTo(200);
            }

            assertThat(claims(holder.get(api))).containsKey("at").doesNotContainKey("ath");
            assertThat(api.log().text().split("reason=TOKEN_IDENTIFIER_UNKNOWN", -1))
                    .hasSize(2 + 1);
        }
    }

    @Test
    void acceptsASingleUseTokenOnce() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api = Server.start("", as.readingTokens());
                Server strict = Server.start("", with(as.readingTokens(), "token.single-use", "true"))) {
            String confirmation = base64("{\"jwk\":" + PAIR.publicJwk().orElseThrow() + "}");
            Holder single = Holder.of(
                    new KeyBoundToken(issue(as, Map.of("req_cnf", confirmation, "single_use", "true")), PAIR));
            Holder ordinary = Holder.of(new KeyBoundToken(issue(as, Map.of("req_cnf", confirmation)), PAIR));

            expectAccepted(api, single);
            Refusals.expect(api, single.get(api), Reason.TOKEN_USED_BEFORE);
            expectAccepted(api, ordinary);
            expectAccepted(api, ordinary);
            expectAccepted(strict, ordinary);
            Refusals.expect(strict, ordinary.get(strict), Reason.TOKEN_USED_BEFORE);
        }
    }

    @Test
    void v29AcceptsOneOfManyRequestsAtOnceWithASingleUseToken() throws Exception {
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.OPAQUE);
                Server api =
                        Server.start("", with(as.introspecting("client_secret_basic"), "token.single-use", "true"))) {
            Holder holder = Holder.of(as.client("shop").withKeyPair(PAIR, ExampleServer.API, ExampleServer.SCOPE));
            ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
            CountDownLatch ready = new CountDownLatch(AT_ONCE);
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                statuses.add(threads.submit(() -> {
                    WireRequest request = holder.get(api);
                    ready.countDown();
                    ready.await();
                    return api.send(request).status();
                }));
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> status : statuses) {
                answers.add(status.get());
            }
            threads.shutdown();

            assertThat(answers).containsOnlyOnce(200).hasSize(AT_ONCE);
            assertThat(api.application().seen()).hasSize(1);
            assertThat(api.log().text().split("reason=TOKEN_USED_BEFORE", -1)).hasSize(AT_ONCE);
        }
    }

    private static PopPrincipal expectAccepted(Server api, Holder holder) {
        api.application().forget();
        Answer answer = api.send(holder.get(api));
        assertThat(answer.status()).as(api.log().text()).isEqualTo(200);
        assertThat(api.application().seen()).hasSize(1);
        return (PopPrincipal) api.application().seen().get(0).principal();
    }

    private static String issue(ExampleServer as, Map<String, String> parameters)
            throws IOException, InterruptedException, ParseException {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("grant_type", "client_credentials");
        form.put("resource", ExampleServer.API);
        return JSONObjectUtils.getString(
                JSONObjectUtils.parse(as.post(as.server().tokenEndpoint(), form)), "access_token");
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        settings.put(key, value);
        return settings;
    }

    private static Map<String, Object> claims(WireRequest request) throws ParseException {
        String authorization = request.lines().stream()
                .filter(line -> line.startsWith("Authorization:"))
                .findFirst()
                .orElseThrow();
        return JSONObjectUtils.parse(new Base64URL(authorization.split("\\.", -1)[1]).decodeToString());
    }

    private static String base64(String text) {
        return Base64URL.encode(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
