// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/clients.md says to copy is what is tested. */
class ClientsDocumentTest {

    private static final Path DOCUMENT = Path.of("../../docs/clients.md");
    private static final Pattern CODE = Pattern.compile("```(?:js|java)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SETTINGS = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TESTED_FILE = Pattern.compile("\\(\\.\\./src-it/clients/(src/test/[^)]*)\\)");
    private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0";

    @Test
    void everyBlockOfCodeStandsInAFileOfItsSection() throws IOException {
        int blocks = 0;
        for (String section : sections()) {
            for (MatchResult block : CODE.matcher(section).results().toList()) {
                List<String> wanted = lines(block.group(1));
                assertThat(files(section))
                        .as(block.group())
                        .anySatisfy(file -> assertThat(file).containsSequence(wanted));
                blocks++;
            }
        }
        assertThat(blocks).isEqualTo(3);
    }

    @Test
    void theScriptOfThePageIsThereAsAWhole() throws IOException {
        List<String> script = lines(Files.readString(PageOrigin.FILES.resolve("dpop.js")));

        assertThat(script.get(0)).isEqualTo(LICENCE);
        assertThat(lines(Files.readString(DOCUMENT))).containsSequence(script.subList(1, script.size()));
    }

    @Test
    void theSettingsAreThoseOfTheTest() throws IOException {
        List<MatchResult> blocks =
                SETTINGS.matcher(Files.readString(DOCUMENT)).results().toList();
        Properties settings = new Properties();
        settings.load(new StringReader(blocks.get(0).group(1)));

        assertThat(blocks).hasSize(1);
        assertThat(settings).isEqualTo(PageTest.SETTINGS);
    }

    @Test
    void theVersionsAreThoseThatAreInstalled() throws IOException, ParseException {
        Map<String, Object> packages =
                JSONObjectUtils.parse(Files.readString(NodePackages.SOURCES.resolve("package.json")));
        Map<String, Object> versions = ScriptedAnswer.object(packages.get("dependencies"));

        assertThat(versions).containsOnlyKeys("dpop", "oauth4webapi", "playwright-core");
        for (String name : List.of("dpop", "oauth4webapi")) {
            assertThat(Files.readString(DOCUMENT))
                    .contains("[`" + name + "`](https://www.npmjs.com/package/" + name + ") | " + versions.get(name)
                            + " |");
        }
    }

    private static String[] sections() throws IOException {
        return Files.readString(DOCUMENT).split("\n## ", -1);
    }

    /** Those that the section links to. */
    private static List<List<String>> files(String section) throws IOException {
        List<List<String>> files = new ArrayList<>();
        for (MatchResult link : TESTED_FILE.matcher(section).results().toList()) {
            files.add(lines(Files.readString(Path.of(link.group(1)))));
        }
        return files;
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
