// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNameTest {

    private static final List<String> KEYS =
            SettingKey.all().stream().map(SettingKey::name).toList();

    @ParameterizedTest
    @CsvSource({
        "token.isuer, token.issuer",
        "token.issuers, token.issuer",
        "issuer, token.issuer",
        "max-bytes, body.max-bytes",
        "introspection-endpoint, token.introspection-endpoint",
        "token.verification-key, token.verification-keys",
        "token.introspection-client_secret, token.introspection-client-secret",
        "errorMode, error-mode",
        "Resource, resource",
        "token_issuer, token.issuer",
        "proof.max-agee, proof.max-age",
        "public-base-uris, public-base-uri"
    })
    void findsTheNameThatWasMeant(String written, String meant) {
        assertThat(NearestName.of(written, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "response-encryption", "certificate-pinning", "token.revocation-endpoint", "rm"})
    void findsNothingThatIsFar(String written) {
        assertThat(NearestName.of(written, KEYS)).isEmpty();
    }

    @Test
    void findsNothingAmongNothing() {
        assertThat(NearestName.of("resource", List.of())).isEmpty();
    }
}
