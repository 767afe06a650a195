// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<key>[a-z.-]+)` \\| (?<meaning>[^|]+) \\| (?<default>[^|]+) \\| [^|]+ \\| `(?<example>[^|`]+)`"
                    + " \\|$",
            Pattern.MULTILINE);
    private static final Pattern FILE = Pattern.compile("```properties\n(?<text>.*?)```", Pattern.DOTALL);

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z_]+)}");

    private String document = "";

    @BeforeEach
    void readTheDocument() throws IOException {
        document = Files.readString(DOCUMENT);
    }

    @Test
    void listsExactlyTheKeysWithTheirMeaningAndDefault() {
        List<String> rows = ROW.matcher(document)
                .results()
                .map(row -> row.group(1) + " | " + row.group(2) + " | " + row.group(3))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(SettingKey.all().stream()
                        .map(key -> key.name() + " | " + key.meaning() + " | " + defaultCell(key))
                        .toList());
    }

    @Test
    void givesExamplesThatAreAccepted() throws ConfigurationException {
        for (MatchResult row : ROW.matcher(document).results().toList()) {
            Settings settings = with(variables(), fittingFor(row.group(1)))
                    .initParam(row.group(1), row.group(4))
                    .read();

            assertThat(settings.summary()).contains(row.group(1) + "=");
        }
    }

    @Test
    void hasFilesThatAreAccepted() {
        assertThat(files())
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(text -> assertThatCode(() -> read(text)).doesNotThrowAnyException());
    }

    @Test
    void setsEveryKeyInAFile() throws ConfigurationException {
        Set<SettingKey<?>> set = new HashSet<>();
        for (String text : files()) {
            Settings settings = read(text);
            SettingKey.all().stream()
                    .filter(key -> settings.origin(key) instanceof Origin.FileLine)
                    .forEach(set::add);
        }

        assertThat(set).containsExactlyInAnyOrderElementsOf(SettingKey.all());
    }

    @Test
    void namesEveryKeyInTheCompleteFile() {
        String complete = files().get(files().size() - 1);

        // Credentials of other methods than the chosen one can only stand there as comments
        assertThat(SettingKey.all())
                .allSatisfy(
                        key -> assertThat(complete).containsPattern("(?m)^(# +)?" + Pattern.quote(key.name() + " =")));
    }

    private List<String> files() {
        return FILE.matcher(document).results().map(file -> file.group(1)).toList();
    }

    private Settings read(String text) throws ConfigurationException {
        return with(variables(), Configuration.empty()).file(text).read();
    }

    private Set<String> variables() {
        return VARIABLE.matcher(document).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    private static Configuration with(Set<String> variables, Configuration configuration) {
        // fit for a secret of nonces too
        variables.forEach(name -> configuration.environment(name, "A".repeat(43)));
        return configuration;
    }

    /** What has to be there for the key to say something. */
    private static Configuration fittingFor(String key) {
        if (key.startsWith("token.introspection-client-keystore")) {
            return Configuration.introspecting("tls_client_auth", "token.introspection-client-keystore");
        }
        if (key.equals("token.encryption")) {
            return fittingFor("").initParam("token.decryption-keys", "/WEB-INF/keys.jwks");
        }
        if (key.startsWith("nonce.")) {
            return fittingFor("").initParam("nonce", "required");
        }
        if (key.startsWith("channel-binding.")) {
            Configuration bound = fittingFor("").initParam("channel-binding", "optional");
            return key.equals("channel-binding.server-certificates")
                    ? bound.initParam("channel-binding.types", "tls-server-end-point")
                    : bound;
        }
        if (key.startsWith("tls.forwarded.")) {
            Configuration forwarded = fittingFor("")
                    .initParam("tls.source", "forwarded")
                    .initParam("tls.forwarded.client-certificate", "X-Client-Cert");
            return switch (key) {
                case "tls.forwarded.proxy-certificates", "tls.forwarded.hop" -> forwarded;
                default ->
                    forwarded
                            .initParam("tls.forwarded.secret-header", "X-Hop")
                            .initParam("tls.forwarded.secret", "A".repeat(22));
            };
        }
        if (key.startsWith("metadata.")) {
            return fittingFor("").initParam("metadata", "on");
        }
        if (key.startsWith("response-signing.")) {
            return fittingFor("").initParam("response-signing", "on");
        }
        if (key.startsWith("proxy.")) {
            return fittingFor("")
                    .initParam("proxy.trusted", "127.0.0.1")
                    .initParam("proxy.header", "Forwarded")
                    .initParam("public-base-uri", "https://api.example.com");
        }
        if (key.equals("token.introspection-client-key")) {
            return Configuration.introspecting("private_key_jwt", key);
        }
        return Configuration.introspecting("client_secret_basic", "token.introspection-client-secret");
    }

    private static String defaultCell(SettingKey<?> key) {
        if (key.required()) {
            return "required";
        }
        String text = key.defaultText().orElse("");
        if (text.isEmpty()) {
            return key.acceptsEmptyText() ? "empty" : "none";
        }
        return "`" + text + "`";
    }
}
