// SPDX-License-Identifier: Apache-2.0
package io.popfilter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of docs/conformance.md: its last column is what the names of tests say. */
class ConformanceDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve("docs").resolve("conformance.md");
    private static final List<String> SOURCES =
            List.of("filter-core/src/test", "filter-servlet/src/test", "src-it", "examples/quickstart/src/test");
    private static final String REGENERATE =
            "mvn -pl filter-core test -Dtest=ConformanceDocumentTest -Dregenerate=true";

    /** How many rules each list has. */
    private static final Map<String, Integer> LISTS =
            Map.of("DP", 36, "BT", 8, "PRM", 6, "SU", 4, "AT", 9, "BCP", 17, "INT", 9, "MT", 5);

    /** How many tests a row names. */
    private static final int LISTED = 6;

    private static final Pattern ROW =
            Pattern.compile("\\| ([A-Z]+-[0-9]{2}) \\| ([^|\n]+) \\| ([^|\n]*) \\| ([^|\n]*) \\|");
    private static final Pattern TEST = Pattern.compile(
            "@(?:Test|ParameterizedTest)\\b(?:(?!@(?:Test|ParameterizedTest)\\b).)*?\\bvoid (\\w+)\\(", Pattern.DOTALL);

    /** In the manner of {@code dp21_v26_refuses…}, and of {@code dp21V26Refuses…} in the tests of containers. */
    private static final Pattern NUMBERS = Pattern.compile("(?:[A-Za-z]{1,3}[0-9]{2}_?)+");

    private static final Pattern NUMBER = Pattern.compile("([A-Za-z]{1,3})([0-9]{2})");

    /** Tests of each rule, as class and method. */
    private static final Map<String, TreeSet<String>> TESTS = new HashMap<>();

    @BeforeAll
    static void readNamesOfTests() throws IOException {
        for (String directory : SOURCES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String className = file.getFileName().toString().replace(".java", "");
                    TEST.matcher(Files.readString(file)).results().forEach(method -> add(className, method.group(1)));
                }
            }
        }
    }

    private static void add(String className, String method) {
        Matcher numbers = NUMBERS.matcher(method);
        if (!numbers.lookingAt()) {
            return;
        }
        for (MatchResult number : NUMBER.matcher(numbers.group()).results().toList()) {
            String list = number.group(1).toUpperCase(Locale.ROOT);
            if (LISTS.containsKey(list)) {
                TESTS.computeIfAbsent(list + "-" + number.group(2), any -> new TreeSet<>())
                        .add(className + "." + method);
            }
        }
    }

    @Test
    void everyRuleHasATestAndEveryNumberIsARule() {
        assertThat(TESTS.keySet()).containsExactlyInAnyOrderElementsOf(rules());
    }

    @Test
    void namesEveryRuleOnceInOrder() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(rules());
        for (String list : LISTS.keySet()) {
            assertThat(rows.stream().filter(id -> id.startsWith(list + "-"))).isSorted();
        }
    }

    @Test
    void namesTheTestsThatThereAre() throws IOException {
        String written = Files.readString(DOCUMENT);
        String document = ROW.matcher(written)
                .replaceAll(row -> Matcher.quoteReplacement("| %s | %s | %s | %s |"
                        .formatted(row.group(1), row.group(2), row.group(3), tests(row.group(1)))));
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(DOCUMENT, document);
        }

        assertThat(Files.readString(DOCUMENT)).as("stale: run %s", REGENERATE).isEqualTo(document);
    }

    private static String tests(String rule) {
        List<String> names = TESTS.getOrDefault(rule, new TreeSet<>()).stream()
                .sorted(Comparator.comparing(ConformanceDocumentTest::kind))
                .map(name -> "`" + name + "`")
                .toList();
        String listed = names.stream().limit(LISTED).collect(Collectors.joining("<br>"));
        return names.size() > LISTED ? listed + "<br>and " + (names.size() - LISTED) + " more" : listed;
    }

    /** Tests of the list itself come first, then those of containers, whose names have no underscore. */
    private static int kind(String test) {
        if (test.contains("ConformanceTest.")) {
            return 0;
        }
        return test.contains("_") ? 2 : 1;
    }

    private static List<String> rules() {
        return LISTS.entrySet().stream()
                .flatMap(list -> IntStream.rangeClosed(1, list.getValue())
                        .mapToObj(number -> "%s-%02d".formatted(list.getKey(), number)))
                .toList();
    }
}
