// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.examples.quickstart.as.ResourceServer.TokenFormat;
import io.popfilter.examples.quickstart.client.TokenClient;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from a URL: their rotation, and what goes wrong. */
@Tag("same-in-every-container")
class FetchedKeyTest {

    private static final AuthorizationServer ISSUER = AuthorizationServer.ONLY;
    private static final ClientKey PAIR = ClientKey.of(SignatureAlgorithm.ES256);
    private static final int THREADS = 4;

    @AutoClose
    private static final TemporaryDirectory FILES = TemporaryDirectory.create();

    @Test
    void failsNoRequestWhenTheIssuerChangesItsKey() throws Exception {
        SigningKey pair = SigningKey.generate(SignatureAlgorithm.ES256);
        try (ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
                Server api =
                        Server.start("", with(as.readingTokens(), "token.verification-keys-min-interval", "PT1S"))) {
            TokenClient shop = as.client("shop");
            Holder waiting = Holder.of(shop.withKeyPair(pair, ExampleServer.API, ExampleServer.SCOPE));
            List<Integer> statuses = new ArrayList<>();
            statuses.add(waiting.send(api).status());
            Instant fetched = Instant.now();
            AtomicBoolean isOver = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<List<Integer>>> traffic = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Holder old = Holder.of(shop.withKeyPair(pair, ExampleServer.API, ExampleServer.SCOPE));
                traffic.add(threads.submit(() -> {
                    List<Integer> answers = new ArrayList<>();
                    while (!isOver.get()) {
                        answers.add(old.send(api).status());
                    }
                    return answers;
                }));
            }
            // the traffic goes on until the limit allows another fetch
            while (Instant.now().isBefore(fetched.plus(Duration.ofSeconds(1)))) {
                statuses.add(waiting.send(api).status());
            }
            as.server().rotateSigningKey();
            for (int i = 0; i < THREADS; i++) {
                Holder newer = Holder.of(shop.withKeyPair(pair, ExampleServer.API, ExampleServer.SCOPE));
                statuses.add(newer.send(api).status());
            }
            isOver.set(true);
            for (Future<List<Integer>> answers : traffic) {
                statuses.addAll(answers.get());
            }
            threads.shutdown();

            assertThat(statuses).as(api.log().text()).containsOnly(200);
        }
    }

    @Test
    void v57GoesOnWithTheKeysAtHandWhenTheIssuerIsGone() throws Exception {
        ExampleServer as = ExampleServer.issuing(TokenFormat.SIGNED);
        try (Server api = Server.start("", as.readingTokens())) {
            SigningKey pair = SigningKey.generate(SignatureAlgorithm.ES256);
            Holder before = Holder.of(as.client("shop").withKeyPair(pair, ExampleServer.API, ExampleServer.SCOPE));
            Holder later = Holder.of(as.client("shop").withKeyPair(pair, ExampleServer.API, ExampleServer.SCOPE));
            assertThat(before.send(api).status()).isEqualTo(200);

            as.close();

            assertThat(later.send(api).status()).as(api.log().text()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noKeys")
    void v57PassesNobodyWithoutKeys(String what, FakeServer.Behaviour behaviour) {
        try (FakeServer as = FakeServer.start().behaving(behaviour);
                Server api = Server.start("", verifyingWith(as))) {
            Refusals.expect(api, genuine(api), Reason.VERIFICATION_KEYS_UNAVAILABLE);
        }
    }

    static List<Arguments> noKeys() {
        String keys = ISSUER.verificationKeys();
        return List.of(
                Arguments.of("500", FakeServer.text(500, "application/json", keys)),
                Arguments.of("another type", FakeServer.text(200, "text/html", keys)),
                Arguments.of("no JSON", FakeServer.json("keys")),
                Arguments.of("no keys", FakeServer.json("{}")),
                Arguments.of("too large", FakeServer.json("{\"keys\":[],\"x\":\"" + "x".repeat(5000) + "\"}")),
                Arguments.of("a redirect", FakeServer.redirect("https://127.0.0.1:1/jwks")));
    }

    @Test
    void v57WaitsForAServerThatHangsNoLongerThanConfigured() {
        CountDownLatch isOver = new CountDownLatch(1);
        FakeServer.Behaviour hanging = exchange -> {
            try {
                isOver.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        Map<String, String> limits = Map.of("fetch.connect-timeout", "PT0.5S", "fetch.timeout", "PT0.5S");
        try (FakeServer as = FakeServer.start().behaving(hanging)) {
            Map<String, String> settings = verifyingWith(as);
            settings.putAll(limits);
            try (Server api = Server.start("", settings)) {
                Refusals.expect(api, genuine(api), Reason.VERIFICATION_KEYS_UNAVAILABLE);
                // not asked again within the interval, so not waited for either
                Refusals.expect(api, genuine(api), Reason.VERIFICATION_KEYS_UNAVAILABLE);

                assertThat(as.asked()).containsExactly("/jwks");
            }
            isOver.countDown();
        }
    }

    @Test
    void v06FetchesNoMoreOftenThanAllowedForUnknownKeys() throws Exception {
        try (FakeServer as = FakeServer.start().behaving(FakeServer.json(ISSUER.verificationKeys()));
                Server api = Server.start("", verifyingWith(as))) {
            assertThat(api.send(genuine(api)).status()).as(api.log().text()).isEqualTo(200);
            List<Future<Answer>> answers = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            for (int i = 0; i < 100; i++) {
                WireRequest request = naming(api, "unknown-" + i);
                answers.add(threads.submit(() -> api.send(request)));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(401);
            }
            threads.shutdown();

            assertThat(as.asked()).containsExactly("/jwks"); // one in ten minutes
            assertThat(api.log().text()).contains("reason=" + Reason.TOKEN_KEY_UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "?x=", "\u0000", "\"", "' or ''='", "http://127.0.0.1/"})
    void v06Bcp11LooksAKidUpAndDoesNothingElseWithIt(String kid) {
        try (FakeServer as = FakeServer.start().behaving(FakeServer.json(ISSUER.verificationKeys()));
                Server api = Server.start("", knowingClients(as))) {
            Refusals.expect(api, naming(api, kid), Reason.TOKEN_KEY_UNKNOWN);
            WireRequest named =
                    Client.holding(api, token(Map.of("kid", kid)), PAIR).get("/orders");
            Refusals.expect(api, named, Reason.PRESENTED_KEY_MISSING);

            assertThat(as.asked()).containsOnly("/jwks");
        }
    }

    @Test
    void v06RefusesAKidThatIsTooLongForARequest() {
        try (FakeServer as = FakeServer.start().behaving(FakeServer.json(ISSUER.verificationKeys()));
                Server api = Server.start("", verifyingWith(as))) {
            Refusals.expect(api, naming(api, "k".repeat(10_000)), Reason.AUTHENTICATOR_TOO_LARGE);

            assertThat(as.asked()).isEmpty();
        }
    }

    @Test
    void v05Bcp11ConnectsToNobodyThatATokenNames() {
        try (FakeServer as = FakeServer.start().behaving(FakeServer.json(ISSUER.verificationKeys()));
                FakeServer attacker = FakeServer.start().behaving(FakeServer.json(publicKeys()));
                Server none = Server.start("", verifyingWith(as));
                Server some = Server.start("", with(verifyingWith(as), "token.jku-hosts", "contoso.com"))) {
            String url = attacker.uri("/jwks");
            String pointing =
                    header(ISSUER.sign(JSONObjectUtils.toJSONString(ISSUER.claims(confirmation()))), "jku", url);
            Refusals.expect(none, Client.holding(none, pointing, PAIR).get("/orders"), Reason.TOKEN_SIGNATURE_INVALID);
            expectNoConfirmation(none, url, Reason.CONFIRMATION_UNSUPPORTED);
            for (String other : List.of(
                    url,
                    "https://evilcontoso.com/jwks",
                    "https://contoso.com.evil.example/jwks",
                    "https://contoso.com@" + attacker.authority() + "/jwks",
                    "https://contoso.com:8443/jwks",
                    "http://contoso.com/jwks",
                    "file:///etc/passwd")) {
                expectNoConfirmation(some, other, Reason.CONFIRMATION_URL_NOT_ALLOWED);
            }

            assertThat(attacker.asked()).isEmpty();
        }
    }

    @Test
    void at01At03TakesATokenOfTheTimeBeforeRfc9068WhenToldSo() {
        try (FakeServer as = FakeServer.start().behaving(FakeServer.json(ISSUER.verificationKeys()));
                Server strict = Server.start("", verifyingWith(as));
                Server lenient = Server.start("", with(verifyingWith(as), "token.profile", "any-jwt"))) {
            Map<String, Object> claims = ISSUER.claims(confirmation());
            claims.keySet().removeAll(List.of("sub", "client_id", "iat", "jti"));
            String token = ISSUER.sign(JSONObjectUtils.toJSONString(claims));

            Refusals.expect(strict, Client.holding(strict, token, PAIR).get("/orders"), Reason.TOKEN_CLAIM_MISSING);
            assertThat(lenient.send(Client.holding(lenient, token, PAIR).get("/orders"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void acceptsAKeyFromAHostThatIsAllowed() {
        try (FakeServer as = FakeServer.start().behaving(FakeServer.json(ISSUER.verificationKeys()));
                FakeServer keys = FakeServer.start().behaving(FakeServer.json(publicKeys()));
                Server api = Server.start("", with(verifyingWith(as), "token.jku-hosts", keys.authority()))) {
            Client client = Client.holding(api, token(Map.of("jku", keys.uri("/jwks"))), PAIR);

            assertThat(api.send(client.get("/orders")).status())
                    .as(api.log().text())
                    .isEqualTo(200);
            assertThat(keys.asked()).containsExactly("/jwks");
        }
    }

    private static void expectNoConfirmation(Server api, String jku, Reason reason) {
        Refusals.expect(
                api, Client.holding(api, token(Map.of("jku", jku)), PAIR).get("/orders"), reason);
    }

    private static Map<String, String> verifyingWith(FakeServer as) {
        Map<String, String> settings = new HashMap<>();
        settings.put("token.verification-keys", as.uri("/jwks"));
        settings.put("token.verification-keys-min-interval", "PT10M");
        settings.put("fetch.max-bytes", "4KiB");
        return settings;
    }

    private static Map<String, String> knowingClients(FakeServer as) {
        String clients =
                "{\"clients\":[{\"client_id\":\"" + AuthorizationServer.CLIENT + "\",\"jwks\":" + publicKeys() + "}]}";
        try {
            Path file = FILES.path().resolve("clients.json");
            return with(verifyingWith(as), "token.clients", "file:" + Files.writeString(file, clients));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        settings.put(key, value);
        return settings;
    }

    private static WireRequest genuine(Server api) {
        return Client.holding(api, token(confirmation()), PAIR).get("/orders");
    }

    /** With a token that names this key of its issuer; signed by hand, since our signer makes no request that is too long. */
    private static WireRequest naming(Server api, String kid) {
        Client client = Client.holding(api, header(token(confirmation()), "kid", kid), PAIR);
        return client.plain("GET", "/orders")
                .field("Authorization", client.proof("GET", "/orders").authorization());
    }

    private static Map<String, Object> confirmation() {
        return Map.of("jwk", PAIR.jwk());
    }

    private static String token(Map<String, Object> cnf) {
        return ISSUER.sign(JSONObjectUtils.toJSONString(ISSUER.claims(cnf)));
    }

    private static String header(String jws, String name, String value) {
        try {
            String[] parts = jws.split("\\.", -1);
            Map<String, Object> header =
                    new LinkedHashMap<>(JSONObjectUtils.parse(new Base64URL(parts[0]).decodeToString()));
            header.put(name, value);
            String text = JSONObjectUtils.toJSONString(header);
            return Base64URL.encode(text.getBytes(StandardCharsets.UTF_8)) + "." + parts[1] + "." + parts[2];
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String publicKeys() {
        return JSONObjectUtils.toJSONString(Map.of("keys", List.of(PAIR.jwk())));
    }
}
