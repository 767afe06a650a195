// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static io.popfilter.fixture.Bytes.concat;
import static io.popfilter.fixture.Bytes.fixed;
import static io.popfilter.security.Samples.good;
import static io.popfilter.security.Samples.json;
import static io.popfilter.security.Samples.privateKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.jose.JwkSet;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-13 and V-19: keys that are none, weak or absurd. */
class KeySecurityCasesTest {

    private static final TestKey RSA = TestKey.of("rsa", "RS256");

    private final Scene scene = Scene.standard();

    // ---- V-13 ----

    @Test
    void v13_bcp04_pointsThatAreNotOnTheirCurveAreRefused() {
        for (Map<String, Object> jwk : invalidPoints()) {
            assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", jwk)))).isEqualTo(Reason.KEY_UNACCEPTABLE);
            Token byThumbprint = Token.signed().cnf(Map.of("jkt", Scene.CLIENT.thumbprint()));
            assertThat(scene.refusal(scene.proof(byThumbprint).member("cnf", Map.of("jwk", jwk))))
                    .isEqualTo(Reason.PRESENTED_KEY_UNACCEPTABLE);
        }
    }

    @Test
    void v13_bcp04_anEphemeralKeyThatIsNotOnItsCurveIsRefused() throws Exception {
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
    void v13_bcp02_aKeyOnOneCurveIsNotUsedWithTheAlgorithmOfAnother() {
        TestKey p256 = Scene.CLIENT;
        assertThat(scene.refusal(scene.proof().header("alg", "ES384"))).isEqualTo(Reason.ALGORITHM_NOT_FOR_KEY);
        Map<String, Object> mislabelled = p256.members();
        mislabelled.put("crv", "P-384");
        assertThat(scene.refusal(Token.signed().cnf(Map.of("jwk", mislabelled))))
                .isEqualTo(Reason.KEY_UNACCEPTABLE);
    }

    @Test
    void v13_bcp04_anEd25519KeyThatIsNoPointOrOfSmallOrderIsRefused() {
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
    void v19_bcp05_aSecretShorterThanTheHashIsRefused(String alg, int octets) {
        TestKey weak = TestKey.secret(alg, octets);
        assertThat(scene.refusal(Proof.of(Token.encrypted().confirming(weak).text(), weak)))
                .isEqualTo(Reason.ALGORITHM_NOT_FOR_KEY);
    }

    // ---- how ----

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
}
