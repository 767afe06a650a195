// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @ParameterizedTest
    @CsvSource({"'',''", "Zg,f", "Zm8,fo", "Zm9v,foo", "Zm9vYg,foob", "Zm9vYmE,fooba", "Zm9vYmFy,foobar"})
    void readsTheVectorsOfRfc4648(String text, String octets) throws MalformedException {
        assertThat(Base64Url.decode(text)).asString().isEqualTo(octets);
        assertThat(Base64Url.encode(octets.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo(text);
    }

    @Test
    void readsTheExampleOfRfc7515() throws MalformedException {
        assertThat(Base64Url.decode("A-z_4ME")).containsExactly(3, 236, 255, 224, 193); // appendix C
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "AAAAA",
                "=",
                "==",
                "====",
                "Zg=",
                "Zg==",
                "Zm8=",
                "Zm9v=",
                "Zm9v====",
                "Z=g=",
                "=Zm9",
                "Zh",
                "Z_",
                "Zm9",
                "Zm-",
                "Zm9v\n",
                "Zm 9",
                "Zm+v",
                "Zm/v",
                "Zm.v",
                "Zm9v\u0000AAA",
                "Zm\u00e9v",
                "Zm\u0141v",
                "\uFF21\uFF21\uFF21\uFF21",
                "    ",
                "Zg==Zg==",
                "AA=A"
            })
    void bcp15_refusesEveryOtherSpelling(String text) {
        assertThatThrownBy(() -> Base64Url.decode(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void acceptsExactlyWhatItWrites() {
        for (String a : ALPHABET.split("", -1)) {
            for (String b : (ALPHABET + "=+/ ").split("", -1)) {
                requireCanonicalOrRefused(a + b);
                requireCanonicalOrRefused("A" + a + b);
                requireCanonicalOrRefused("AA" + a + b);
            }
        }
    }

    private static void requireCanonicalOrRefused(String text) {
        byte[] octets;
        try {
            octets = Base64Url.decode(text);
        } catch (MalformedException e) {
            return;
        }
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(octets))
                .isEqualTo(text);
    }

    @Test
    void readsWhatItWrites() throws MalformedException {
        long seed = 4648;
        Random random = new Random(seed);
        for (int length = 0; length < 300; length++) {
            byte[] octets = new byte[length];
            random.nextBytes(octets);
            String text = Base64Url.encode(octets);
            assertThat(Base64Url.decode(text)).as("seed %s", seed).isEqualTo(octets);
            byte[] within = ("!" + text + "!").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(Base64Url.decode(within, 1, within.length - 1)).isEqualTo(octets);
        }
    }

    @ValueSource(strings = {"", "AA", "AAA=", "AAAA", "A-_B", "A===", "\u0141"})
    @FuzzTest
    void acceptsOneSpellingOnly(String text) {
        requireCanonicalOrRefused(String.valueOf(text));
    }
}
