// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeAnswer;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.proof.NonceCheck;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.SchemeName;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Both signers against a verifier that demands nonces. */
class SignerNonceTest {

    private static final Duration SPAN = Duration.ofSeconds(30);
    private static final RequestToSign REQUEST =
            RequestToSign.of("GET", URI.create("https://api.example/orders/7?view=full&page=2"));
    private static final RequestToSign ELSEWHERE = RequestToSign.of("GET", URI.create("https://other.example/"));
    private static final SigningKey KEY = SigningKey.generate(SignatureAlgorithm.ES256);
    private static final String TOKEN =
            Token.signed().cnf(Map.of("jkt", KEY.thumbprint().value())).text();

    private final Scene scene = asking("a", NonceCheck.Scope.ONE_TOKEN);

    private static Scene asking(String secret, NonceCheck.Scope scope) {
        ServerNonces nonces = new ServerNonces(Bytes.utf8(secret.repeat(32)), SPAN, new Random(1));
        return Scene.with(builder -> builder.schemes(List.of(SchemeName.POP, SchemeName.DPOP))
                .nonces(NonceCheck.required(nonces, scope))
                .tokenIdentifiers(10));
    }

    private Signer signer(SchemeName scheme) {
        return switch (scheme) {
            case POP -> RequestSigner.presentingKey(TOKEN, KEY, scene.clock());
            case DPOP -> DpopSigner.of(TOKEN, KEY, scene.clock());
            case MTLS, BEARER -> throw new IllegalArgumentException("nobody signs");
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void theFirstRequestIsSentTwiceAndTheNextOnce(SchemeName scheme) {
        Signer signer = signer(scheme);

        assertThat(exchange(signer, scheme, scene)).containsExactly("NONCE_MISSING", "passed");
        assertThat(exchange(signer, scheme, scene)).containsExactly("passed");
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void theNonceThatComesWithAnAnswerIsUsed(SchemeName scheme) {
        Signer signer = signer(scheme);
        exchange(signer, scheme, scene);
        for (int span = 0; span < 5; span++) {
            scene.clock().advance(SPAN);

            assertThat(exchange(signer, scheme, scene)).containsExactly("passed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void anExpiredNonceIsReplaced(SchemeName scheme) {
        Signer signer = signer(scheme);
        for (int i = 0; i < 5; i++) {
            exchange(signer, scheme, scene);
            scene.clock().advance(SPAN.multipliedBy(2));

            assertThat(exchange(signer, scheme, scene)).containsExactly("NONCE_NOT_ACCEPTED", "passed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void aServerThatWasRestartedHasItsNonceUsed(SchemeName scheme) {
        Signer signer = signer(scheme);
        exchange(signer, scheme, scene);
        Scene restarted = asking("b", NonceCheck.Scope.ANY_TOKEN);

        assertThat(exchange(signer, scheme, restarted)).containsExactly("NONCE_NOT_ACCEPTED", "passed");
        assertThat(exchange(signer, scheme, restarted)).containsExactly("passed");
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void aServerThatAcceptsNoNonceIsNotAskedForEver(SchemeName scheme) {
        Signer signer = signer(scheme);
        Scene offering = asking("a", NonceCheck.Scope.ANY_TOKEN);
        Scene accepting = asking("b", NonceCheck.Scope.ANY_TOKEN);
        List<Reason> refusals = new ArrayList<>();
        while (true) {
            SignedRequest signed = signer.sign(REQUEST);
            Scene next = refusals.size() % 2 == 0 ? offering : accepting; // two that do not share their secret
            Rejection refused = next.rejection(FakeRequest.get().with(signed));
            refusals.add(refused.reason());
            if (!signer.shouldSendAgain(signed, FakeAnswer.to(refused, scheme))) {
                break;
            }
        }

        assertThat(refusals)
                .containsExactly(
                        Reason.NONCE_MISSING,
                        Reason.NONCE_NOT_ACCEPTED,
                        Reason.NONCE_NOT_ACCEPTED,
                        Reason.NONCE_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void anotherServerGetsNoNonceOfThisOne(SchemeName scheme) {
        Signer signer = signer(scheme);
        exchange(signer, scheme, scene);

        assertThat(signer.sign(ELSEWHERE).nonce()).isEmpty();
        assertThat(signer.sign(REQUEST).nonce()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void anotherRefusalIsNoReasonToSendAgain(SchemeName scheme) {
        Signer signer = signer(scheme);
        exchange(signer, scheme, scene);
        SignedRequest signed = signer.sign(REQUEST);
        Rejection refused = scene.rejection(FakeRequest.get().method("PUT").with(signed));

        assertThat(refused.reason()).isEqualTo(Reason.METHOD_MISMATCH);
        assertThat(signer.shouldSendAgain(signed, FakeAnswer.to(refused, scheme)))
                .isFalse();
        assertThat(exchange(signer, scheme, scene)).containsExactly("passed");
    }

    @ParameterizedTest
    @CsvSource({
        "POP, PoP nonce=\"n\"",
        "POP, PoP error=\"use_pop_nonce\"",
        "POP, 'PoP nonce=\"a b\", error=\"use_pop_nonce\"'",
        "POP, 'DPoP nonce=\"n\", error=\"use_pop_nonce\"'",
        "DPOP, DPoP error=\"use_dpop_nonce\"",
        "DPOP, 'DPoP nonce=\"n\", error=\"use_dpop_nonce\"'"
    })
    void noNonceOrNoDemandIsNoReasonToSendAgain(SchemeName scheme, String challenge) {
        Signer signer = signer(scheme);
        SignedRequest signed = signer.sign(REQUEST);

        assertThat(signer.shouldSendAgain(signed, FakeAnswer.of(401, Map.of("WWW-Authenticate", challenge))))
                .isFalse();
    }

    @Test
    void aChallengeThatDemandsNothingMayStillOfferANonce() {
        Signer signer = signer(SchemeName.POP);
        AnswerHead answer = FakeAnswer.of(401, Map.of("WWW-Authenticate", "Bearer, PoP nonce=\"n\""));

        assertThat(signer.shouldSendAgain(signer.sign(REQUEST), answer)).isFalse();
        assertThat(signer.sign(REQUEST).nonce()).contains("n");
    }

    @Test
    void theTokensIdentifierAndTheNonceAreLearntSideBySide() {
        RequestSigner signer =
                RequestSigner.presentingKey(TOKEN, KEY, scene.clock()).withTokenIdentifier();
        assertThat(exchange(signer, SchemeName.POP, scene)).containsExactly("NONCE_MISSING", "passed");
        Scene restarted = asking("b", NonceCheck.Scope.ONE_TOKEN);

        assertThat(exchange(signer, SchemeName.POP, restarted))
                .containsExactly("NONCE_NOT_ACCEPTED", "TOKEN_IDENTIFIER_UNKNOWN", "passed");
        assertThat(exchange(signer, SchemeName.POP, restarted)).containsExactly("passed");
    }

    @Test
    void theSameSignerByOtherRulesHasTheNoncesToo() {
        CanonicalRules rules = new CanonicalRules(Set.of(Allowance.PATH_PARAMETERS), Set.of());
        RequestSigner pop = RequestSigner.presentingKey(TOKEN, KEY, scene.clock());
        DpopSigner dpop = DpopSigner.of(TOKEN, KEY, scene.clock());
        exchange(pop.withRules(rules), SchemeName.POP, scene);
        exchange(dpop.withRules(rules), SchemeName.DPOP, scene);

        assertThat(exchange(pop, SchemeName.POP, scene)).containsExactly("passed");
        assertThat(exchange(dpop, SchemeName.DPOP, scene)).containsExactly("passed");
    }

    @Test
    void aNewerTokenGoesOnWithTheNonces() {
        Scene any = asking("a", NonceCheck.Scope.ANY_TOKEN);
        DpopSigner signer = DpopSigner.of(TOKEN, KEY, any.clock());
        exchange(signer, SchemeName.DPOP, any);
        String newer = Token.signed()
                .claim("jti", "newer")
                .cnf(Map.of("jkt", KEY.thumbprint().value()))
                .text();
        DpopSigner renewed = signer.withToken(newer);

        assertThat(renewed.sign(REQUEST).fields()).containsEntry("Authorization", "DPoP " + newer);
        assertThat(exchange(renewed, SchemeName.DPOP, any)).containsExactly("passed");
    }

    @Test
    void aTokenEndpointDemandsANonceInItsBody() {
        DpopSigner signer = DpopSigner.withoutToken(KEY, scene.clock());
        RequestToSign request = RequestToSign.of("POST", URI.create("https://as.example/token"));
        AnswerHead answer = FakeAnswer.of(400, Map.of("DPoP-Nonce", "n"));
        SignedRequest first = signer.sign(request);

        assertThat(signer.shouldSendAgain(first, answer.withError("invalid_grant")))
                .isFalse();
        assertThat(signer.shouldSendAgain(first, answer.withError("use_dpop_nonce")))
                .isTrue();
        SignedRequest second = signer.sign(request);
        assertThat(second.nonce()).contains("n");
        assertThat(signer.shouldSendAgain(second, answer.withError("use_dpop_nonce")))
                .isFalse();
    }

    /** What became of the request each time that it was sent. */
    private static List<String> exchange(Signer signer, SchemeName scheme, Scene server) {
        List<String> sendings = new ArrayList<>();
        while (true) {
            SignedRequest signed = signer.sign(REQUEST);
            AnswerHead answer;
            try {
                answer = FakeAnswer.to(server.verify(FakeRequest.get().with(signed)));
                sendings.add("passed");
            } catch (Rejection e) {
                answer = FakeAnswer.to(e, scheme);
                sendings.add(e.reason().name());
            }
            if (!signer.shouldSendAgain(signed, answer)) {
                return sendings;
            }
        }
    }
}
