// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.fetch.FetchUri;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeServer;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.http.Authority;
import io.popfilter.jose.Signatures;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that a token names without holding them: registered ones, and those behind a URL. */
class ConfirmationSourcesTest {

    private static final TestKey OTHER = TestKey.of("other", "ES256");

    private final FakeServer server = FakeServer.answering(FakeServer.json(set(jwk(Scene.CLIENT, "k1"))));

    @AfterEach
    void close() {
        server.close();
    }

    private VerificationKeys remote(FetchUri address) {
        return new RemoteVerificationKeys(
                address,
                FakeServer.fetcher(),
                new RemoteVerificationKeys.Policy(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofSeconds(30)),
                () -> {});
    }

    private static Scene scene(Optional<RegisteredClients> clients, Optional<ConfirmationUrls> urls) {
        JwtAccessTokens jwts = new JwtAccessTokens(
                new TokenPolicy(
                        Token.ISSUER,
                        Token.RESOURCE,
                        Duration.ZERO,
                        TokenPolicy.Profile.RFC9068,
                        TokenPolicy.Encryption.OPTIONAL),
                List::of,
                Optional.of((kid, now) -> Scene.verificationKeys(List.of(Token.ISSUER_KEY))),
                new Signatures(),
                new ConfirmationReader(List::of, clients, urls));
        return Scene.with(builder ->
                builder.decryptionKeys(List.of()).verificationKeys(List.of()).accessTokens(jwts));
    }

    // ---- cnf.kid ----

