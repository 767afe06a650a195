// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static io.popfilter.fixture.Bytes.concat;
import static io.popfilter.fixture.Bytes.fixed;
import static io.popfilter.security.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.reject.Reason;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows V-03 and V-23: signatures and HMACs that are none. */
class SignatureSecurityCasesTest {

    private final Scene scene = Scene.standard();

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

    // ---- V-23 ----

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

    // ---- how ----

    private static String withSignature(String compact, byte[] signature) {
        return compact.substring(0, compact.lastIndexOf('.') + 1) + Bytes.base64url(signature);
    }
}
