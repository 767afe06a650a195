// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    private static final byte[] REALM = "realm = here".getBytes(UTF_8);

    @Test
    void doesWithoutTheDefaultFileWhenInitParamsSuffice() throws ConfigurationException {
        assertThat(Configuration.complete().read().realm()).isEmpty();
    }

    @Test
    void saysThatTheDefaultFileDoesNotExistWhenItIsNeeded() {
        assertThat(Configuration.empty().problems())
                .extracting(Problem::kind, Problem::key, Problem::origin)
                .containsExactly(
                        tuple(Problem.Kind.MISSING, "resource", new Origin.NotSet()),
                        tuple(Problem.Kind.MISSING, "token.issuer", new Origin.NotSet()),
                        tuple(Problem.Kind.MISSING, "token.decryption-keys", new Origin.NotSet()));
        assertThat(Configuration.empty().problems())
                .extracting(Problem::remedy)
                .allMatch(remedy -> remedy.contains(Configuration.FILE + " (does not exist)"));
    }

    @Test
    void readsTheFileInTheWebApplication() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("config", "/WEB-INF/conf/pop.properties")
                .context("/WEB-INF/conf/pop.properties", REALM)
                .read();

        assertThat(settings.realm()).contains("here");
        assertThat(settings.origin(SettingKey.REALM).describe()).isEqualTo("/WEB-INF/conf/pop.properties line 1");
    }

    @Test
    void readsTheFileOnTheClassPath() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("config", "classpath:/conf/pop.properties")
                .classpath("conf/pop.properties", REALM)
                .read();

        assertThat(settings.origin(SettingKey.REALM))
                .isEqualTo(new Origin.FileLine("classpath:conf/pop.properties", 1));
    }

    @Test
    void readsTheFileInTheFileSystem(@TempDir Path folder) throws IOException, ConfigurationException {
        Path file = Files.write(folder.resolve("pop.properties"), REALM);

        for (String location : new String[] {"file:" + file, "file://" + file, file.toString(), "${env:FILE}"}) {
            Settings settings = Configuration.complete()
                    .initParam("config", location)
                    .environment("FILE", file.toString())
                    .read();

            assertThat(settings.realm()).contains("here");
        }
    }

    @Test
    void saysWhereItLookedForAFileThatIsNotThere() {
        for (String location : new String[] {"/WEB-INF/x.properties", "classpath:x.properties", "file:x.properties"}) {
            assertThat(Configuration.empty().initParam("config", location).problems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.kind()).isEqualTo(Problem.Kind.MISSING);
                        assertThat(problem.key()).isEqualTo("config");
                        assertThat(problem.origin()).isEqualTo(new Origin.InitParam("config"));
                        assertThat(problem.what()).contains("x.properties");
                    });
        }
        assertThat(Configuration.empty()
                        .initParam("config", "file:x.properties")
                        .problems()
                        .get(0)
                        .what())
                .contains(Path.of("x.properties").toAbsolutePath().toString());
    }

    @Test
    void refusesALocationThatIsNone() {
        assertThat(Configuration.complete().initParam("config", " ").problems())
                .extracting(Problem::kind, Problem::key)
                .containsExactly(tuple(Problem.Kind.MALFORMED, "config"));
    }

    @Test
    void doesNotCallWhatABrokenFileMaySayMissing() {
        assertThat(Configuration.empty()
                        .file("realm = \\u12")
                        .initParam("proof.max-age", "60s")
                        .problems())
                .extracting(Problem::kind, Problem::key, Problem::origin)
                .containsExactly(
                        tuple(Problem.Kind.MALFORMED, "config", new Origin.FileLine(Configuration.FILE, 1)),
                        tuple(Problem.Kind.MALFORMED, "proof.max-age", new Origin.InitParam("proof.max-age")));
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(Configuration.complete().file("").problems())
                .extracting(Problem::kind, Problem::key)
                .containsExactly(tuple(Problem.Kind.UNREADABLE, "config"));
    }

    @Test
    void refusesAFileThatIsNotUtf8() {
        assertThat(Configuration.complete()
                        .context(Configuration.FILE, "# Schlüssel".getBytes(ISO_8859_1))
                        .problems())
                .extracting(Problem::kind, Problem::key, Problem::origin)
                .containsExactly(tuple(Problem.Kind.MALFORMED, "config", new Origin.WholeFile(Configuration.FILE)));
    }

    @Test
    void readsUtf8AndIgnoresAByteOrderMark() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .file("\uFEFFprincipal.name-claim = größe\r\nprincipal.roles-claim = \\u00e4\r\n")
                .read();

        assertThat(settings.principalNameClaim()).isEqualTo("größe");
        assertThat(settings.principalRolesClaim()).isEqualTo("ä");
    }

    @Test
    void refusesTheSecondOfTwoLinesWithTheSameKey() {
        assertThat(Configuration.complete()
                        .file("realm = a\n\nrealm = b\n\\u0072ealm = c\nrealm: d\n")
                        .problems())
                .extracting(
                        Problem::kind, Problem::key, problem -> problem.line().orElse(0))
                .containsExactly(
                        tuple(Problem.Kind.DUPLICATE, "realm", 3),
                        tuple(Problem.Kind.DUPLICATE, "realm", 4),
                        tuple(Problem.Kind.DUPLICATE, "realm", 5));
    }
}
