// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.popfilter.parse.MalformedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalPathTest {

    /** Left as they are. */
    static final String[] NORMAL = {
        "/",
        "/a/b/c",
        "/a/b/",
        "/A/b/C",
        "/~a-b._",
        "/a+b",
        "/a:b",
        "/a@b",
        "/a!$&'()*,=b",
        "/a%20b",
        "/%C3%A9",
        "/e%CC%81",
        "/a%3Bx",
        "/a%3Fb",
        "/a%23b",
        "/*",
        "/a%7Bb%7D%7C%5E%60%22%3C%3E",
        "/...",
        "/..a",
        "/a..",
        "/.a",
        "/.well-known/x",
        "/%F0%9F%98%80",
        "/a.b/c..d"
    };

    static final String[] REFUSED = {
        "a",
        "*",
        "?",
        "http://h/",
        "//",
        "/a//b",
        "/a///b",
        "//a/b",
        "/a//",
        "/.",
        "/..",
        "/a/./b",
        "/a/x/../b",
        "/a/b/.",
        "/a/b/..",
        "/../a",
        "/a/%2e/b",
        "/a/x/%2e%2E/b",
        "/a/.%2e/b",
        "/a/..%2fb",
        "/a/..%5cb",
        "/a/..;x/b",
        "/a/.;x/b",
        "/a%2Fb",
        "/a%2fb",
        "/a%5Cb",
        "/a\\b",
        "/a;x=1/b",
        "/a;jsessionid=AB12",
        "/a;/b",
        "/;",
        "/a%25b",
        "/a%252Fb",
        "/a/%252e%252e/b",
        "/a%zzb",
        "/a%",
        "/a%2",
        "/a%u002e",
        "/a%00b",
        "/a%0Ab",
        "/a%1Fb",
        "/a%7Fb",
        "/a b",
        "/a\tb",
        "/a\nb",
        "/a\u0000b",
        "/a\u007fb",
        "/a#frag",
        "/\u00e9",
        "/\u00c3\u00a9",
        "/\u20ac",
        "/a%FFb",
        "/%C0%AF",
        "/%ED%A0%80",
        "/%C3",
        "/%C3%A9%A9",
        "/%F5%80%80%80",
        "/\uFF0E\uFF0E/"
    };

    @ParameterizedTest
    @FieldSource("NORMAL")
    void leavesTheNormalFormAlone(String path) throws MalformedException {
        assertThat(CanonicalPath.of(path).value()).isEqualTo(path);
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refusesWhatIsReadInMoreThanOneWay(String path) {
        assertThatThrownBy(() -> CanonicalPath.of(path)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "/%61%2D%7E /a-~",
                "/%c3%a9 /%C3%A9",
                "/a%2Bb /a+b",
                "/a%21%24%26%27%28%29%2A%2C%3Db /a!$&'()*,=b",
                "/a%3Ab%40c /a:b@c",
                "/a[b] /a%5Bb%5D",
                "/a{b}|^ /a%7Bb%7D%7C%5E",
                "/a\"<>b /a%22%3C%3Eb",
                "/a%3bx /a%3Bx",
                "/%2E%2E%2E /..."
            })
    void bringsOtherSpellingsIntoNormalForm(String path, String normal) throws MalformedException {
        assertThat(CanonicalPath.of(path).value()).isEqualTo(normal);
    }

    @Test
    void takesAnEmptyPathForARoot() throws MalformedException {
        assertThat(CanonicalPath.of("").value()).isEqualTo("/");
    }

    @Test
    void everySpellingOfAPathHasTheSameNormalFormAndAnotherPathHasAnother() throws MalformedException {
        long seed = 3986;
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            String meaning = randomPath(random);
            String first = CanonicalPath.of(spell(meaning, random)).value();
            String second = CanonicalPath.of(spell(meaning, random)).value();
            assertThat(second).as("seed %s round %s: %s", seed, round, meaning).isEqualTo(first);
            assertThat(CanonicalPath.of(first).value()).isEqualTo(first);
            assertThat(URI.create(first).getPath()).isEqualTo(meaning);
            String other = change(meaning, random);
            assertThat(normalOrRefused(spell(other, random))).isNotEqualTo(first);
        }
    }

    private static String normalOrRefused(String path) {
        try {
            return CanonicalPath.of(path).value();
        } catch (MalformedException e) {
            return "refused";
        }
    }

    private static String randomPath(Random random) {
        String letters = "abzAZ09-._~!$&'()*+,=:@ \"<>[]{}|^`?#\u00e9\u20ac";
        StringBuilder path = new StringBuilder();
        for (int segments = 1 + random.nextInt(4); segments > 0; segments--) {
            path.append("/x");
            for (int i = random.nextInt(6); i > 0; i--) {
                path.append(letters.charAt(random.nextInt(letters.length())));
            }
        }
        return path.toString();
    }

    private static String spell(String meaning, Random random) {
        StringBuilder spelled = new StringBuilder();
        for (byte octet : meaning.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean mustEncode = c <= ' ' || c >= 127 || c == '?' || c == '#' || c == '%' || c == ';';
            if (c == '/' || (!mustEncode && random.nextInt(3) > 0)) {
                spelled.append(c);
            } else {
                spelled.append(
                        String.format(java.util.Locale.ROOT, random.nextBoolean() ? "%%%02x" : "%%%02X", (int) c));
            }
        }
        return spelled.toString();
    }

    private static String change(String path, Random random) {
        int at = 1 + random.nextInt(path.length());
        return switch (random.nextInt(4)) {
            case 0 -> path + "/";
            case 1 -> path.substring(0, at) + "y" + path.substring(at);
            case 2 -> path.substring(0, path.length() - 1) + (path.endsWith("q") ? "r" : "q");
            default -> path.substring(0, at) + "//" + path.substring(at);
        };
    }

    @MethodSource("seeds")
    @FuzzTest
    void isIdempotentAndOfPlainCharacters(String raw) {
        CanonicalPath path;
        try {
            path = CanonicalPath.of(String.valueOf(raw));
        } catch (MalformedException e) {
            return;
        }
        assertThat(path.value()).matches("/[!-~&&[^;\\\\#?\"<>\\[\\]{}|^`]]*");
        assertThatCode(() -> assertThat(CanonicalPath.of(path.value())).isEqualTo(path))
                .doesNotThrowAnyException();
        assertThat(path.value() + "/").doesNotContain("/./", "/../");
        assertThat(path.value()).doesNotContain("//");
    }

    static Stream<String> seeds() {
        return Stream.of(NORMAL, REFUSED).flatMap(Stream::of);
    }
}
