// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
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

    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private final List<Handler> displaced = new ArrayList<>(Arrays.asList(ROOT.getHandlers()));
    private final SimpleFormatter formatter = new SimpleFormatter();

    private CapturedLog() {}

    static CapturedLog open() {
        CapturedLog log = new CapturedLog();
        log.displaced.forEach(ROOT::removeHandler); // refusals by the hundred are no news on the console
        ROOT.addHandler(log);
        OURS.setLevel(Level.ALL);
        return log;
    }

    @Override
    public void publish(LogRecord line) {
        texts.add(formatter.format(line)); // with the stack trace of what was thrown
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
        displaced.forEach(ROOT::addHandler);
        OURS.setLevel(null);
    }

    void clear() {
        texts.clear();
    }

    /** Everything since the last {@link #clear()}. */
    String text() {
        return String.join("", texts);
    }
}
