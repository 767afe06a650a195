// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A log that keeps its lines, each behind its level. */
final class Lines implements System.Logger {

    private final Level lowest;
    private final List<String> logged = new ArrayList<>();

    Lines(Level lowest) {
        this.lowest = lowest;
    }

    List<String> logged() {
        return List.copyOf(logged);
    }

    @Override
    public String getName() {
        return "io.popfilter";
    }

    @Override
    public boolean isLoggable(Level level) {
        return level.getSeverity() >= lowest.getSeverity();
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            logged.add(level + " " + message);
        }
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... parameters) {
        if (isLoggable(level)) {
            logged.add(level + " " + format);
        }
    }
}
