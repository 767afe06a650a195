// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; the message lists every problem on a line of its own. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    // Not for serialization: start-up errors are read by people, on this machine.
    private final transient List<Problem> problems;

    /** Carries at least one problem. */
    public ConfigurationException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** Everything that was found wrong, never empty. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a configuration without problems is no exception");
        }
        return problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", "popfilter cannot start, its configuration is wrong:", ""));
    }
}
