// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class PrecedenceTest {

    private final Configuration configuration = Configuration.complete().file("realm = file");

    @Test
    void takesTheFileWhenNothingElseSpeaks() throws ConfigurationException {
        Settings settings = configuration.read();

        assertThat(settings.realm()).contains("file");
        assertThat(settings.origin(SettingKey.REALM)).isEqualTo(new Origin.FileLine(Configuration.FILE, 1));
    }

    @Test
    void takesTheInitParamBeforeTheFile() throws ConfigurationException {
        Settings settings = configuration.initParam("realm", "init-param").read();

        assertThat(settings.realm()).contains("init-param");
        assertThat(settings.origin(SettingKey.REALM)).isEqualTo(new Origin.InitParam("realm"));
    }

    @Test
    void takesTheSystemPropertyBeforeTheInitParam() throws ConfigurationException {
        Settings settings = configuration
                .initParam("realm", "init-param")
                .systemProperty("popfilter.realm", "system property")
                .read();

        assertThat(settings.realm()).contains("system property");
        assertThat(settings.origin(SettingKey.REALM)).isEqualTo(new Origin.SystemProperty("popfilter.realm"));
    }

    @Test
    void takesTheEnvironmentBeforeEverythingElse() throws ConfigurationException {
        Settings settings = configuration
                .initParam("realm", "init-param")
                .systemProperty("popfilter.realm", "system property")
                .environment("POPFILTER_REALM", "environment")
                .read();

        assertThat(settings.realm()).contains("environment");
        assertThat(settings.origin(SettingKey.REALM)).isEqualTo(new Origin.EnvironmentVariable("POPFILTER_REALM"));
    }

    @Test
    void letsEveryKeyBeSetFromEverySource() {
        assertThat(SettingKey.all())
                .extracting(SettingKey::environmentName)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("POPFILTER_[A-Z_]+"));
        assertThat(SettingKey.TOKEN_CACHE_MAX_ENTRIES.environmentName()).isEqualTo("POPFILTER_TOKEN_CACHE_MAX_ENTRIES");
        assertThat(SettingKey.TOKEN_ISSUER.systemPropertyName()).isEqualTo("popfilter.token.issuer");
    }

    @Test
    void ignoresNamesOfOthersInSharedSources() throws ConfigurationException {
        Settings settings = configuration
                .environment("REALM", "x")
                .environment("PATH", "/bin")
                .systemProperty("realm", "x")
                .systemProperty("popfilterx.realm", "x")
                .read();

        assertThat(settings.realm()).contains("file");
    }

    @Test
    void takesTheLocationOfTheFileFromTheInitParamOnly() {
        assertThat(configuration
                        .environment("POPFILTER_CONFIG", "file:x")
                        .systemProperty("popfilter.config", "file:x")
                        .problems())
                .extracting(Problem::kind, Problem::key)
                .containsExactly(
                        tuple(Problem.Kind.UNKNOWN_KEY, "popfilter.config"),
                        tuple(Problem.Kind.UNKNOWN_KEY, "POPFILTER_CONFIG"));
    }
}
