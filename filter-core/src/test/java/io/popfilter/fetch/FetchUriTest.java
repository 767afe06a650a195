// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.parse.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchUriTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example/keys",
                "HTTPS://as.example",
                "https://as.example:8443/keys?a=b",
                "https://10.0.0.1/",
                "https://[2001:db8::1]:1/",
                "http://localhost:8080/keys",
                "http://127.0.0.1/keys",
                "http://127.1.2.3:65535/",
                "http://[::1]:8080/keys"
            })
    void mayBeFetchedFrom(String text) throws MalformedException {
        assertThat(FetchUri.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://as.example/keys",
                "http://10.0.0.1/",
                "http://128.0.0.1/",
                "http://127.0.0.1.evil.example/",
                "http://localhost.evil.example/",
                "http://evil.example/?localhost",
                "http://[::2]/",
                "https://user@as.example/",
                "https://user:secret@as.example/",
                "https://@as.example/",
                "http://localhost@evil.example/",
                "https://as.example/#",
                "https://as.example/#keys",
                "https://as.example:0/",
                "https://as.example:65536/",
                "https://as.example:99999999999/",
                "https:///keys",
                "https://",
                "https:as.example",
                "//as.example/keys",
                "/keys",
                "",
                " ",
                "file:///etc/passwd",
                "ftp://localhost/keys",
                "jar:https://as.example/a.jar!/keys",
                "https://as.example/a b",
                "https://as.example/%zz",
                "https://as_example/keys"
            })
    void int01_mayNotBeFetchedFrom(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> FetchUri.parse(text));
    }
}
