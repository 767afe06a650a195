// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "reasons.md");
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "popfilter", "reject");
    private static final String REGENERATE = "mvn -pl filter-core test -Dtest=ReasonsDocumentTest -Dregenerate=true";

    @Test
    void isWhatTheEnumSays() throws IOException {
        String document = document();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(DOCUMENT, document);
        }

        assertThat(Files.readString(DOCUMENT)).as("stale: run %s", REGENERATE).isEqualTo(document);
    }

    private static String document() throws IOException {
        String reasons = Files.readString(SOURCES.resolve("Reason.java"));
        String stages = Files.readString(SOURCES.resolve("Stage.java"));
        StringBuilder document = new StringBuilder("""
                # Why a request is refused

                Each refusal has one of these reasons. The reason is what the server's log, its metrics and the test vectors \
                call it; the client sees status, error code and sentence, never what was expected and received. The \
                error codes are those of scheme PoP; DPoP says `invalid_dpop_proof` and `use_dpop_nonce` instead, and Bearer \
                `invalid_token`. The stages \
                run in this order, and the first check that fails gives the reason.

                Written by `ReasonsDocumentTest` from `io.popfilter.reject.Reason`; to write it anew:

                    %s
                """.formatted(REGENERATE));
        for (Stage stage : Stage.values()) {
            document.append("\n## ").append(stage).append("\n\n");
            document.append(comment(stages, stage.name())).append("\n\n");
            document.append("| reason | when | status | `error` | the client reads | whose rule |\n");
            document.append("|---|---|---|---|---|---|\n");
            for (Reason reason : Reason.values()) {
                if (reason.stage() == stage) {
                    document.append(row(reason, comment(reasons, reason.name())));
                }
            }
        }
        appendCauses(document);
        return document.toString();
    }

    private static void appendCauses(StringBuilder document) throws IOException {
        String causes = Files.readString(SOURCES.resolve("LikelyCause.java"));
        document.append("""

                ## Likely causes

                When a proof holds and a part of the request differs all the same, the log line ends with what probably \
                happened on the way, as far as the difference tells. `Rejection.explain()` has it too, with the stages that \
                were passed; the filter logs that at DEBUG.

                | cause | what is recognised | the log says |
                |---|---|---|
                """);
        for (LikelyCause cause : LikelyCause.values()) {
            document.append("| `%s` | %s | %s |\n".formatted(cause, comment(causes, cause.name()), cause.sentence()));
        }
    }

    private static String row(Reason reason, String when) {
        String code = reason.error().code().map(text -> "`" + text + "`").orElse("none");
        return "| `%s` | %s | %d | %s | %s | %s |\n"
                .formatted(
                        reason.name(), when, reason.error().status(), code, reason.sentence(), reason.specification());
    }

    /** The Javadoc comment of a constant. */
    private static String comment(String source, String constant) {
        Matcher comment = Pattern.compile("/\\*\\* ((?:(?!\\*/).)*) \\*/\\s+" + constant + "\\b")
                .matcher(source);
        assertThat(comment.find()).as("a comment on %s", constant).isTrue();
        return comment.group(1);
    }
}
