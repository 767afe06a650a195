// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A directory for the bodies that a server keeps in files. */
record BodyFiles(TemporaryDirectory directory) implements AutoCloseable {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    static BodyFiles create() {
        return new BodyFiles(TemporaryDirectory.create());
    }

    /** The settings by which a server keeps them here, from so many octets on. */
    Map<String, String> settings(int memoryOctets) {
        return Map.of(
                "body.directory", directory.path().toString(), "body.memory-bytes", Integer.toString(memoryOctets));
    }

    /** Whether all of them are gone, soon: a server may answer before a request is over. */
    boolean areGone() {
        return isSoon(() -> count() == 0);
    }

    static boolean isSoon(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    /** Those that have a name, and those that this process holds without one. */
    long count() {
        try (Stream<Path> named = Files.list(directory.path())) {
            return named.count() + open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long open() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        String prefix = directory.path().toRealPath() + "/";
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.filter(descriptor -> target(descriptor).startsWith(prefix))
                    .count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
