// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class SecretTest {

    private static final List<SettingKey<?>> KEYS = SettingKey.all();

    /** Shapes that take a value through every parser and to each of its refusals. */
    private static final List<String> SHAPES = List.of(
            "s3cret",
            "s3cret s3cret",
            "/s3cret",
            "/s3cret/*",
            "/s3cret%",
            "/s3cret = s3cret",
            "/s3cret = body; /s3cret = body",
            "https://s3cret",
            "https://user:s3cret@host",
            "https://host/s3cret//",
            "https://host#s3cret",
            "x:s3cret/",
            "file://s3cret",
            "{s3cret}",
            "\"s3cret\"",
            "s3cret\u0000",
            "PTs3cretS",
            "9s3cret");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("KEYS")
    void neverShowsWhatAPlaceholderStandsFor(SettingKey<?> key) throws IOException {
        for (String shape : SHAPES) {
            Path file = Files.writeString(folder.resolve("content"), shape);

            assertThat(shown(key, "${env:NAME}", shape)).doesNotContain("s3cret");
            assertThat(shown(key, "${file:" + file + "}", shape)).doesNotContain("s3cret");
        }
    }

    @Test
    void neverShowsASecretSetting() {
        List<SettingKey<?>> secret = KEYS.stream().filter(SettingKey::secret).toList();

        assertThat(secret).isNotEmpty();
        for (SettingKey<?> key : secret) {
            for (String shape : SHAPES) {
                assertThat(shown(key, shape, "")).doesNotContain("s3cret");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            client_secret_basic, token.introspection-client-secret
            client_secret_post,  token.introspection-client-secret
            private_key_jwt,     token.introspection-client-key
            tls_client_auth,     token.introspection-client-keystore-password
            """)
    void neverShowsACredential(String method, String key) throws ConfigurationException {
        Settings settings = Configuration.introspecting(method, key)
                .initParam("token.introspection-client-keystore", "/etc/client.p12")
                .without(method.equals("tls_client_auth") ? "" : "token.introspection-client-keystore")
                .initParam(key, "/s3cret")
                .read();

        assertThat(settings.summary()).doesNotContain("s3cret").contains(key + "=(set)");
        assertThat(settings.introspection().orElseThrow().toString()).doesNotContain("s3cret");
    }

    @Test
    void neverShowsACredentialThatIsRefused() {
        for (SettingKey<?> key : KEYS) {
            for (String shape : SHAPES) {
                if (key.secret()) {
                    assertThat(Configuration.introspecting("client_secret_basic", key.name())
                                    .initParam(key.name(), shape + "\n" + shape)
                                    .refusal()
                                    .toString())
                            .doesNotContain("s3cret");
                }
            }
        }
    }

    @Test
    void neverShowsThePasswordInAnAddress() {
        String address = "redis://:s3cret@host";

        assertThat(shown(SettingKey.REPLAY_STORE, address, "")).doesNotContain("s3cret");
        assertThat(shown(SettingKey.PUBLIC_BASE_URI, address, "")).doesNotContain("s3cret");
        assertThat(shown(SettingKey.TOKEN_VERIFICATION_KEYS, "https://u:s3cret@host", ""))
                .doesNotContain("s3cret");
        assertThat(shown(IntrospectionSettingKeys.ENDPOINT, "https://u:s3cret@host", ""))
                .doesNotContain("s3cret");
    }

    /** All that is shown of a configuration, be it good or bad. */
    private static String shown(SettingKey<?> key, String text, String variable) {
        Configuration configuration =
                Configuration.complete().initParam(key.name(), text).environment("NAME", variable);
        List<String> shown = new ArrayList<>(List.of(configuration.sources().toString()));
        try {
            Settings settings = configuration.read();
            shown.add(settings.summary());
            if (settings.tokenVerificationKeys().orElseThrow() instanceof KeySource.InFile keys) {
                try {
                    keys.location().read(configuration.sources());
                } catch (BadValueException e) {
                    shown.add(e.toString());
                    shown.add(settings.problem(SettingKey.TOKEN_VERIFICATION_KEYS, e)
                            .toString());
                }
            }
        } catch (ConfigurationException e) {
            shown.add(e.toString());
            shown.add(e.problems().toString());
        }
        return String.join("\n", shown);
    }
}
