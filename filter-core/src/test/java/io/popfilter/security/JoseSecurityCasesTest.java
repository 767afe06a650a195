// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.RequestVerifierBuilder;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Jws;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.jose.JwkSet;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-01 to V-24. */
class JoseSecurityCasesTest {

    private static final TestKey RSA = TestKey.of("rsa", "RS256");

    private final Scene scene = Scene.standard();

    // ---- V-01 ----

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", " none"})
    void v01_noneInAnyLetterCaseIsRefusedInTheProof(String none) {
        assertThat(scene.refusal(scene.proof().header("alg", none)))
                .isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
        assertThat(scene.refusal(request(unsigned(scene.proof().header("alg", none)))))
                .isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", " none"})
    void v01_noneInAnyLetterCaseIsRefusedInTheToken(String none) {
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
    void v02_aKeyIsUsedWithTheAlgorithmOfItsKindAndOfItsOwnAlgOnly() {
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

    // ---- V-03 ----

    @ParameterizedTest
    @CsvSource({"ES256,32", "ES384,48", "ES512,66"})
    void v03_psychicSignaturesAreRefused(String alg, int octets) throws Exception {
        TestKey key = TestKey.of("client", alg);
        BigInteger order =
                ((ECPublicKey) key.jwk().toECKey().toPublicKey()).getParams().getOrder();
        Scene strangersIssuer = Scene.with(builder -> builder.verificationKeys(Scene.verificationKeys(List.of(key))));
        BigInteger one = BigInteger.ONE;
        BigInteger zero = BigInteger.ZERO;
        BigInteger max = one.shiftLeft(octets * 8).subtract(one);
        for (BigInteger r : List.of(zero, one, order, order.add(one), max)) {
            for (BigInteger s : List.of(zero, one, order, order.add(one), max)) {
                byte[] signature = concat(fixed(r, octets), fixed(s, octets));
                String proof = withSignature(
                        Proof.of(Token.signed().confirming(key).text(), key).compact(), signature);
                assertThat(scene.refusal(request(proof))).as("%s %s", r, s).isEqualTo(Reason.SIGNATURE_INVALID);
                String token = withSignature(
                        Token.signedBy(key).confirming(Scene.CLIENT).text(), signature);
                assertThat(strangersIssuer.refusal(Proof.of(token, Scene.CLIENT)))
                        .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ES256,32", "ES384,48", "ES512,66"})
    void v03_sBeyondTheOrderIsRefusedThoughItMeansTheSame(String alg, int octets) throws Exception {
        TestKey key = TestKey.of("client", alg);
        BigInteger order =
                ((ECPublicKey) key.jwk().toECKey().toPublicKey()).getParams().getOrder();
        String proof = Proof.of(Token.signed().confirming(key).text(), key).compact();
        byte[] signature = Bytes.fromBase64url(proof.substring(proof.lastIndexOf('.') + 1));
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, octets));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, octets, 2 * octets));
        if (s.add(order).bitLength() <= octets * 8) {
            byte[] same = concat(fixed(r, octets), fixed(s.add(order), octets));
            assertThat(scene.refusal(request(withSignature(proof, same)))).isEqualTo(Reason.SIGNATURE_INVALID);
        }
        scene.accept(request(proof));
    }

    @Test
    void v03_signaturesOfAnotherLengthOrInDerAreRefused() throws Exception {
        String proof = scene.proof().compact();
        byte[] signature = Bytes.fromBase64url(proof.substring(proof.lastIndexOf('.') + 1));
        byte[] der = com.nimbusds.jose.crypto.impl.ECDSA.transcodeSignatureToDER(signature);
        List<byte[]> others = List.of(
                der,
                Arrays.copyOf(signature, 63),
                Arrays.copyOf(signature, 65),
                concat(new byte[1], signature),
                concat(signature, signature),
                new byte[64]);
        for (byte[] other : others) {
            assertThat(scene.refusal(request(withSignature(proof, other)))).isEqualTo(Reason.SIGNATURE_INVALID);
        }
    }

    // ---- V-04, V-05 ----

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256"})
    void v04_v05_aKeyThatTheProofsHeaderBringsOrPointsToIsRefused(String member) {
        Proof proof = Proof.of(good().text(), Scene.STRANGER).header(member, "https://evil.example/jwks");
        assertThat(scene.refusal(proof)).isEqualTo(Reason.AUTHENTICATOR_HEADER_FORBIDDEN);
    }

    @Test
    void v04_v05_aKeyThatTheTokensHeaderBringsOrPointsToIsNeverUsed() {
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
    void v06_aHostileKidSelectsNothing() {
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

    // ---- V-07 ----

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256"})
    void v07_aTokenThatAnybodyCouldEncryptHasToBeSigned(String alg) throws Exception {
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
    void v07_aTokenWithinATokenUnderTheSharedSecretIsRefused() {
        String inner = Token.encrypted().confirming(Scene.CLIENT).text();
        assertThat(refusalOfToken(Token.encrypted().text(inner))).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    // ---- V-08, V-15 ----

    @ParameterizedTest
    @ValueSource(strings = {"PBES2-HS256+A128KW", "PBES2-HS512+A256KW", "RSA1_5", "RSA-OAEP", "DIR", "A128", "none"})
    void v08_v15_keyManagementThatIsNotListedIsNeverExecuted(String alg) {
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
    void v08_contentEncryptionThatIsNotListedIsNeverExecuted(String enc) {
        assertThat(scene.refusal(Token.encrypted().confirming(Scene.CLIENT).header("enc", enc)))
                .isEqualTo(Reason.TOKEN_ALGORITHM_NOT_ACCEPTED);
    }

    // ---- V-09, V-12 ----

    @Test
    void v09_compressedTokensAreRefused() {
        assertThat(scene.refusal(Token.encrypted().confirming(Scene.CLIENT).header("zip", "DEF")))
                .isEqualTo(Reason.TOKEN_HEADER_FORBIDDEN);
    }

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

    // ---- V-10, V-11 ----

    @Test
    void v10_deepNestingIsRefusedWhereverJsonIsRead() throws Exception {
        for (int depth : List.of(33, 100_000)) {
            String arrays = "[".repeat(depth) + "]".repeat(depth);
            String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            for (String deep : List.of(arrays, objects, "[".repeat(depth), "{\"a\":".repeat(depth))) {
                String json = "{\"deep\":" + deep + "}";
                assertMalformed(json);
                if (depth < 100) {
                    Proof proof = scene.proof();
                    String header = Bytes.base64url(json);
                    assertThat(scene.refusal(request(proof.compact(proof.headerJson(), json))))
                            .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
                    assertThat(scene.refusal(request(proof.compact(json, proof.payloadJson()))))
                            .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
                    assertThat(refusalOfToken(good().text(json))).isEqualTo(Reason.TOKEN_MALFORMED);
                    assertThat(refusalOfToken(Token.encrypted().text(json))).isEqualTo(Reason.TOKEN_MALFORMED);
                    assertThat(refusalOfToken(header + ".e30.AA")).isEqualTo(Reason.TOKEN_MALFORMED);
                    assertThat(refusalOfToken(good().text("{\"cnf\":" + json + "}")))
                            .isEqualTo(Reason.TOKEN_MALFORMED);
                }
            }
        }
    }

    @Test
    void v11_longAuthenticatorsAreRefusedUnread() {
        String dots = ".".repeat(1_000_000);
        assertThat(scene.refusal(request(dots))).isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
        assertThat(scene.refusal(request("a".repeat(8_000_000)))).isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
        assertThat(scene.refusal(request(".".repeat(8000)))).isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
        assertThat(refusalOfToken(".".repeat(5000))).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    // ---- V-13 ----

    @Test
    void v13_pointsThatAreNotOnTheirCurveAreRefused() {
        for (Map<String, Object> jwk : invalidPoints()) {
            assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", jwk)))).isEqualTo(Reason.KEY_UNACCEPTABLE);
            Token byThumbprint = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint()));
            assertThat(scene.refusal(scene.proof(byThumbprint).member("cnf", Map.of("jwk", jwk))))
                    .isEqualTo(Reason.PRESENTED_KEY_UNACCEPTABLE);
        }
    }

    @Test
    void v13_anEphemeralKeyThatIsNotOnItsCurveIsRefused() throws Exception {
        Map<String, Object> privateJwk = privateKey("ES256");
        Scene server = Scene.with(builder -> builder.decryptionKeys(Scene.decryptionKeys(json(privateJwk))));
        List<Map<String, Object>> epks = new ArrayList<>(invalidPoints());
        epks.add(TestKey.of("any", "ES384").members());
        epks.add(RSA.members());
        epks.add(Map.of());
        for (Map<String, Object> epk : epks) {
            String header = json(Map.of("alg", "ECDH-ES", "enc", "A256GCM", "epk", epk));
            String token = Token.direct(header, good().text(), Token.SHARED_KEY);
            assertThat(server.refusal(Proof.of(token, Scene.CLIENT))).isEqualTo(Reason.TOKEN_MALFORMED);
        }
    }

    @Test
    void v13_aKeyOnOneCurveIsNotUsedWithTheAlgorithmOfAnother() {
        TestKey p256 = Scene.CLIENT;
        assertThat(scene.refusal(scene.proof().header("alg", "ES384"))).isEqualTo(Reason.ALGORITHM_NOT_FOR_KEY);
        Map<String, Object> mislabelled = p256.members();
        mislabelled.put("crv", "P-384");
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", mislabelled))))
                .isEqualTo(Reason.KEY_UNACCEPTABLE);
    }

    @Test
    void v13_anEd25519KeyThatIsNoPointOrOfSmallOrderIsRefused() {
        // RFC 8032 section 5.1.3; with a point of small order anybody can sign anything
        List<String> bad = List.of(
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "0200000000000000000000000000000000000000000000000000000000000000",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
        TestKey client = TestKey.of("client", "EdDSA");
        for (String x : bad) {
            Map<String, Object> jwk = client.members();
            jwk.put("x", Bytes.base64url(Bytes.hex(x)));
            Token token = Token.signed().cnf(Map.of("jwk", jwk));
            assertThat(scene.refusal(scene.proof(token).key(client))).as(x).isEqualTo(Reason.KEY_UNACCEPTABLE);
        }
    }

    // ---- V-14, V-23 ----

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

    @Test
    void v23_aChangedHmacIsRefused() {
        TestKey secret = TestKey.of("client", "HS256");
        String proof =
                Proof.of(Token.encrypted().confirming(secret).text(), secret).compact();
        byte[] mac = Bytes.fromBase64url(proof.substring(proof.lastIndexOf('.') + 1));
        for (int i = 0; i < mac.length; i++) {
            byte[] changed = mac.clone();
            changed[i] ^= 0x40;
            assertThat(scene.refusal(request(withSignature(proof, changed)))).isEqualTo(Reason.SIGNATURE_INVALID);
            assertThat(scene.refusal(request(withSignature(proof, Arrays.copyOf(mac, i)))))
                    .isEqualTo(Reason.SIGNATURE_INVALID);
        }
        scene.accept(request(proof));
    }

    @Test
    void v23_anHmacWithAnEmptyOrShortSecretIsRefused() {
        for (int octets : List.of(1, 16, 31)) {
            TestKey weak = TestKey.secret("HS256", octets);
            assertThat(scene.refusal(Proof.of(Token.encrypted().confirming(weak).text(), weak)))
                    .isEqualTo(Reason.KEY_UNACCEPTABLE);
        }
        Map<String, Object> empty = Map.of("kty", "oct", "k", "");
        assertThat(scene.refusal(Token.encrypted().cnf(Map.of("jwk", empty)))).isEqualTo(Reason.KEY_UNACCEPTABLE);
    }

    // ---- V-16 ----

    @Test
    void v16_duplicateMembersAreRefusedAtAnyDepth() {
        Proof proof = scene.proof();
        String claims = good().claimsJson();
        for (String duplicate : List.of(
                claims.replace("{\"iss\"", "{\"iss\":\"https://evil.example\",\"iss\""),
                claims.replace("\"kty\"", "\"kty\":\"RSA\",\"kty\""),
                claims.replace("{\"jwk\"", "{\"jkt\":\"a\",\"jkt\":\"b\",\"jwk\""),
                claims.replace("{\"iss\"", "{\"i\\u0073s\":\"https://evil.example\",\"iss\""))) {
            assertThat(duplicate).isNotEqualTo(claims);
            assertThat(refusalOfToken(good().text(duplicate))).isEqualTo(Reason.TOKEN_MALFORMED);
            assertThat(refusalOfToken(Token.encrypted().text(duplicate))).isEqualTo(Reason.TOKEN_MALFORMED);
        }
        String payload = proof.payloadJson();
        assertThat(scene.refusal(
                        request(proof.compact(proof.headerJson(), payload.replace("\"m\"", "\"m\":\"POST\",\"m\"")))))
                .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
        assertThat(scene.refusal(request(
                        proof.compact(proof.headerJson().replace("\"alg\"", "\"alg\":\"none\",\"alg\""), payload))))
                .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    @Test
    void v16_whatParsersDisagreeAboutIsRefused() {
        Proof proof = scene.proof();
        String payload = proof.payloadJson();
        for (String odd : List.of(
                "\uFEFF" + payload,
                payload + "x",
                payload + payload,
                payload + "\u0000",
                payload.replace('"', '\''),
                payload.replace("{", "{/**/"),
                payload.replace("}", ",}"),
                payload.replaceFirst(":", "="),
                "[" + payload + "]",
                payload.replace("\"ts\":", "\"ts\":0"),
                payload.replace("\"ts\":", "\"ts\":+"),
                "")) {
            assertThat(scene.refusal(request(proof.compact(proof.headerJson(), odd))))
                    .as(odd)
                    .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
        }
        byte[] utf16 = payload.getBytes(java.nio.charset.StandardCharsets.UTF_16);
        String input = Bytes.base64url(proof.headerJson()) + "." + Bytes.base64url(utf16);
        assertThat(scene.refusal(request(Jws.signed(input, Scene.CLIENT)))).isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    // ---- V-17 ----

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void v17_otherSpellingsOfAPartAreRefusedEvenWhenTheyAreSigned(int part) {
        Proof proof = scene.proof();
        for (String spelling : spellings(proof.compact().split("\\.", -1)[part])) {
            if (part == 0 && spelling.startsWith(" ")) {
                continue; // more spaces behind the scheme name, which are none of the JWS
            }
            String[] parts = proof.compact().split("\\.", -1);
            parts[part] = spelling;
            String compact = part == 2 ? String.join(".", parts) : Jws.signed(parts[0] + "." + parts[1], Scene.CLIENT);
            Reason expected = spelling.contains(",") ? Reason.AUTHORIZATION_REPEATED : Reason.AUTHENTICATOR_MALFORMED;
            assertThat(scene.refusal(request(compact))).as(spelling).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4})
    void v17_otherSpellingsOfATokenAreRefusedAndShareNoCacheEntry(int part) {
        String token = Token.encrypted().confirming(Scene.CLIENT).text();
        scene.accept(Proof.of(token, Scene.CLIENT));
        String[] parts = token.split("\\.", -1);
        for (String spelling : spellings(parts[part])) {
            String[] other = parts.clone();
            other[part] = spelling;
            assertThat(refusalOfToken(String.join(".", other))).as(spelling).isEqualTo(Reason.TOKEN_MALFORMED);
        }
        assertThat(refusalOfToken(" " + token)).isEqualTo(Reason.TOKEN_MALFORMED);
        assertThat(refusalOfToken(token + "\n")).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    // ---- V-18 ----

    @Test
    void v18_datesOutOfRangeOrOfAnotherTypeAreRefused() {
        for (String odd : List.of(
                "1e300",
                "9223372036854775807",
                "9223372036854775808",
                "-1",
                "253402300800",
                "\"1\"",
                "null",
                "true",
                "[]",
                "1.5e3",
                "1E9",
                "-0")) {
            for (String name : List.of("exp", "nbf", "iat")) {
                String claims = good().claimsJson().replaceFirst("\"" + name + "\":\\d+,?", "");
                String with = claims.replaceFirst("\\{", "{\"" + name + "\":" + odd + ",")
                        .replace(",}", "}");
                assertThat(refusalOfToken(good().text(with)))
                        .as("%s %s", name, odd)
                        .isEqualTo(Reason.TOKEN_CLAIM_INVALID);
            }
            Proof proof = scene.proof();
            String payload = proof.payloadJson().replaceFirst("\"ts\":\\d+", "\"ts\":" + odd);
            assertThat(scene.refusal(request(proof.compact(proof.headerJson(), payload))))
                    .as(odd)
                    .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        }
        Proof proof = scene.proof();
        String fraction = proof.payloadJson().replaceFirst("\"ts\":(\\d+)", "\"ts\":$1.0");
        assertThat(scene.refusal(request(proof.compact(proof.headerJson(), fraction))))
                .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
    }

    // ---- V-19 ----

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2040})
    void v19_weakRsaKeysAreRefused(int bits) throws Exception {
        TestKey weak = TestKey.rsa("RS256", bits);
        assertThat(scene.refusal(Proof.of(Token.signed().confirming(weak).text(), weak)))
                .isEqualTo(Reason.KEY_UNACCEPTABLE);
        Token byThumbprint = Token.signed().cnf(Map.of("jkt", weak.thumbprint()));
        assertThat(scene.refusal(Proof.of(byThumbprint.text(), weak).presenting(weak)))
                .isEqualTo(Reason.PRESENTED_KEY_UNACCEPTABLE);
        assertThatThrownBy(() -> JwkSet.verificationKeys(weak.utf8())).isInstanceOf(MalformedException.class);
    }

    @Test
    void v19_absurdRsaKeysAreRefused() {
        BigInteger n =
                new BigInteger(1, Bytes.fromBase64url(RSA.members().get("n").toString()));
        BigInteger f4 = BigInteger.valueOf(65537);
        List<Map<String, Object>> keys = List.of(
                rsa(BigInteger.ONE.shiftLeft(16384).add(BigInteger.ONE), f4),
                rsa(BigInteger.ONE.shiftLeft(8192).add(BigInteger.ONE), f4),
                rsa(n.clearBit(0), f4),
                rsa(n, BigInteger.ONE),
                rsa(n, BigInteger.TWO),
                rsa(n, BigInteger.valueOf(65536)),
                rsa(n, BigInteger.ONE.shiftLeft(32).add(BigInteger.ONE)),
                rsa(n, n.subtract(BigInteger.TWO)),
                Map.of("kty", "RSA", "n", "", "e", "AQAB"),
                Map.of("kty", "RSA", "n", "AA" + RSA.members().get("n"), "e", "AQAB"),
                Map.of("kty", "RSA", "n", RSA.members().get("n"), "e", "AAEAAQ"));
        for (Map<String, Object> jwk : keys) {
            assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", jwk)))).isEqualTo(Reason.KEY_UNACCEPTABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({"HS384,47", "HS512,63", "HS384,32", "HS512,48"})
    void v19_aSecretShorterThanTheHashIsRefused(String alg, int octets) {
        TestKey weak = TestKey.secret(alg, octets);
        assertThat(scene.refusal(Proof.of(Token.encrypted().confirming(weak).text(), weak)))
                .isEqualTo(Reason.ALGORITHM_NOT_FOR_KEY);
    }

    // ---- V-20 ----

    @Test
    void v20_aProofIsNoAccessToken() {
        String proof = scene.proof().key(Token.ISSUER_KEY).compact();
        assertThat(refusalOfToken(proof)).isEqualTo(Reason.TOKEN_TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pop", "dpop+jwt", "id_token+jwt", "logout+jwt", "token-introspection+jwt", "secevent+jwt", ""})
    void v20_aJwtMadeForAnotherPurposeIsNoAccessToken(String typ) {
        assertThat(scene.refusal(good().header("typ", typ))).isEqualTo(Reason.TOKEN_TYPE_WRONG);
        assertThat(scene.refusal(good().header("typ", "application/" + typ))).isEqualTo(Reason.TOKEN_TYPE_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwt", "at+jwt", "dpop+jwt", "application/pop", "poP ", ""})
    void v20_aJwtMadeForAnotherPurposeIsNoProof(String typ) {
        assertThat(scene.refusal(scene.proof().header("typ", typ))).isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(scene.proof().withoutHeader("typ"))).isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
    }

    @Test
    void v20_anAccessTokenIsNoProof() {
        assertThat(scene.refusal(request(good().text()))).isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(scene.refusal(
                        request(Token.encrypted().confirming(Scene.CLIENT).text())))
                .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    @Test
    void v20_aKeyForEncryptionVerifiesNothing() {
        Map<String, Object> jwk = Scene.CLIENT.members();
        jwk.put("use", "enc");
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", jwk)))).isEqualTo(Reason.KEY_UNACCEPTABLE);
        jwk.remove("use");
        jwk.put("key_ops", List.of("sign"));
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", jwk)))).isEqualTo(Reason.KEY_UNACCEPTABLE);
    }

    // ---- V-21, V-22 ----

    @Test
    void v21_anotherOrNoIssuerIsRefused() {
        assertThat(scene.refusal(good().without("iss"))).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
        for (String issuer :
                List.of("https://as.example/", "https://AS.example", "https://as.example.evil", "", "null")) {
            assertThat(scene.refusal(good().claim("iss", issuer))).isEqualTo(Reason.TOKEN_ISSUER_WRONG);
        }
        for (Object issuer : List.of(List.of(Token.ISSUER), Map.of(), 1)) {
            assertThat(scene.refusal(good().claim("iss", issuer))).isEqualTo(Reason.TOKEN_CLAIM_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example/orders/",
                "https://api.example/orders2",
                "https://api.example",
                "https://API.example/orders",
                "",
                "https://api.example/orders https://other.example"
            })
    void v22_anAudienceThatOnlyLooksLikeOursIsRefused(String audience) {
        assertThat(scene.refusal(good().claim("aud", audience))).isEqualTo(Reason.TOKEN_AUDIENCE_WRONG);
        assertThat(scene.refusal(good().claim("aud", List.of(audience, "x")))).isEqualTo(Reason.TOKEN_AUDIENCE_WRONG);
    }

    @Test
    void v22_ourAudienceAmongOthersIsAccepted() {
        scene.accept(good().claim("aud", List.of("x", Token.RESOURCE)));
        assertThat(scene.refusal(good().claim("aud", List.of()))).isEqualTo(Reason.TOKEN_AUDIENCE_WRONG);
        assertThat(scene.refusal(good().claim("aud", List.of(Token.RESOURCE, 7))))
                .isEqualTo(Reason.TOKEN_CLAIM_INVALID);
        assertThat(scene.refusal(good().claim("aud", Map.of(Token.RESOURCE, 7))))
                .isEqualTo(Reason.TOKEN_CLAIM_INVALID);
        assertThat(scene.refusal(good().without("aud"))).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
    }

    // ---- V-24 ----

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    void v24_eachPrivateMemberAloneIsRefused(String member) {
        for (String alg : List.of("ES256", "RS256", "EdDSA")) {
            TestKey client = TestKey.of("client", alg);
            Map<String, Object> jwk = client.members();
            jwk.put(member, "c2VjcmV0");
            for (Token token : List.of(
                    Token.signed().confirming(client), Token.signed().cnf(Map.of("jkt", client.thumbprint())))) {
                Proof proof = Proof.of(token.text(), client).member("cnf", Map.of("jwk", jwk));
                assertThat(scene.refusal(proof)).as(alg).isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
            }
            assertThat(scene.refusal(
                            Proof.of(Token.signed().cnf(Map.of("jwk", jwk)).text(), client)))
                    .isEqualTo(Reason.KEY_UNACCEPTABLE);
            assertThatThrownBy(() -> JwkSet.verificationKeys(Bytes.utf8(json(jwk))))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void v24_aPresentedSecretIsRefused() {
        TestKey secret = TestKey.of("client", "HS256");
        Token byThumbprint = Token.signed().cnf(Map.of("jkt", secret.thumbprint()));
        assertThat(scene.refusal(Proof.of(byThumbprint.text(), secret).presenting(secret)))
                .isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
        Token confirmed = Token.encrypted().confirming(secret);
        assertThat(scene.refusal(Proof.of(confirmed.text(), secret).presenting(secret)))
                .isEqualTo(Reason.PRESENTED_KEY_PRIVATE);
    }

    @Test
    void acceptedAlgorithmsAreThoseOfTheList() {
        Scene strict = Scene.with((RequestVerifierBuilder builder) ->
                builder.algorithms(EnumSet.of(io.popfilter.jose.SignatureAlgorithm.ES384)));
        assertThat(strict.refusal(scene.proof())).isEqualTo(Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED);
    }

    // ---- how ----

    private static Token good() {
        return Token.signed().confirming(Scene.CLIENT);
    }

    private Reason refusalOfToken(String text) {
        return scene.refusal(Proof.of(text, Scene.CLIENT));
    }

    private static FakeRequest request(String compact) {
        return FakeRequest.get().authorization("PoP " + compact);
    }

    private static String unsigned(Proof proof) {
        return Bytes.base64url(proof.headerJson()) + "." + Bytes.base64url(proof.payloadJson()) + ".";
    }

    private static String withSignature(String compact, byte[] signature) {
        return compact.substring(0, compact.lastIndexOf('.') + 1) + Bytes.base64url(signature);
    }

    private static void assertMalformed(String json) {
        assertThatThrownBy(() -> io.popfilter.parse.Json.object(Bytes.utf8(json)))
                .isInstanceOf(MalformedException.class);
    }

    private static List<String> spellings(String part) {
        char last = part.charAt(part.length() - 1);
        String front = part.substring(0, part.length() - 1);
        List<String> spellings = new ArrayList<>(List.of(
                part + "=",
                part + "==",
                part + "\n",
                " " + part,
                part + "+",
                part + "/",
                part + ",",
                part + "\u00E9",
                part + "!",
                "-" + part + "A",
                front));
        if (part.length() % 4 != 0) {
            spellings.add(front + (char) (last + 1)); // a set bit that no octet holds
        }
        return spellings.stream()
                .filter(s -> s.length() % 4 == 1 || !s.matches("[A-Za-z0-9_-]*") || s.length() == part.length())
                .toList();
    }

    private static List<Map<String, Object>> invalidPoints() {
        BigInteger p = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
        Map<String, Object> good = Scene.CLIENT.members();
        String x = good.get("x").toString();
        String y = good.get("y").toString();
        byte[] xOctets = Bytes.fromBase64url(x);
        String zero = Bytes.base64url(new byte[32]);
        return List.of(
                ec(y, x),
                ec(zero, zero),
                ec(x, zero),
                ec(Bytes.base64url(fixed(p, 32)), y),
                ec(Bytes.base64url(fixed(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), 32)), y),
                ec(Bytes.base64url(concat(new byte[1], xOctets)), y),
                ec(Bytes.base64url(Arrays.copyOf(xOctets, 31)), y),
                ec("", ""),
                Map.of("kty", "EC", "crv", "P-256", "x", x),
                Map.of("kty", "EC", "crv", "secp256k1", "x", x, "y", y));
    }

    private static Map<String, Object> ec(String x, String y) {
        return Map.of("kty", "EC", "crv", "P-256", "x", x, "y", y);
    }

    private static Map<String, Object> rsa(BigInteger n, BigInteger e) {
        return Map.of("kty", "RSA", "n", uint(n), "e", uint(e));
    }

    private static String uint(BigInteger value) {
        return Bytes.base64url(fixed(value, (value.bitLength() + 7) / 8));
    }

    private static byte[] fixed(BigInteger value, int octets) {
        byte[] minimal = value.toByteArray();
        byte[] fixed = new byte[octets];
        int count = Math.min(octets, minimal.length);
        System.arraycopy(minimal, minimal.length - count, fixed, octets - count, count);
        return fixed;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Map<String, Object> privateKey(String alg) throws Exception {
        boolean isRsa = alg.equals("RS256");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(isRsa ? "RSA" : "EC");
        if (isRsa) {
            generator.initialize(2048);
        } else {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        KeyPair pair = generator.generateKeyPair();
        var jwk = isRsa
                ? new com.nimbusds.jose.jwk.RSAKey.Builder((RSAPublicKey) pair.getPublic())
                        .privateKey((RSAPrivateCrtKey) pair.getPrivate())
                        .build()
                : new com.nimbusds.jose.jwk.ECKey.Builder(
                                com.nimbusds.jose.jwk.Curve.P_256, (ECPublicKey) pair.getPublic())
                        .privateKey(pair.getPrivate())
                        .build();
        return jwk.toJSONObject();
    }

    private static String json(Map<String, Object> members) {
        return JSONObjectUtils.toJSONString(members);
    }
}
