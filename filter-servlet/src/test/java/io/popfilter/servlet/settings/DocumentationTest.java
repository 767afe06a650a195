// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<key>[a-z.-]+)` \\| (?<meaning>[^|]+) \\| (?<default>[^|]+) \\| [^|]+ \\| `(?<example>[^|`]+)`"
                    + " \\|$",
            Pattern.MULTILINE);
    private static final Pattern FILE = Pattern.compile("```properties\n(?<text>.*?)```", Pattern.DOTALL);

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
            Settings settings = Configuration.complete()
                    .initParam(row.group(1), row.group(4))
                    .read();

            assertThat(settings.summary()).contains(row.group(1) + "=");
        }
    }

    @Test
    void hasACompleteFileThatIsAccepted() throws ConfigurationException {
        Matcher file = FILE.matcher(document);
        assertThat(file.find()).isTrue();
        Settings settings = Configuration.empty().file(file.group("text")).read();

        assertThat(SettingKey.all())
                .allSatisfy(key -> assertThat(settings.origin(key)).isInstanceOf(Origin.FileLine.class));
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
