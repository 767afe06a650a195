// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static io.popfilter.security.Samples.good;
import static io.popfilter.security.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.RequestVerifierBuilder;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.reject.Reason;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-01, V-02, V-04 to V-06 and V-12: what the header of a proof or of a token says. */
class HeaderSecurityCasesTest {

    private static final TestKey RSA = TestKey.of("rsa", "RS256");

    private final Scene scene = Scene.standard();

    // ---- V-01 ----

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", " none"})
    void v01_bcp01_noneInAnyLetterCaseIsRefusedInTheProof(String none) {
        assertThat(scene.refusal(scene.proof().header("alg", none)))
                .isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
        assertThat(scene.refusal(request(unsigned(scene.proof().header("alg", none)))))
                .isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", " none"})
    void v01_at02_bcp01_noneInAnyLetterCaseIsRefusedInTheToken(String none) {
        String signed = good().header("alg", none).text();
        String unsigned = signed.substring(0, signed.lastIndexOf('.') + 1);
        assertThat(refusalOfToken(signed)).isEqualTo(Reason.TOKEN_ALGORITHM_NOT_ACCEPTED);
        assertThat(refusalOfToken(unsigned)).isEqualTo(Reason.TOKEN_ALGORITHM_NOT_ACCEPTED);
        assertThat(refusalOfToken(Token.encrypted().text(unsigned))).isEqualTo(Reason.TOKEN_ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void v01_aMissingAlgorithmIsRefused() {
        assertThat(scene.refusal(scene.proof().withoutHeader("alg")))
                .isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
        assertThat(scene.refusal(good().withoutHeader("alg"))).isEqualTo(Reason.TOKEN_ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void v01_anEmptySignatureIsRefused() {
        assertThat(scene.refusal(request(unsigned(scene.proof())))).isEqualTo(Reason.SIGNATURE_INVALID);
        String token = good().text();
        assertThat(refusalOfToken(token.substring(0, token.lastIndexOf('.') + 1)))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
    }

    // ---- V-02 ----

    @Test
    void v02_anHmacWithTheTextOfAPublicKeyIsRefused() throws Exception {
        Scene rsaIssuer = Scene.with(builder -> builder.verificationKeys(Scene.verificationKeys(List.of(RSA))));
        byte[] der = RSA.jwk().toRSAKey().toPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----";
        List<byte[]> secrets = List.of(
                der,
                Bytes.utf8(pem),
                Bytes.utf8(pem + "\n"),
                Bytes.utf8("  " + pem),
                Bytes.utf8("\n" + pem),
                RSA.utf8(),
                Bytes.fromBase64url(RSA.members().get("n").toString()));
        for (byte[] secret : secrets) {
            TestKey mac = new TestKey("HS256", new SecretKeySpec(secret, "HMAC"), RSA.jwk());
            Token forged = Token.signedBy(mac).confirming(Scene.CLIENT);
            assertThat(rsaIssuer.refusal(forged)).isEqualTo(Reason.TOKEN_KEY_UNKNOWN);
            Proof forgedProof = Proof.of(Token.signed().confirming(RSA).text(), mac);
            assertThat(scene.refusal(forgedProof)).isEqualTo(Reason.ALGORITHM_NOT_FOR_KEY);
        }
    }

    @Test
    void v02_bcp02_aKeyIsUsedWithTheAlgorithmOfItsKindAndOfItsOwnAlgOnly() {
        TestKey ps = RSA.claiming("PS256");
        Map<String, Object> onlyRs256 = RSA.members();
        onlyRs256.put("alg", "RS256");
        scene.accept(Proof.of(Token.signed().confirming(RSA).text(), ps));
        scene.accept(Proof.of(Token.signed().cnf(Map.of("jwk", onlyRs256)).text(), RSA));
        assertThat(scene.refusal(
                        Proof.of(Token.signed().cnf(Map.of("jwk", onlyRs256)).text(), ps)))
                .isEqualTo(Reason.ALGORITHM_NOT_FOR_KEY);
        for (String alg : TestKey.ALGORITHMS) {
            if (!alg.equals("ES256")) {
                assertThat(scene.refusal(scene.proof().header("alg", alg)))
                        .as(alg)
                        .isEqualTo(Reason.ALGORITHM_NOT_FOR_KEY);
            }
        }
    }

    // ---- V-04, V-05 ----

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256"})
    void v04_v05_bcp11_aKeyThatTheProofsHeaderBringsOrPointsToIsRefused(String member) {
        Proof proof = Proof.of(good().text(), Scene.STRANGER).header(member, "https://evil.example/jwks");
        assertThat(scene.refusal(proof)).isEqualTo(Reason.AUTHENTICATOR_HEADER_FORBIDDEN);
    }

    @Test
    void v04_v05_bcp03_bcp11_aKeyThatTheTokensHeaderBringsOrPointsToIsNeverUsed() {
        Map<String, Object> hints = new HashMap<>();
        hints.put("jwk", Scene.STRANGER.members());
        hints.put("x5c", List.of("MIIB"));
        hints.put("x5u", "http://127.0.0.1:9/cert");
        hints.put("jku", "http://127.0.0.1:9/jwks");
        hints.forEach((name, value) -> {
            Token forged =
                    Token.signedBy(Scene.STRANGER).confirming(Scene.CLIENT).header(name, value);
            assertThat(scene.refusal(forged)).as(name).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        });
    }

    @Test
    void v05_aConfirmationThatPointsToItsKeyIsRefused() {
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jku", "http://127.0.0.1:9/jwks", "kid", "1"))))
                .isEqualTo(Reason.CONFIRMATION_UNSUPPORTED);
    }

    // ---- V-06 ----

    @Test
    void v06_bcp11_aHostileKidSelectsNothing() {
        List<String> kids = List.of(
                "../../etc/passwd",
                "' OR '1'='1",
                "a\u0000b",
                "k".repeat(2000),
                "",
                " ",
                "\"",
                "http://x/",
                "\u00E9\uD83D\uDE00");
        for (String kid : kids) {
            assertThat(scene.refusal(good().header("kid", kid))).isEqualTo(Reason.TOKEN_KEY_UNKNOWN);
            assertThat(scene.refusal(Token.encrypted().confirming(Scene.CLIENT).header("kid", kid)))
                    .isEqualTo(Reason.TOKEN_KEY_UNKNOWN);
            assertThat(scene.refusal(Token.signed().cnf(Map.of("kid", kid)))).isEqualTo(Reason.PRESENTED_KEY_MISSING);
            scene.accept(scene.proof().header("kid", kid)); // no key is looked up by it
        }
    }

    @Test
    void v06_aKidThatIsNoStringIsRefused() {
        for (Object kid : List.of(Map.of("a", 1), List.of("1"), 7, true)) {
            assertThat(scene.refusal(good().header("kid", kid))).isEqualTo(Reason.TOKEN_MALFORMED);
            assertThat(scene.refusal(Token.signed().cnf(Map.of("kid", kid)))).isEqualTo(Reason.CONFIRMATION_MALFORMED);
        }
    }

    // ---- V-12 ----

    @Test
    void v12_criticalExtensionsAreRefusedWhateverTheyName() {
        for (Object crit : List.of(
                List.of(), List.of("alg"), List.of("exp", "exp"), List.of("b64"), "b64", Map.of(), List.of(7))) {
            assertThat(scene.refusal(scene.proof().header("crit", crit)))
                    .isEqualTo(Reason.AUTHENTICATOR_HEADER_FORBIDDEN);
            assertThat(scene.refusal(good().header("crit", crit))).isEqualTo(Reason.TOKEN_HEADER_FORBIDDEN);
            assertThat(scene.refusal(Token.encrypted().confirming(Scene.CLIENT).header("crit", crit)))
                    .isEqualTo(Reason.TOKEN_HEADER_FORBIDDEN);
        }
        for (boolean b64 : new boolean[] {true, false}) {
            assertThat(scene.refusal(scene.proof().header("b64", b64)))
                    .isEqualTo(Reason.AUTHENTICATOR_HEADER_FORBIDDEN);
            assertThat(scene.refusal(good().header("b64", b64))).isEqualTo(Reason.TOKEN_HEADER_FORBIDDEN);
        }
    }

    // ---- what is accepted ----

    @Test
    void bcp01_acceptedAlgorithmsAreThoseOfTheList() {
        Scene strict = Scene.with((RequestVerifierBuilder builder) ->
                builder.algorithms(EnumSet.of(io.popfilter.jose.SignatureAlgorithm.ES384)));
        assertThat(strict.refusal(scene.proof())).isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
    }

    // ---- how ----

    private Reason refusalOfToken(String text) {
        return scene.refusal(Proof.of(text, Scene.CLIENT));
    }

    private static String unsigned(Proof proof) {
        return Bytes.base64url(proof.headerJson()) + "." + Bytes.base64url(proof.payloadJson()) + ".";
    }
}
