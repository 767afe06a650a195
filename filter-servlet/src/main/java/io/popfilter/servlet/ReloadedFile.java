// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.jose.Digests;
import io.popfilter.parse.MalformedException;
import io.popfilter.servlet.settings.BadValueException;
import io.popfilter.servlet.settings.Location;
import io.popfilter.servlet.settings.Sources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What a file says, read again when the file changes.
 *
 * <p>Whoever asks first after {@link #INTERVAL} looks at the file; the others go on meanwhile. A file that cannot be used
 * any more leaves what it said before in force, and is reported once.
 *
 * @param <T> what the file is parsed to; immutable
 */
final class ReloadedFile<T> implements Supplier<T> {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Makes something of the octets of a file. */
    interface Parser<T> {
        T parse(byte[] octets) throws MalformedException;
    }

    private final Location location;
    private final Sources sources;
    private final Parser<T> parser;
    private final InstantSource clock;
    private final RefusalLog log;
    private final Runnable onChange;
    private final Digests digests = new Digests();
    private final ReentrantLock looking = new ReentrantLock();
    private String seen;
    private volatile T value;
    private volatile Instant nextLook;

    /**
     * Reads the file for the first time.
     *
     * @param onChange called after the file was changed to something that can be used
     */
    ReloadedFile(
            Location location,
            Sources sources,
            Parser<T> parser,
            InstantSource clock,
            RefusalLog log,
            Runnable onChange)
            throws BadValueException, MalformedException {
        this.location = location;
        this.sources = sources;
        this.parser = parser;
        this.clock = clock;
        this.log = log;
        this.onChange = onChange;
        byte[] octets = location.read(sources);
        this.seen = digests.sha256(octets, 0, octets.length);
        this.value = parser.parse(octets);
        this.nextLook = clock.instant().plus(INTERVAL);
    }

    @Override
    public T get() {
        lookWhenDue();
        return value;
    }

    /** Reads the file again when it is time to. */
    void lookWhenDue() {
        if (location.file().isPresent() && clock.instant().isAfter(nextLook) && looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
    }

    private void look() {
        nextLook = clock.instant().plus(INTERVAL);
        try {
            byte[] octets = location.read(sources);
            String found = digests.sha256(octets, 0, octets.length);
            if (found.equals(seen)) {
                return;
            }
            seen = found; // a broken file is reported once, not every five seconds
            value = parser.parse(octets);
            log.reloaded(location);
            onChange.run();
        } catch (MalformedException e) {
            log.notReloaded(location, "it is not a document that can be used: " + e.defect());
        } catch (BadValueException e) {
            if (!seen.isEmpty()) {
                seen = "";
                log.notReloaded(location, String.valueOf(e.getMessage()));
            }
        }
    }
}
