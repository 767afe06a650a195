// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that is logged in this process while it is open: of the filter at every level, of the others from WARNING on. */
final class CapturedLog extends Handler {

    private static final Logger ROOT = LogManager.getLogManager().getLogger("");
    private static final Logger OURS = Logger.getLogger("io.popfilter");

    private static final Set<CapturedLog> OPEN = new HashSet<>();
    private static final List<Handler> DISPLACED = new ArrayList<>();

    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    private CapturedLog() {}

    static CapturedLog open() {
        synchronized (OPEN) {
            if (OPEN.isEmpty()) { // refusals by the hundred are no news on the console
                DISPLACED.addAll(Arrays.asList(ROOT.getHandlers()));
                DISPLACED.forEach(ROOT::removeHandler);
                OURS.setLevel(Level.ALL);
            }
            CapturedLog log = new CapturedLog();
            OPEN.add(log);
            ROOT.addHandler(log);
            return log;
        }
    }

    @Override
    public void publish(LogRecord line) {
        texts.add(formatter.format(line)); // with the stack trace of what was thrown
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        synchronized (OPEN) {
            ROOT.removeHandler(this);
            if (OPEN.remove(this) && OPEN.isEmpty()) {
                DISPLACED.forEach(ROOT::addHandler);
                DISPLACED.clear();
                OURS.setLevel(null);
            }
        }
    }

    void clear() {
        texts.clear();
    }

    /** Everything since the last {@link #clear()}. */
    String text() {
        return String.join("", texts);
    }
}
