// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A refusal told from the start: how far the request came, where it failed, and what was seen there. For developers and
 * operators; never for the client.
 *
 * @param passed the stages before the one that failed, in order; empty when it failed {@link Stage#OUTSIDE} of them, where
 *     nobody can say how far it had come
 * @param failed the stage that refused
 * @param reason why
 * @param facts what was seen
 */
public record Explanation(List<Stage> passed, Stage failed, Reason reason, Facts facts) {

    /** Copies the list. */
    public Explanation {
        passed = List.copyOf(passed);
    }

    static Explanation of(Reason reason, Facts facts) {
        Stage failed = reason.stage();
        return new Explanation(failed == Stage.OUTSIDE ? List.of() : failed.before(), failed, reason, facts);
    }

    /** Several lines of text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("refused at ").append(failed).append(": ").append(reason);
        text.append("\n  rule: ").append(reason.specification());
        text.append("\n  the client reads: ").append(reason.sentence());
        text.append("\n  passed before: ");
        text.append(
                passed.isEmpty() ? "nothing" : passed.stream().map(Stage::name).collect(Collectors.joining(" ")));
        facts.subject().ifPresent(subject -> text.append("\n  about: ").append(subject));
        facts.expected().ifPresent(expected -> text.append("\n  expected: ").append(expected));
        facts.received().ifPresent(received -> text.append("\n  received: ").append(received));
        facts.likelyCause().ifPresent(cause -> text.append("\n  likely cause: ").append(cause.sentence()));
        return text.toString();
    }
}
