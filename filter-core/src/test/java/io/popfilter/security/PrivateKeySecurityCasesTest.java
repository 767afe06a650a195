// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static io.popfilter.security.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SignedProof;
import io.popfilter.fixture.Signing;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.jose.JwkSet;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Row V-24: keys with a private part, which is neither used nor shown. */
class PrivateKeySecurityCasesTest {

    /** RFC 7518 section 6, RFC 8037 section 2. */
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private static final List<String> ALGORITHMS = List.of("ES256", "RS256", "EdDSA");

    private final Scene scene = Signing.scene();

    static Stream<Arguments> privateMembers() {
        return PRIVATE.stream()
                .flatMap(member -> Stream.of(Signing.values()).map(signing -> Arguments.of(signing, member)));
    }

    @ParameterizedTest
    @MethodSource("privateMembers")
    void v24_eachPrivateMemberAloneIsRefusedAndItsValueIsNotShown(Signing signing, String member) {
        for (String alg : ALGORITHMS) {
            TestKey client = TestKey.of("client", alg);
            Map<String, Object> jwk = client.members();
            String secret = Bytes.base64url(Bytes.random(32));
            jwk.put(member, secret);
            SignedProof proof = signing.proof(client).presenting(jwk);

            Rejection rejection = scene.rejection(proof.on(FakeRequest.get()));

            assertThat(rejection.reason()).as(alg).isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
            assertNotShown(secret, rejection);
        }
    }

    @ParameterizedTest
    @MethodSource("privateMembers")
    void v24_aPrivateMemberThatIsNoTextIsRefusedToo(Signing signing, String member) {
        for (Object value : List.of("", 7, List.of(), List.of(Map.of("r", "AQ")), Map.of(), false)) {
            Map<String, Object> jwk = Scene.CLIENT.members();
            jwk.put(member, value);

            assertThat(scene.refusal(signing.proof().presenting(jwk).on(FakeRequest.get())))
                    .as("%s", value)
                    .isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void v24_aWholePrivateKeyIsRefusedAndNoneOfItsValuesIsShown(Signing signing) throws Exception {
        for (String alg : List.of("ES256", "RS256")) {
            Map<String, Object> jwk = Samples.privateKey(alg);
            SignedProof proof = signing.proof().header("alg", alg).presenting(jwk);

            Rejection rejection = scene.rejection(proof.on(FakeRequest.get()));

            assertThat(rejection.reason()).as(alg).isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
            for (String member : PRIVATE) {
                if (jwk.get(member) instanceof String secret) {
                    assertNotShown(secret, rejection);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void v24_aPresentedSecretIsRefused(Signing signing) {
        TestKey secret = TestKey.of("client", "HS256");
        SignedProof proof = signing.proof(secret).header("alg", "ES256");

        Rejection rejection = scene.rejection(proof.on(FakeRequest.get()));

        assertThat(rejection.reason()).isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
        assertNotShown(String.valueOf(secret.members().get("k")), rejection);
    }

    @Test
    void v24_aPresentedSecretIsRefusedWithItsOwnAlgorithm() {
        TestKey secret = TestKey.of("client", "HS256");
        Token confirmed = Token.encrypted().confirming(secret);

        assertThat(scene.refusal(Proof.of(Signing.token(secret).text(), secret).presenting(secret)))
                .isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
        assertThat(scene.refusal(Proof.of(confirmed.text(), secret).presenting(secret)))
                .isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
    }

    @Test
    void v24_aPrivateKeyInATokenOrAmongTheIssuersKeysIsRefused() {
        for (String member : PRIVATE) {
            for (String alg : ALGORITHMS) {
                TestKey client = TestKey.of("client", alg);
                Map<String, Object> jwk = client.members();
                String secret = Bytes.base64url(Bytes.random(32));
                jwk.put(member, secret);
                Proof proof = Proof.of(Token.signed().cnf(Map.of("jwk", jwk)).text(), client);

                Rejection rejection = scene.rejection(FakeRequest.get().signed(proof));

                assertThat(rejection.reason()).as("%s %s", alg, member).isEqualTo(Reason.KEY_UNACCEPTABLE);
                assertNotShown(secret, rejection);
                assertThatThrownBy(() -> JwkSet.verificationKeys(Bytes.utf8(json(jwk))))
                        .isInstanceOf(MalformedException.class)
                        .hasMessageNotContaining(secret);
            }
        }
    }

    private static void assertNotShown(String secret, Rejection rejection) {
        assertThat(rejection.getMessage()).doesNotContain(secret);
        assertThat(rejection.facts().toString()).doesNotContain(secret);
        assertThat(rejection.explain().toString()).doesNotContain(secret);
    }
}
