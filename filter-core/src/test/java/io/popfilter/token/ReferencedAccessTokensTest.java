// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeAnswer;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.sign.AnswerHead;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import io.popfilter.sign.SignedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencedAccessTokensTest {

    private static final RequestToSign REQUEST =
            RequestToSign.of("GET", URI.create("https://api.example/orders/7?view=full&page=2"));

    private final Scene scene = Scene.with(builder -> builder.tokenIdentifiers(100));

    @Test
    void aTokenThatWasNeverHereIsUnknown() {
        assertThat(scene.refusal(byIdentifier(good().text()))).isEqualTo(Reason.TOKEN_IDENTIFIER_UNKNOWN);
    }

    @Test
    void aTokenThatWasHereIsKnownByItsHash() {
        String text = good().text();
        PopPrincipal first = scene.accept(Proof.of(text, Scene.CLIENT)).principal();
        PopPrincipal second = scene.accept(byIdentifier(text)).principal();

        assertThat(second.claims()).isEqualTo(first.claims());
        assertThat(second.subject()).contains("alice");
        assertThat(second.binding()).isEqualTo(Binding.TOKEN);
    }

    @Test
    void isOffUnlessItIsSwitchedOn() {
        Scene standard = Scene.standard();
        String text = good().text();
        standard.accept(Proof.of(text, Scene.CLIENT));

        assertThat(standard.refusal(byIdentifier(text))).isEqualTo(Reason.TOKEN_IDENTIFIER_UNKNOWN);
    }

    @Test
    void aTokenThatWasRefusedIsNotKnown() {
        String text = good().key(Scene.STRANGER).text();
        assertThat(scene.refusal(Proof.of(text, Scene.CLIENT))).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(scene.refusal(byIdentifier(text))).isEqualTo(Reason.TOKEN_IDENTIFIER_UNKNOWN);
    }

    @Test
    void theIdentifierOfATokenTakesItsKeyToo() {
        String text = good().text();
        scene.accept(Proof.of(text, Scene.CLIENT));

        assertThat(scene.refusal(byIdentifier(text).key(Scene.STRANGER))).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    void aKnownTokenExpires() {
        String text = good().claim("exp", Scene.NOW.getEpochSecond() + 10).text();
        scene.accept(Proof.of(text, Scene.CLIENT));
        scene.clock().advance(Duration.ofSeconds(40));
        Proof late = byIdentifier(text).member("ts", Scene.NOW.getEpochSecond() + 40);

        // forgotten or not, it is refused
        assertThat(scene.refusal(late)).isIn(Reason.TOKEN_EXPIRED, Reason.TOKEN_IDENTIFIER_UNKNOWN);
    }

    @Test
    void aKnownTokenThatIsRevokedIsRefused() {
        List<String> revoked = new ArrayList<>();
        AccessTokens jwts = Scene.jwts(Duration.ZERO, List.of(), Scene.verificationKeys(List.of(Token.ISSUER_KEY)));
        Scene own = Scene.with(builder -> builder.decryptionKeys(List.of())
                .verificationKeys(List.of())
                .tokenIdentifiers(100)
                .accessTokens((text, now) -> {
                    if (revoked.contains(text)) {
                        throw new Rejection(Reason.TOKEN_INACTIVE);
                    }
                    return jwts.resolve(text, now);
                }));
        String text = good().text();
        own.accept(Proof.of(text, Scene.CLIENT));
        own.accept(byIdentifier(text));
        revoked.add(text);

        assertThat(own.refusal(byIdentifier(text))).isEqualTo(Reason.TOKEN_INACTIVE);
    }

    // ---- the client's side ----

    private final SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256);
    private final RequestSigner signer = RequestSigner.presentingKey(
                    Token.signed().cnf(Map.of("jkt", key.thumbprint().value())).text(), key, scene.clock())
            .withTokenIdentifier();

    @Test
    void theSignerSendsTheHashAsSoonAsTheTokenWasAccepted() {
        assertThat(exchange(scene)).isEqualTo("at");
        assertThat(exchange(scene)).isEqualTo("ath");
        assertThat(exchange(scene)).isEqualTo("ath");
    }

    @Test
    void theSignerSendsTheTokenAgainToAServerThatForgotIt() {
        exchange(scene);
        Scene restarted = Scene.with(builder -> builder.tokenIdentifiers(100));

        assertThat(exchange(restarted)).isEqualTo("ath at");
        assertThat(exchange(restarted)).isEqualTo("ath");
    }

    @Test
    void theSignerGivesUpWithAServerThatNeverRemembers() {
        Scene forgetful = Scene.standard();
        List<String> exchanges = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            exchanges.add(exchange(forgetful));
        }

        assertThat(exchanges).containsExactly("at", "ath at", "ath at", "at", "at", "at");
    }

    @Test
    void theSignerLearnsNothingFromAnOutage() {
        for (int status : new int[] {500, 503, 400, 401, 413}) {
            assertThat(signer.shouldSendAgain(signer.sign(REQUEST), FakeAnswer.of(status, Map.of())))
                    .isFalse();
        }

        assertThat(exchange(scene)).isEqualTo("at");
    }

    @Test
    void everyRequestThatWasRefusedForItsHashIsSentAgain() {
        exchange(scene);
        AnswerHead unknown = FakeAnswer.of(401, Map.of("WWW-Authenticate", "PoP error=\"unknown_token_identifier\""));
        for (int i = 0; i < 5; i++) { // five requests were under way when the server forgot
            assertThat(signer.shouldSendAgain(signer.sign(REQUEST), unknown)).isTrue();
        }
        assertThat(exchange(scene)).isEqualTo("at");
        assertThat(exchange(scene)).as("one restart is no reason to give up").isEqualTo("ath");
    }

    /** What was sent until the request passed. */
    private String exchange(Scene server) {
        List<String> sent = new ArrayList<>();
        while (true) {
            SignedRequest signed = signer.sign(REQUEST);
            sent.add(payload(signed).contains("\"ath\":") ? "ath" : "at");
            try {
                server.verify(FakeRequest.get().with(signed));
                assertThat(signer.shouldSendAgain(signed, FakeAnswer.of(200, Map.of())))
                        .isFalse();
                return String.join(" ", sent);
            } catch (Rejection e) {
                assertThat(e.reason()).isEqualTo(Reason.TOKEN_IDENTIFIER_UNKNOWN);
                String code = e.reason().error().code().orElseThrow();
                AnswerHead answer = FakeAnswer.of(401, Map.of("WWW-Authenticate", "Basic, PoP error=\"" + code + "\""));
                assertThat(signer.shouldSendAgain(signed, answer)).isTrue();
            }
        }
    }

    private static String payload(SignedRequest signed) {
        return new String(
                Bytes.fromBase64url(
                        signed.fields().getOrDefault("Authorization", "").split("\\.", -1)[1]),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Token good() {
        return Token.signed().confirming(Scene.CLIENT);
    }

    private static Proof byIdentifier(String token) {
        return Proof.of(token, Scene.CLIENT).without("at").member("ath", Bytes.sha256(token));
    }
}
