// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellKnownUriTest {

    @ParameterizedTest
    @CsvSource({
        "https://rs.example, https://rs.example/.well-known/oauth-protected-resource",
        "https://rs.example/, https://rs.example/.well-known/oauth-protected-resource",
        "https://rs.example:8443/, https://rs.example:8443/.well-known/oauth-protected-resource",
        "https://rs.example/a, https://rs.example/.well-known/oauth-protected-resource/a",
        "https://rs.example/a/b/, https://rs.example/.well-known/oauth-protected-resource/a/b/",
        "http://[::1]:8080/a, http://[::1]:8080/.well-known/oauth-protected-resource/a"
    })
    void prm01_putsTheWellKnownSegmentsBetweenHostAndPath(String resource, String address) {
        assertThat(new WellKnownUri(URI.create(resource))).hasToString(address);
    }
}
