// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Takes the lines that the filter logs into the story; of all others, only warnings are shown. */
final class ServerLog extends Handler implements AutoCloseable {

    private final Logger root = Logger.getLogger("");
    private final Logger filter = Logger.getLogger("io.popfilter");
    private final AtomicReference<String> last = new AtomicReference<>();
    private volatile Consumer<String> reader = last::set;

    private ServerLog() {}

    static ServerLog start() {
        ServerLog log = new ServerLog();
        log.root.setLevel(Level.WARNING);
        log.filter.setLevel(Level.INFO);
        log.filter.setUseParentHandlers(false);
        log.filter.addHandler(log);
        return log;
    }

    /** The line that was logged last; each is given out once. */
    Optional<String> takeLine() {
        return Optional.ofNullable(last.getAndSet(null));
    }

    /** From now on, gives each line to this reader instead. */
    void passOnTo(Consumer<String> newReader) {
        reader = newReader;
    }

    @Override
    public void publish(LogRecord entry) {
        reader.accept(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        filter.removeHandler(this);
    }
}
