// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SignedProof;
import io.popfilter.fixture.Signing;
import io.popfilter.fixture.Together;
import io.popfilter.fixture.Token;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.proof.NonceCheck;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Row V-33 for both schemes: nonces that are missing, of somebody else, too old, or not quite right. */
class NonceSecurityCasesTest {

    private static final Duration SPAN = Duration.ofSeconds(30);

    private static final String TOKEN = Signing.token(Scene.CLIENT).text();

    /** What a nonce for {@link #TOKEN} is bound to. */
    private static final String TOKEN_HASH = Bytes.sha256(TOKEN);

    private final ServerNonces nonces = new ServerNonces(new byte[32], SPAN, new Random(1));
    private final ServerNonces foreign = new ServerNonces(Bytes.utf8("x".repeat(32)), SPAN, new Random(2));

    static Stream<Arguments> settings() {
        return Stream.of(Signing.values())
                .flatMap(signing -> Stream.of(NonceCheck.Scope.values()).map(scope -> Arguments.of(signing, scope)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void v33_eachNonceThatIsNotGoodIsAnsweredWithANewOneAndNeverTheSame(Signing signing, NonceCheck.Scope scope) {
        Scene scene = scene(scope);
        Set<String> offered = new HashSet<>();
        wrong(boundTo(scope)).forEach((what, nonce) -> {
            Rejection rejection = scene.rejection(request(signing, nonce));

            assertThat(rejection.reason()).as(what).isEqualTo(Reason.NONCE_NOT_ACCEPTED);
            assertThat(rejection.demand().nonce().orElseThrow()).as(what).isNotEqualTo(nonce);
            assertThat(offered.add(rejection.demand().nonce().orElseThrow()))
                    .as(what)
                    .isTrue();
        });
        offered.forEach(nonce -> scene.accept(request(signing, nonce)));
        assertThat(Reason.NONCE_NOT_ACCEPTED.error()).isEqualTo(OAuthError.USE_NONCE);
    }

    private Map<String, String> wrong(String boundTo) {
        String good = nonces.issue(boundTo, Scene.NOW);
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("foreign secret", foreign.issue(boundTo, Scene.NOW));
        wrong.put("expired", nonces.issue(boundTo, Scene.NOW.minus(SPAN.multipliedBy(2))));
        wrong.put("long expired", nonces.issue(boundTo, Scene.NOW.minus(Duration.ofDays(365))));
        wrong.put("of the future", nonces.issue(boundTo, Scene.NOW.plus(SPAN.multipliedBy(2))));
        wrong.put("of another token", nonces.issue(Bytes.sha256("other"), Scene.NOW));
        wrong.put("of the other scope", nonces.issue(boundTo.isEmpty() ? TOKEN_HASH : "", Scene.NOW));
        wrong.put("junk behind", good + "x");
        wrong.put("junk in front", "x" + good);
        wrong.put("space behind", good + " ");
        wrong.put("twice", good + good);
        wrong.put("a list", good + "," + good);
        wrong.put("padded", good + "=");
        wrong.put("cut off", good.substring(1));
        wrong.put("swapped case", swapCase(good));
        wrong.put("first character", change(good, 0));
        wrong.put("random part", change(good, 15));
        wrong.put("last character", change(good, good.length() - 1));
        wrong.put("no base64url", "+".repeat(good.length()));
        wrong.put("not ASCII", "\u00E9".repeat(good.length()));
        wrong.put("of our length, made up", "A".repeat(good.length()));
        wrong.put("one character", "x");
        wrong.put("longest", "0".repeat(512));
        return wrong;
    }

    private static String change(String text, int at) {
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private static String swapCase(String text) {
        StringBuilder swapped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            swapped.append(Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
        return swapped.toString();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void v33_eachProofWithoutANonceIsAnsweredWithANewOne(Signing signing, NonceCheck.Scope scope) {
        Scene scene = scene(scope);
        Set<String> offered = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Rejection rejection = scene.rejection(proof(signing).on(FakeRequest.get()));

            assertThat(rejection.reason()).isEqualTo(Reason.NONCE_MISSING);
            offered.add(rejection.demand().nonce().orElseThrow());
        }
        assertThat(offered).hasSize(50);
        assertThat(Reason.NONCE_MISSING.error()).isEqualTo(OAuthError.USE_NONCE);
    }

    @ParameterizedTest
    @EnumSource
    void v33_threadsAreNeverOfferedTheSameNonce(Signing signing) throws Exception {
        Scene scene = scene(NonceCheck.Scope.ONE_TOKEN);
        FakeRequest request = proof(signing).on(FakeRequest.get());

        assertThat(Together.run(
                        64, () -> scene.rejection(request).demand().nonce().orElseThrow()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void v33_aNonceForOneTokenIsNotGoodForAnotherTokenOfTheSameKey(Signing signing) {
        Scene scene = scene(NonceCheck.Scope.ONE_TOKEN);
        String nonce = scene.rejection(proof(signing).on(FakeRequest.get()))
                .demand()
                .nonce()
                .orElseThrow();
        Token other = Signing.token(Scene.CLIENT).claim("jti", "other");
        SignedProof withOther = signing.proof(other, Scene.CLIENT).member("nonce", nonce);

        Rejection rejection = scene.rejection(withOther.on(FakeRequest.get()));
        assertThat(rejection.reason()).isEqualTo(Reason.NONCE_NOT_ACCEPTED);
        scene.accept(withOther
                .member("nonce", rejection.demand().nonce().orElseThrow())
                .on(FakeRequest.get()));
        scene.accept(request(signing, nonce));
    }

    @ParameterizedTest
    @EnumSource
    void v33_aNonceOfAnotherServerWithTheSameSecretIsGood(Signing signing) {
        ServerNonces otherServer = new ServerNonces(new byte[32], SPAN, new Random(3));

        scene(NonceCheck.Scope.ANY_TOKEN).accept(request(signing, otherServer.issue("", Scene.NOW)));
        scene(NonceCheck.Scope.ONE_TOKEN).accept(request(signing, otherServer.issue(TOKEN_HASH, Scene.NOW)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void v33_aNonceIsGoodForOneSpanAtLeastAndForLessThanTwo(Signing signing, NonceCheck.Scope scope) {
        Scene scene = scene(scope);
        long span = SPAN.toMillis();
        for (long issuedAt = 0; issuedAt < span; issuedAt += 1_499) {
            String nonce = nonces.issue(boundTo(scope), Scene.NOW.plusMillis(issuedAt)); // a span begins at NOW
            for (long age : List.of(0L, 1L, span - 1, span, 2 * span - 1 - issuedAt)) {
                scene.clock().set(Scene.NOW.plusMillis(issuedAt + age));
                scene.accept(created(signing, nonce, scene));
            }
            for (long age : List.of(2 * span - issuedAt, 2 * span, 10 * span)) {
                scene.clock().set(Scene.NOW.plusMillis(issuedAt + age));
                assertThat(scene.refusal(created(signing, nonce, scene))).isEqualTo(Reason.NONCE_NOT_ACCEPTED);
            }
        }
    }

    private static FakeRequest created(Signing signing, String nonce, Scene scene) {
        return proof(signing)
                .member("nonce", nonce)
                .createdAt(scene.clock().instant().getEpochSecond())
                .on(FakeRequest.get());
    }

    @ParameterizedTest
    @EnumSource
    void v33_aStaleProofIsOfferedNoNonce(Signing signing) {
        Rejection rejection = scene(NonceCheck.Scope.ANY_TOKEN)
                .rejection(proof(signing).createdAt(0).on(FakeRequest.get()));

        assertThat(rejection.reason()).isEqualTo(Reason.CREATED_TOO_LONG_AGO);
        assertThat(rejection.demand().nonce()).isEmpty();
    }

    private static String boundTo(NonceCheck.Scope scope) {
        return switch (scope) {
            case ANY_TOKEN -> "";
            case ONE_TOKEN -> TOKEN_HASH;
        };
    }

    private Scene scene(NonceCheck.Scope scope) {
        return Signing.scene(builder -> builder.nonces(NonceCheck.required(nonces, scope)));
    }

    private static SignedProof proof(Signing signing) {
        return signing.proof(TOKEN, Scene.CLIENT);
    }

    private static FakeRequest request(Signing signing, String nonce) {
        return proof(signing).member("nonce", nonce).on(FakeRequest.get());
    }
}
