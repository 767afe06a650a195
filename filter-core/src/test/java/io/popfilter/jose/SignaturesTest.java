// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.Jws;
import io.popfilter.fixture.TestKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {

    private static final String RFC7515_PAYLOAD =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private final Signatures signatures = new Signatures();

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void othersVerifyWhatIsSigned(SignatureAlgorithm algorithm) throws Exception {
        SigningKey key = SigningKey.generate(algorithm);
        String compact = new CompactJwsWriter().write(key, "x", "{\"a\":\"\u00e9\"}");
        JWSObject jws = JWSObject.parse(compact);
        assertThat(jws.getHeader().getAlgorithm().getName()).isEqualTo(algorithm.joseName());
        assertThat(jws.getPayload()).hasToString("{\"a\":\"\u00e9\"}");
        assertThat(verifiesElsewhere(jws, key)).isTrue();
        assertThat(verifies(compact, key.verificationKey())).isTrue();
    }

    private boolean verifiesElsewhere(JWSObject jws, SigningKey key) throws Exception {
        if (key.publicJwk().isEmpty()) {
            return jws.verify(new MACVerifier((SecretKey) key.key()));
        }
        JWK jwk = JWK.parse(key.publicJwk().get());
        assertThat(key.thumbprint().value()).isEqualTo(jwk.computeThumbprint().toString());
        JWSVerifier verifier = switch (key.algorithm().keyType()) {
            case RSA -> new RSASSAVerifier(jwk.toRSAKey());
            case P256, P384, P521 -> new ECDSAVerifier(jwk.toECKey());
            case ED25519 -> null;
            case SECRET -> throw new AssertionError();
        };
        if (verifier != null) {
            return jws.verify(verifier);
        }
        java.security.Signature ed = java.security.Signature.getInstance("Ed25519");
        ed.initVerify((java.security.PublicKey) key.verificationKey().key());
        ed.update(jws.getSigningInput());
        return ed.verify(jws.getSignature().decode());
    }

    static Stream<String> algorithms() {
        return TestKey.ALGORITHMS.stream();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void verifiesWhatOthersSignAndNothingElse(String alg) throws Exception {
        TestKey key = TestKey.of("client", alg);
        VerificationKey ours = VerificationKey.fromJwk(Json.object(key.utf8()));
        assertThat(ours.thumbprint().value()).isEqualTo(key.thumbprint());
        for (int round = 0; round < 5; round++) {
            String compact = Jws.compact("{\"alg\":\"" + alg + "\"}", "{\"r\":" + round + "}", key);
            assertThat(verifies(compact, ours)).isTrue();
            String other = Jws.compact("{\"alg\":\"" + alg + "\"}", "{\"r\":-1}", key);
            String grafted = compact.substring(0, compact.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
            assertThat(verifies(grafted, ours)).isFalse();
            assertThat(verifies(
                            compact,
                            VerificationKey.fromJwk(
                                    Json.object(TestKey.of("b", alg).utf8()))))
                    .isFalse();
        }
    }

    private boolean verifies(String compact, VerificationKey key) throws MalformedException {
        CompactJws jws = CompactJws.parse(compact);
        return signatures.verify(jws, jws.algorithm().orElseThrow(), key);
    }

    @Test
    void rsaKeysOfOtherSizesWork() throws Exception {
        TestKey key = TestKey.rsa("RS256", 3072);
        for (TestKey one : List.of(key, key.claiming("PS256"))) {
            String compact = Jws.compact("{\"alg\":\"" + one.alg() + "\"}", "{}", one);
            assertThat(verifies(compact, key(one.json()))).isTrue();
        }
    }

    // ---- examples of the RFCs ----

    @Test
    void verifiesTheHmacOfRfc7515AppendixA1() throws Exception {
        String jwk =
                "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}";
        assertThat(verifies(
                        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + RFC7515_PAYLOAD
                                + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
                        key(jwk)))
                .isTrue();
    }

    @Test
    void verifiesTheEcdsaOfRfc7515AppendixA3() throws Exception {
        String jwk = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
        assertThat(verifies(
                        "eyJhbGciOiJFUzI1NiJ9." + RFC7515_PAYLOAD
                                + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
                        key(jwk)))
                .isTrue();
    }

    @Test
    void verifiesTheEdDsaOfRfc8037AppendixA() throws Exception {
        VerificationKey key =
                key("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        assertThat(key.thumbprint().value()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assertThat(verifies(
                        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
                        key))
                .isTrue();
    }

    @Test
    void makesTheThumbprintOfRfc7638() throws Exception {
        VerificationKey key = key(
                "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}");
        assertThat(key.thumbprint().value()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assertThat(key.kid()).contains("2011-04-29");
        assertThat(key.fits(SignatureAlgorithm.RS256)).isTrue();
        assertThat(key.fits(SignatureAlgorithm.PS256)).isFalse();
    }

    private static VerificationKey key(String jwk) throws MalformedException, KeyDefectException {
        return VerificationKey.fromJwk(Json.object(jwk.getBytes(UTF_8)));
    }

    // ---- selection ----

    @Test
    void aKidSelectsAndWithoutOneEachFittingKeyIsTried() throws Exception {
        TestKey first = TestKey.of("first", "ES256");
        TestKey second = TestKey.of("second", "ES256");
        JwsVerifier verifier = new JwsVerifier(
                List.of(key("a", TestKey.of("any", "RS256")), key("a", first), key("b", second), key("b", first)),
                signatures);
        verifier.verify(jws("{\"alg\":\"ES256\"}", second));
        verifier.verify(jws("{\"alg\":\"ES256\",\"kid\":\"b\"}", first));
        verifier.verify(jws("{\"alg\":\"ES256\",\"kid\":\"b\"}", second));
        assertFault(verifier, jws("{\"alg\":\"ES256\",\"kid\":\"a\"}", second), JoseException.Fault.NOT_AUTHENTIC);
        assertFault(verifier, jws("{\"alg\":\"ES256\",\"kid\":\"c\"}", first), JoseException.Fault.KEY_UNKNOWN);
        assertFault(verifier, jws("{\"alg\":\"ES384\"}", first), JoseException.Fault.KEY_UNKNOWN);
    }

    @Test
    void noMoreThanEightKeysAreTried() throws Exception {
        TestKey signer = TestKey.of("first", "ES256");
        List<VerificationKey> keys = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            keys.add(key("k" + i, TestKey.generate("ES256")));
        }
        keys.add(key("last", signer));
        JwsVerifier verifier = new JwsVerifier(keys, signatures);
        assertFault(verifier, jws("{\"alg\":\"ES256\"}", signer), JoseException.Fault.NOT_AUTHENTIC);
        verifier.verify(jws("{\"alg\":\"ES256\",\"kid\":\"last\"}", signer));
    }

    private static VerificationKey key(String kid, TestKey key) throws Exception {
        Map<String, Object> jwk = key.members();
        jwk.put("kid", kid);
        return key(JSONObjectUtils.toJSONString(jwk));
    }

    private static CompactJws jws(String header, TestKey key) throws MalformedException {
        return CompactJws.parse(Jws.compact(header, "{}", key));
    }

    private static void assertFault(JwsVerifier verifier, CompactJws jws, JoseException.Fault fault) {
        assertThatThrownBy(() -> verifier.verify(jws))
                .isInstanceOfSatisfying(
                        JoseException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void aKeySetPassesOverForeignKeysButNotOverPrivateOnes() throws Exception {
        String good = TestKey.of("client", "ES256").json();
        String foreign =
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\"},{\"kty\":\"new\"},{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}";
        assertThat(JwkSet.verificationKeys(Bytes.utf8("{\"keys\":[" + foreign + "," + good + "]}")))
                .hasSize(1);
        for (String bad : List.of(
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[" + foreign + "]}",
                "{\"keys\":[7]}",
                "[]",
                "{}",
                "{\"keys\":[" + good + "," + good.replace("{", "{\"d\":\"AA\",") + "]}")) {
            assertThatThrownBy(() -> JwkSet.verificationKeys(Bytes.utf8(bad))).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> JwkSet.decryptionKeys(Bytes.utf8(bad))).isInstanceOf(MalformedException.class);
        }
    }

    // ---- signing keys ----

    @Test
    void unfitSigningKeysAreRefused() throws Exception {
        assertThatThrownBy(() -> SigningKey.secret(SignatureAlgorithm.HS512, new byte[63]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SigningKey.secret(SignatureAlgorithm.ES256, new byte[64]))
                .isInstanceOf(IllegalArgumentException.class);
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        KeyPair weak = rsa.generateKeyPair();
        KeyPair x25519 = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
        for (KeyPair pair : List.of(weak, x25519, ed448)) {
            for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
                assertThatThrownBy(() -> SigningKey.pair(algorithm, pair)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    // ---- fuzzing ----

    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "e30..",
                "e30.e30.",
                "e30.e30.AA",
                ".e30.AA",
                "e30.e30.AA.AA",
                "bnVsbA.e30.AA",
                "e30.bnVsbA.AA"
            })
    @FuzzTest
    void signedTextIsReadOrMalformed(String text) {
        try {
            CompactJws jws = CompactJws.parse(String.valueOf(text));
            assertThat(jws.header().names()).isNotNull();
            jws.algorithm();
            jws.claims();
        } catch (MalformedException e) {
            assertThat(e.defect()).isNotBlank();
        }
    }

    @ValueSource(
            strings = {
                "{}",
                "{\"kty\":\"EC\"}",
                "{\"kty\":7}",
                "{\"kty\":\"oct\",\"k\":\"AA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQ\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\",\"key_ops\":7}"
            })
    @FuzzTest
    void aKeyIsReadOrDefective(String json) {
        try {
            VerificationKey key = VerificationKey.fromJwk(Json.object(Bytes.utf8(String.valueOf(json))));
            assertThat(key.thumbprint().value()).hasSize(43);
        } catch (MalformedException e) {
            assertThat(e.defect()).isNotBlank();
        } catch (KeyDefectException e) {
            assertThat(e.detail()).isNotBlank();
        }
    }
}
