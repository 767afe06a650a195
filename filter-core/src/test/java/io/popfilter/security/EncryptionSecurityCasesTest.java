// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static io.popfilter.security.Samples.good;
import static io.popfilter.security.Samples.json;
import static io.popfilter.security.Samples.privateKey;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.reject.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-07 to V-09, V-14 and V-15: tokens that are encrypted. */
class EncryptionSecurityCasesTest {

    private final Scene scene = Scene.standard();

    // ---- V-07 ----

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void v07_bcp03_aTokenThatAnybodyCouldEncryptHasToBeSigned(String alg) throws Exception {
        Map<String, Object> privateJwk = privateKey(alg);
        Scene server = Scene.with(builder -> builder.decryptionKeys(Scene.decryptionKeys(json(privateJwk))));
        var publicJwk = TestKey.parse(privateJwk).toPublicJWK();
        Token inner = good();
        String none = good().header("alg", "none").text();
        String unsigned = none.substring(0, none.lastIndexOf('.') + 1);

        server.accept(Proof.of(Token.encryptedTo(publicJwk, inner.text()), Scene.CLIENT));
        assertThat(server.refusal(Proof.of(Token.encryptedTo(publicJwk, inner.claimsJson()), Scene.CLIENT)))
                .isEqualTo(Reason.TOKEN_NOT_SIGNED);
        assertThat(server.refusal(Proof.of(Token.encryptedTo(publicJwk, unsigned), Scene.CLIENT)))
                .isEqualTo(Reason.TOKEN_ALGORITHM_NOT_ACCEPTED);
        assertThat(server.refusal(Proof.of(
                        Token.encryptedTo(publicJwk, good().key(Scene.STRANGER).text()), Scene.CLIENT)))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        String twice = Token.encryptedTo(publicJwk, Token.encryptedTo(publicJwk, inner.claimsJson()));
        assertThat(server.refusal(Proof.of(twice, Scene.CLIENT))).isEqualTo(Reason.TOKEN_MALFORMED);
        for (String content : List.of("", " ", "e", "ey", "null", "\"x\"", " " + inner.text())) {
            assertThat(server.refusal(Proof.of(Token.encryptedTo(publicJwk, content), Scene.CLIENT)))
                    .as(content)
                    .isIn(Reason.TOKEN_NOT_SIGNED, Reason.TOKEN_MALFORMED);
        }
    }

    @Test
    void v07_bcp03_aTokenWithinATokenUnderTheSharedSecretIsRefused() {
        String inner = Token.encrypted().confirming(Scene.CLIENT).text();
        assertThat(refusalOfToken(Token.encrypted().text(inner))).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    // ---- V-08, V-15 ----

    @ParameterizedTest
    @ValueSource(strings = {"PBES2-HS256+A128KW", "PBES2-HS512+A256KW", "RSA1_5", "RSA-OAEP", "DIR", "A128", "none"})
    void v08_v15_bcp01_bcp14_keyManagementThatIsNotListedIsNeverExecuted(String alg) {
        for (Object p2c : List.of(1_000_000, Integer.MAX_VALUE, Long.MAX_VALUE)) {
            Token token = Token.encrypted()
                    .confirming(Scene.CLIENT)
                    .header("alg", alg)
                    .header("p2c", p2c);
            assertThat(scene.refusal(token.header("p2s", "c2FsdHNhbHQ")))
                    .isEqualTo(Reason.TOKEN_ALGORITHM_NOT_ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A256CBC", "A256GCMX", "none", ""})
    void v08_bcp01_contentEncryptionThatIsNotListedIsNeverExecuted(String enc) {
        assertThat(scene.refusal(Token.encrypted().confirming(Scene.CLIENT).header("enc", enc)))
                .isEqualTo(Reason.TOKEN_ALGORITHM_NOT_ACCEPTED);
    }

    // ---- V-09 ----

    @Test
    void v09_bcp06_bcp16_compressedTokensAreRefused() {
        assertThat(scene.refusal(Token.encrypted().confirming(Scene.CLIENT).header("zip", "DEF")))
                .isEqualTo(Reason.TOKEN_HEADER_FORBIDDEN);
    }

    // ---- V-14 ----

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4})
    void v14_whicheverPartOfATokenIsChangedTheAnswerIsTheSame(int part) {
        String[] parts = Token.encrypted().confirming(Scene.CLIENT).text().split("\\.", -1);
        byte[] octets = Bytes.fromBase64url(parts[part]);
        if (part == 0) {
            parts[0] = Bytes.base64url(new String(octets, UTF_8).replace("}", ",\"x\":1}"));
            assertThat(refusalOfToken(String.join(".", parts))).isEqualTo(Reason.TOKEN_UNDECRYPTABLE);
            return;
        }
        for (int at : List.of(0, octets.length / 2, octets.length - 1)) {
            byte[] changed = octets.clone();
            changed[at] ^= 1;
            parts[part] = Bytes.base64url(changed);
            assertThat(refusalOfToken(String.join(".", parts))).isEqualTo(Reason.TOKEN_UNDECRYPTABLE);
        }
        for (byte[] length : List.of(new byte[0], Arrays.copyOf(octets, 8), Arrays.copyOf(octets, octets.length + 1))) {
            parts[part] = Bytes.base64url(length);
            assertThat(refusalOfToken(String.join(".", parts))).isEqualTo(Reason.TOKEN_UNDECRYPTABLE);
        }
    }

    // ---- how ----

    private Reason refusalOfToken(String text) {
        return scene.refusal(Proof.of(text, Scene.CLIENT));
    }
}
