// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/proxies.md says to copy is what is tested. */
class ProxiesDocumentTest {

    private static final Path DOCUMENT = Path.of("../../docs/proxies.md");
    private static final Path CONFIGURATIONS = Path.of("src/test/resources/proxies");
    private static final Pattern BLOCK = Pattern.compile("```(nginx|haproxy|apache|vcl|lua)\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyBlockStandsInTheConfigurationOfItsSection() throws IOException {
        int blocks = 0;
        for (String section : Files.readString(DOCUMENT).split("\n## ", -1)) {
            for (MatchResult block : BLOCK.matcher(section).results().toList()) {
                List<String> wanted = lines(block.group(2));
                assertThat(configurations(section))
                        .as(section)
                        .anySatisfy(configuration -> assertThat(configuration).containsSequence(wanted));
                blocks++;
            }
        }
        assertThat(blocks).isEqualTo(16);
    }

    /** Those that the section links to. */
    private static List<List<String>> configurations(String section) throws IOException {
        try (Stream<Path> files = Files.list(CONFIGURATIONS)) {
            return files.filter(file -> section.contains("/proxies/" + file.getFileName()))
                    .map(ProxiesDocumentTest::read)
                    .toList();
        }
    }

    private static List<String> read(Path configuration) {
        try {
            return lines(Files.readString(configuration)
                    .replace("127.0.0.1:@port@", ":443")
                    .replace("@directory@/", "/etc/haproxy/")
                    .replace("@secret@", "the-secret-of-this-proxy")
                    .replace("@backend@", "8080"));
        } catch (IOException e) {
            throw new AssertionError(configuration.toString(), e);
        }
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
