// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.popfilter.fixture.Bytes;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JweDecrypterTest {

    private static final Map<String, JWK> KEYS = new ConcurrentHashMap<>();
    private static final String CONTENT = "{\"iss\":\"\u00e9\"}";

    private final JweDecrypter decrypter = new JweDecrypter();

    @ParameterizedTest
    @MethodSource("algorithms")
    void opensWhatOthersSealWithAnyAlgorithmsAndNothingThatWasChanged(String alg, String enc, String crv)
            throws Exception {
        JWK jwk = key(alg, enc, crv);
        for (boolean hasParties : List.of(!crv.equals("none") && enc.endsWith("GCM"))) {
            JWEHeader.Builder header = new JWEHeader.Builder(JWEAlgorithm.parse(alg), EncryptionMethod.parse(enc));
            if (hasParties) {
                header.agreementPartyUInfo(Base64URL.encode("Alice")).agreementPartyVInfo(Base64URL.encode("Bob"));
            }
            String compact = seal(header.build(), jwk);
            Decrypted decrypted = decrypter.decrypt(CompactJwe.parse(compact), List.of(ours(jwk)));
            assertThat(decrypted.plaintext()).isEqualTo(Bytes.utf8(CONTENT));
            assertThat(decrypted.isFromHolderOfSharedSecret())
                    .isEqualTo(!alg.startsWith("RSA") && !alg.startsWith("ECDH"));
            assertRefused(compact, ours(key(alg + "2", enc, crv)));
            if (!crv.startsWith("P-5") && !crv.startsWith("P-3")) {
                assertChangesAreRefused(compact, ours(jwk));
            }
        }
    }

    private void assertChangesAreRefused(String compact, DecryptionKey key) {
        String[] parts = compact.split("\\.", -1);
        for (int part = 1; part < parts.length; part++) {
            for (byte[] changed : changes(Bytes.fromBase64url(parts[part]))) {
                String[] broken = parts.clone();
                broken[part] = Bytes.base64url(changed);
                if (!broken[part].equals(parts[part])) {
                    assertRefused(String.join(".", broken), key);
                }
            }
        }
    }

    static Stream<Arguments> algorithms() {
        List<Arguments> all = new ArrayList<>();
        for (ContentEncryption enc : ContentEncryption.values()) {
            for (KeyManagement alg : KeyManagement.values()) {
                List<String> curves =
                        alg.family() == KeyManagement.Family.EC ? List.of("P-256", "P-384", "P-521") : List.of("none");
                curves.forEach(crv -> all.add(Arguments.of(alg.joseName(), enc.joseName(), crv)));
            }
        }
        return all.stream();
    }

    private static JWK key(String alg, String enc, String crv) {
        String name = alg.startsWith("RSA") || alg.startsWith("ECDH")
                ? alg.substring(0, 3) + alg.endsWith("2") + crv
                : alg + enc;
        return KEYS.computeIfAbsent(name, any -> generate(alg, enc, crv));
    }

    private static JWK generate(String alg, String enc, String crv) {
        try {
            if (alg.startsWith("RSA")) {
                return new RSAKeyGenerator(2048).generate();
            }
            if (alg.startsWith("ECDH")) {
                return new ECKeyGenerator(Curve.parse(crv)).generate();
            }
            int bits = alg.startsWith("dir")
                    ? EncryptionMethod.parse(enc).cekBitLength()
                    : Integer.parseInt(alg.substring(1, 4));
            return new OctetSequenceKey.Builder(Bytes.random(bits / 8)).build();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String seal(JWEHeader header, JWK jwk) throws Exception {
        String alg = header.getAlgorithm().getName();
        JWEEncrypter encrypter;
        if (alg.equals("dir")) {
            encrypter = new DirectEncrypter(jwk.toOctetSequenceKey());
        } else if (alg.startsWith("A")) {
            encrypter = new AESEncrypter(jwk.toOctetSequenceKey());
        } else if (alg.startsWith("RSA")) {
            encrypter = new RSAEncrypter(jwk.toRSAKey());
        } else {
            encrypter = new ECDHEncrypter(jwk.toECKey());
        }
        JWEObject jwe = new JWEObject(header, new Payload(CONTENT));
        jwe.encrypt(encrypter);
        return jwe.serialize();
    }

    private static DecryptionKey ours(JWK jwk) throws MalformedException, KeyDefectException {
        return DecryptionKey.fromJwk(Json.object(Bytes.utf8(jwk.toJSONString())));
    }

    private static List<byte[]> changes(byte[] octets) {
        List<byte[]> changes = new ArrayList<>();
        for (int length : List.of(0, 1, octets.length - 1, octets.length + 1, octets.length + 8, 2 * octets.length)) {
            changes.add(java.util.Arrays.copyOf(octets, Math.max(length, 0)));
        }
        for (int i = 0; i < octets.length; i += 61) {
            byte[] changed = octets.clone();
            changed[i] ^= 0x10;
            changes.add(changed);
        }
        return changes;
    }

    private void assertRefused(String compact, DecryptionKey key) {
        assertThatThrownBy(() -> decrypter.decrypt(CompactJwe.parse(compact), List.of(key)))
                .satisfies(e -> assertThat(e).isInstanceOfAny(JoseException.class, MalformedException.class))
                .satisfies(e -> {
                    if (e instanceof JoseException jose) {
                        assertThat(jose.fault()).isEqualTo(JoseException.Fault.NOT_AUTHENTIC);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"A128KW", "A256KW", "RSA-OAEP-256", "ECDH-ES+A128KW", "A128GCMKW"})
    void anEncryptedKeyOfAnyLengthIsRefusedInTheSameWay(String alg) throws Exception {
        JWK jwk = key(alg, "A128GCM", "P-256");
        JWEHeader header = new JWEHeader(JWEAlgorithm.parse(alg), EncryptionMethod.A128GCM);
        String[] parts = seal(header, jwk).split("\\.", -1);
        for (int length = 0; length <= 300; length += length < 80 ? 1 : 44) {
            parts[1] = Bytes.base64url(Bytes.random(length));
            CompactJwe jwe = CompactJwe.parse(String.join(".", parts));
            assertThatThrownBy(() -> decrypter.decrypt(jwe, List.of(ours(jwk))))
                    .isInstanceOfSatisfying(
                            JoseException.class,
                            e -> assertThat(e.fault()).isEqualTo(JoseException.Fault.NOT_AUTHENTIC));
        }
    }

    // ---- examples of the RFCs ----

    @Test
    void opensTheExampleOfRfc7516AppendixA3() throws Exception {
        String compact = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0."
                + "6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ.AxY8DCtDaGlsbGljb3RoZQ."
                + "KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ";
        assertThat(decrypter
                        .decrypt(CompactJwe.parse(compact), List.of(secret("GawgguFyGrWKav7AX4VKUg")))
                        .plaintext())
                .asString()
                .isEqualTo("Live long and prosper.");
    }

    @Test
    void derivesTheKeyOfRfc7518AppendixC() throws Exception {
        DecryptionKey bob = DecryptionKey.fromJwk(Json.object(Bytes.utf8(
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw\"}")));
        String header = "{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"apu\":\"QWxpY2U\",\"apv\":\"Qm9i\",\"epk\":"
                + "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\","
                + "\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\"}}";
        byte[] derived = EcdhEs.derive(Json.object(Bytes.utf8(header)), bob, "A128GCM", 16);
        assertThat(Bytes.base64url(derived)).isEqualTo("VqqN6vgjbSBcIijNcacQGg");
    }

    private static DecryptionKey secret(String k) throws MalformedException, KeyDefectException {
        return DecryptionKey.fromJwk(Json.object(Bytes.utf8("{\"kty\":\"oct\",\"k\":\"" + k + "\"}")));
    }

    // ---- selection ----

    @Test
    void aKidSelectsAndWithoutOneEachFittingKeyIsTried() throws Exception {
        JWK jwk = key("A128KW", "A128GCM", "none");
        JWEHeader.Builder header = new JWEHeader.Builder(JWEAlgorithm.A128KW, EncryptionMethod.A128GCM);
        CompactJwe without = CompactJwe.parse(seal(header.build(), jwk));
        CompactJwe a = CompactJwe.parse(seal(header.keyID("a").build(), jwk));
        DecryptionKey wrong = named("a", Bytes.random(16));
        DecryptionKey right = named("b", jwk.toOctetSequenceKey().toByteArray());
        DecryptionKey rightA = named("a", jwk.toOctetSequenceKey().toByteArray());
        decrypter.decrypt(without, List.of(wrong, right));
        decrypter.decrypt(a, List.of(wrong, rightA));
        assertFault(a, List.of(wrong, right), JoseException.Fault.NOT_AUTHENTIC);
        assertFault(a, List.of(right), JoseException.Fault.KEY_UNKNOWN);
        assertFault(without, List.of(named("b", Bytes.random(32))), JoseException.Fault.KEY_UNKNOWN);
        List<DecryptionKey> many = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.add(named("k" + i, Bytes.random(16)));
        }
        many.add(right);
        assertFault(without, many, JoseException.Fault.NOT_AUTHENTIC); // eight attempts, no more
    }

    private static DecryptionKey named(String kid, byte[] k) throws MalformedException, KeyDefectException {
        return DecryptionKey.fromJwk(Json.object(
                Bytes.utf8("{\"kty\":\"oct\",\"kid\":\"" + kid + "\",\"k\":\"" + Bytes.base64url(k) + "\"}")));
    }

    private void assertFault(CompactJwe jwe, List<DecryptionKey> keys, JoseException.Fault fault) {
        assertThatThrownBy(() -> decrypter.decrypt(jwe, keys))
                .isInstanceOfSatisfying(
                        JoseException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @ValueSource(
            strings = {
                "",
                "....",
                "e30....",
                "e30.e30.e30.e30.e30",
                ".....",
                "e30.AA.AA.AA.AA.AA",
                "W10....",
                "e30.=..."
            })
    @FuzzTest
    void encryptedTextIsReadOrMalformed(String text) {
        try {
            CompactJwe jwe = CompactJwe.parse(String.valueOf(text));
            jwe.keyManagement();
            jwe.contentEncryption();
        } catch (MalformedException e) {
            assertThat(e.defect()).isNotBlank();
        }
    }
}
