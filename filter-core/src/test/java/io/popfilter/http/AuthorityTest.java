// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.popfilter.parse.MalformedException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorityTest {

    static final String[] REFUSED = {
        "",
        ":",
        ":443",
        "h:",
        "h:0",
        "h:00",
        "h:080",
        "h:65536",
        "h:99999999999",
        "h:-1",
        "h:+1",
        "h: 1",
        "h:1 ",
        "h:a",
        "h:1:2",
        "u@h",
        "u:p@h",
        "h/",
        "h?",
        "h#",
        "h,i",
        "h h",
        " h",
        "h ",
        "h\t",
        "h\u0000",
        "h%41",
        "h%",
        "h_i",
        "h.",
        ".h",
        "h..i",
        ".",
        "h.:80",
        "\u00e9",
        "h\u00e9",
        "\u212A",
        "\u0130",
        "h:\u0661",
        "h:\uFF11",
        "[",
        "]",
        "[]",
        "[:]",
        "[::1",
        "::1",
        "[::1]x",
        "[::1]:",
        "[::1]:0",
        "[::1]80",
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
        "[v1.x]",
        "[g::1]",
        "[\uFF11::1]",
        "[::\u0661]",
        "x[::1]",
        "http://h",
        "*",
        "127.1",
        "127.0.0",
        "127.0.0.0.1",
        "127.0.0.01",
        "127.0.0.256",
        "127.0.0.0x1",
        "0x7f000001",
        "0x",
        "2130706433",
        "017700000001",
        "a.1",
        "1",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7::8]",
        "[1::2::3]",
        "[1:::2]",
        "[:::]",
        "[:1::2]",
        "[1::2:]",
        "[12345::]",
        "[::1.2.3]",
        "[::1.2.3.256]",
        "[::01.2.3.4]",
        "[1.2.3.4]",
        "[1:2:3:4:5:6:7:1.2.3.4]",
        "[::1.2.3.4:5]"
    };

    @ParameterizedTest
    @CsvSource({
        "HTTPS, api.example, api.example",
        "HTTPS, API.Example, api.example",
        "HTTPS, api.example:443, api.example",
        "HTTPS, api.example:80, api.example:80",
        "HTTP, api.example:80, api.example",
        "HTTP, api.example:443, api.example:443",
        "HTTPS, api.example:65535, api.example:65535",
        "HTTP, h:1, h:1",
        "HTTPS, 127.0.0.1:8443, 127.0.0.1:8443",
        "HTTPS, [2001:DB8::1], [2001:db8::1]",
        "HTTPS, [::1]:443, [::1]",
        "HTTPS, [::1]:8443, [::1]:8443",
        "HTTPS, [::ffff:192.0.2.1], [::ffff:192.0.2.1]",
        "HTTPS, xn--bcher-kva.example, xn--bcher-kva.example",
        "HTTP, localhost, localhost",
        "HTTPS, [::], [::]",
        "HTTPS, [1::], [1::]",
        "HTTPS, [1:2:3:4:5:6:7:8], [1:2:3:4:5:6:7:8]",
        "HTTPS, [1:2:3:4:5:6:1.2.3.4], [1:2:3:4:5:6:1.2.3.4]",
        "HTTPS, [1::8], [1::8]",
        "HTTPS, 3com.example, 3com.example",
        "HTTPS, a.0xg, a.0xg",
        "HTTPS, 0.0.0.0, 0.0.0.0"
    })
    void bringsHostAndPortIntoOneForm(UriScheme scheme, String raw, String canonical) throws MalformedException {
        assertThat(Authority.of(raw, scheme).value()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refusesEverythingElse(String raw) {
        assertThatThrownBy(() -> Authority.of(raw, UriScheme.HTTPS)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Authority.of(raw, UriScheme.HTTP)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example, HTTPS, api.example, ''", "https://api.example/, HTTPS, api.example, ''",
        "http://API.example:8080/a/b, HTTP, api.example:8080, /a/b", "https://[::1]:443/a/, HTTPS, [::1], /a"
    })
    void readsABaseUri(String text, UriScheme scheme, String authority, String prefix) throws MalformedException {
        ExternalAddress address = ExternalAddress.parse(text);
        assertThat(address).isEqualTo(new ExternalAddress(scheme, new Authority(authority), prefix));
        assertThat(address.externalPath(CanonicalPath.of("/x"))).contains(prefix + "/x");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "",
                "api.example",
                "//api.example",
                "HTTPS://api.example",
                "ftp://api.example",
                "https:/api.example",
                "https://",
                "https://user@api.example",
                "https://api.example/a/../b",
                "https://api.example//",
                "https://api.example/;x",
                "https://api.example?x",
                "https://api.example#x",
                "https://api.example/a#x",
                "https://api.example/a?x=1",
                " https://api.example"
            })
    void refusesAnotherBaseUri(String text) {
        assertThatThrownBy(() -> ExternalAddress.parse(text)).isInstanceOf(MalformedException.class);
    }

    @MethodSource("seeds")
    @FuzzTest
    void isIdempotentAndOfPlainCharacters(String raw) {
        Authority authority;
        try {
            authority = Authority.of(String.valueOf(raw), UriScheme.HTTPS);
        } catch (MalformedException e) {
            return;
        }
        assertThat(authority.value()).matches("([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");
        assertThatCode(() -> assertThat(Authority.of(authority.value(), UriScheme.HTTPS))
                        .isEqualTo(authority))
                .doesNotThrowAnyException();
    }

    static Stream<String> seeds() {
        return Stream.concat(Stream.of(REFUSED), Stream.of("api.example", "API.example:443", "[::1]:8443"));
    }
}