    private Scene registered() {
        String document = "{\"clients\":["
                + "{\"client_id\":\"shop\",\"jwks\":" + set(jwk(Scene.CLIENT, "k1")) + "},"
                + "{\"client_id\":\"phone-7\",\"software_id\":\"phone\",\"jwks\":" + set(jwk(Scene.CLIENT, "k1")) + "},"
                + "{\"client_id\":\"remote\",\"jwks_uri\":\"" + server.address("/jwks") + "\"},"
                + "{\"client_id\":\"stranger\",\"jwks\":" + set(jwk(OTHER, "k2")) + "}]}";
        try {
            return scene(Optional.of(ClientRegistry.parse(Bytes.utf8(document), this::remote)), Optional.empty());
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.defect(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop CLIENT", "phone-7 INSTANCE", "remote CLIENT"})
    void aRegisteredKeyIsTheClientsOrThatOfItsInstance(String row) {
        String[] parts = row.split(" ", -1);
        Token token = token(Map.of("kid", "k1")).claim("client_id", parts[0]);

        assertThat(registered().accept(token).principal().binding()).hasToString(parts[1]);
    }

    @Test
    void aTokenThatHoldsItsKeyIsBoundByTheToken() {
        Scene scene = registered();
        assertThat(scene.accept(token(Map.of("jwk", Scene.CLIENT.members())))
                        .principal()
                        .binding())
                .isEqualTo(Binding.TOKEN);
        Token byThumbprint = token(Map.of("jkt", Scene.CLIENT.thumbprint()));
        assertThat(scene.accept(scene.proof(byThumbprint).presenting(Scene.CLIENT))
                        .principal()
                        .binding())
                .isEqualTo(Binding.TOKEN);
    }

    @Test
    void aKidOfAClientThatIsNotRegisteredIsAThumbprint() {
        Scene scene = registered();
        Token token = token(Map.of("kid", Scene.CLIENT.thumbprint())).claim("client_id", "unknown");
        assertThat(scene.accept(scene.proof(token).presenting(Scene.CLIENT))
                        .principal()
                        .binding())
                .isEqualTo(Binding.TOKEN);
        assertThat(scene.refusal(token(Map.of("kid", "k1")).claim("client_id", "unknown")))
                .isEqualTo(Reason.PRESENTED_KEY_MISSING);
    }

    @Test
    void theKidOfAnotherClientNeverMatches() {
        Scene scene = registered();
        Token token = token(Map.of("kid", "k2")); // stranger's
        assertThat(scene.refusal(token)).isEqualTo(Reason.PRESENTED_KEY_MISSING);
        assertThat(scene.refusal(Proof.of(token.text(), OTHER).presenting(OTHER)))
                .isEqualTo(Reason.KEY_MISMATCH);
        assertThat(scene.refusal(Proof.of(token(Map.of("kid", "k1")).text(), OTHER)))
                .isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    void v06_bcp11_aHostileKidOrClientSelectsNothing() {
        Scene scene = registered();
        for (String hostile : List.of("../k1", "k1\u0000", "k1/", "K1", " k1", "", "k".repeat(2000), "' OR ''='")) {
            assertThat(scene.refusal(token(Map.of("kid", hostile)))).isEqualTo(Reason.PRESENTED_KEY_MISSING);
            assertThat(scene.refusal(token(Map.of("kid", "k1")).claim("client_id", hostile)))
                    .isEqualTo(Reason.PRESENTED_KEY_MISSING);
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void v06_aKidOfTenThousandCharactersIsNotEvenRead() {
        assertThat(registered().refusal(token(Map.of("kid", "k".repeat(10_000)))))
                .isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
    }

    @Test
    void aThumbprintBesideTheKidHasToAgree() {
        Scene scene = registered();
        scene.accept(token(Map.of("kid", "k1", "jkt", Scene.CLIENT.thumbprint())));
        assertThat(scene.refusal(token(Map.of("kid", "k1", "jkt", OTHER.thumbprint()))))
                .isEqualTo(Reason.CONFIRMATION_CONFLICT);
    }

    @Test
    void v57_keysOfAClientThatCannotBeFetchedAreAnOutage() {
        server.willAnswer(FakeServer.answer("500 Ouch", "text/plain", ""));
        assertThat(registered().refusal(token(Map.of("kid", "k1")).claim("client_id", "remote")))
                .isEqualTo(Reason.VERIFICATION_KEYS_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{'clients':{}}",
                "{'clients':[7]}",
                "{'clients':[{}]}",
                "{'clients':[{'client_id':'a'}]}",
                "{'clients':[{'client_id':7,'jwks_uri':'https://c.example/'}]}",
                "{'clients':[{'client_id':'a','jwks':{'keys':[]}}]}",
                "{'clients':[{'client_id':'a','jwks':{'keys':[{'kty':'oct','k':'AAAA'}]}}]}",
                "{'clients':[{'client_id':'a','jwks_uri':'http://c.example/'}]}",
                "{'clients':[{'client_id':'a','jwks_uri':'https://c.example/','jwks':JWKS}]}",
                "{'clients':[{'client_id':'a','jwks':JWKS},{'client_id':'a','jwks':JWKS}]}"
            })
    void aRegistryThatIsNotClearIsRefused(String text) {
        String json = text.replace('\'', '"').replace("JWKS", set(jwk(Scene.CLIENT, "k1")));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> ClientRegistry.parse(Bytes.utf8(json), this::remote));
    }

    // ---- cnf.jku ----

    private Scene allowing(String... hosts) {
        Set<Authority> authorities =
                java.util.Arrays.stream(hosts).map(Authority::new).collect(java.util.stream.Collectors.toSet());
        return scene(Optional.empty(), Optional.of(new ConfirmationUrls(authorities, this::remote)));
    }

    @Test
    void aKeyBehindAnAllowedUrlIsFetched() {
        Scene scene = allowing(server.authority());
        assertThat(scene.accept(token(Map.of("jku", server.address("/jwks").toString())))
                        .principal()
                        .binding())
                .isEqualTo(Binding.TOKEN);
        scene.accept(token(Map.of("jku", server.address("/jwks").toString(), "kid", "k1")));
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void v05_bcp11_withoutAListOfHostsNothingIsFetched() {
        String url = server.address("/jwks").toString();
        Scene scene = scene(Optional.empty(), Optional.empty());
        assertThat(scene.refusal(token(Map.of("jku", url, "kid", "k1")))).isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
        assertThat(server.connections()).isZero();
    }

    @Test
    void v05_bcp11_neitherTokenNorProofMakesTheServerConnectAnywhere() {
        String url = server.address("/jwks").toString();
        Scene scene = allowing("keys.example");
        for (String member : List.of("jku", "x5u")) {
            assertThat(scene.refusal(token(Map.of("jkt", "x")).header(member, url)))
                    .isEqualTo(Reason.PRESENTED_KEY_MISSING);
            assertThat(scene.refusal(scene.proof(token(Map.of("jkt", "x"))).header(member, url)))
                    .isEqualTo(Reason.AUTHENTICATOR_HEADER_FORBIDDEN);
        }
        assertThat(scene.refusal(token(Map.of("jku", url)))).isEqualTo(Reason.CONFIRMATION_URL_NOT_ALLOWED);
        Token forged = token(Map.of("jku", url)).key(Scene.STRANGER);
        assertThat(allowing(server.authority()).refusal(forged)).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(server.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evilcontoso.com/jwks",
                "https://contoso.com.evil.example/jwks",
                "https://sub.contoso.com/jwks",
                "https://contoso.com:8443/jwks",
                "https://contoso.com@evil.example/jwks",
                "https://user@contoso.com/jwks",
                "https://contoso.com./jwks",
                "https://contoso.com/jwks#k1",
                "http://contoso.com/jwks",
                "https:contoso.com",
                "//contoso.com/jwks",
                "file://contoso.com/etc/passwd",
                "https://contoso.com\\@evil.example/",
                "https://contoso.com\u0000.evil.example/",
                "http://127.0.0.1:1/?contoso.com",
                ""
            })
    void v05_bcp11_onlyExactlyTheseHostsAreAllowed(String url) {
        assertThat(allowing("contoso.com").refusal(token(Map.of("jku", url))))
                .isEqualTo(Reason.CONFIRMATION_URL_NOT_ALLOWED);
    }

    @Test
    void v05_anotherPortOfAnAllowedHostIsAnotherHost() {
        try (FakeServer neighbour = FakeServer.answering(FakeServer.json("{}"))) {
            assertThat(allowing(neighbour.authority())
                            .refusal(token(Map.of("jku", server.address("/jwks").toString()))))
                    .isEqualTo(Reason.CONFIRMATION_URL_NOT_ALLOWED);
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void v05_aRedirectOfAnAllowedHostIsNotFollowed() {
        try (FakeServer target = FakeServer.answering(FakeServer.json(set(jwk(Scene.CLIENT, "k1"))))) {
            server.willAnswer(FakeServer.redirect(target.address("/jwks").uri()));
            assertThat(allowing(server.authority())
                            .refusal(token(Map.of("jku", server.address("/jwks").toString()))))
                    .isEqualTo(Reason.VERIFICATION_KEYS_UNAVAILABLE);
            assertThat(target.connections()).isZero();
        }
    }

    @Test
    void ofSeveralKeysTheKidHasToSayWhich() {
        server.willAnswer(FakeServer.json(set(jwk(Scene.CLIENT, "k1"), jwk(OTHER, "k2"))));
        Scene scene = allowing(server.authority());
        String url = server.address("/jwks").toString();
        assertThat(scene.refusal(token(Map.of("jku", url)))).isEqualTo(Reason.CONFIRMATION_CONFLICT);
        assertThat(scene.refusal(token(Map.of("jku", url, "kid", "k3")))).isEqualTo(Reason.CONFIRMATION_CONFLICT);
        scene.accept(token(Map.of("jku", url, "kid", "k1")));
        assertThat(scene.refusal(token(Map.of("jku", url, "kid", "k2")))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    // ----

    private static Token token(Object cnf) {
        return Token.signed().claim("jti", "t").cnf(cnf);
    }

    private static String jwk(TestKey key, String kid) {
        Map<String, Object> members = key.members();
        members.put("kid", kid);
        return JSONObjectUtils.toJSONString(members);
    }

    private static String set(String... jwks) {
        return "{\"keys\":[" + String.join(",", jwks) + "]}";
    }
}
