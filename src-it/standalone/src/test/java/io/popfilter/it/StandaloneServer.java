// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A server in a process of its own. What it prints stays in {@code server.log} of its directory. */
final class StandaloneServer implements AutoCloseable {

    private static final int START_SECONDS = 90;
    private static final int STOP_SECONDS = 10;
    private static final int POLL_MILLIS = 20;
    private static final int ATTEMPTS = 3;

    private final Launch launch;
    private final Process process;
    private final Thread lastResort = new Thread(this::kill);
    private int forgotten;

    /**
     * A server that is ready to be started.
     *
     * @param ports where it will listen with TLS
     * @param readyLine what it prints when it has started
     */
    record Launch(ProcessBuilder process, List<Integer> ports, String readyLine) {}

    private StandaloneServer(Launch launch) {
        this.launch = launch;
        try {
            this.process = launch.process
                    .redirectErrorStream(true)
                    .redirectOutput(logOf(launch).toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Starts one, and waits until it says that it has started. */
    static StandaloneServer start(Supplier<Launch> launches) {
        for (int attempt = 1; ; attempt++) {
            StandaloneServer server = new StandaloneServer(launches.get());
            boolean isReady = server.awaitReady();
            // between looking for a free port and taking it, somebody else took it
            boolean mayTryAgain = attempt < ATTEMPTS && server.log().contains("Address already in use");
            if (isReady && !mayTryAgain) {
                return server;
            }
            server.close();
            if (!mayTryAgain) {
                throw new AssertionError("the server does not start: " + server.log());
            }
        }
    }

    /** One of 127.0.0.1. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!log().contains(launch.readyLine)) {
            if (hasEndedWithin(POLL_MILLIS) || System.nanoTime() > deadline) {
                return false;
            }
        }
        return true;
    }

    private boolean hasEndedWithin(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    List<Integer> ports() {
        return launch.ports;
    }

    /** What it printed since {@link #forget()}, or since its start. */
    String log() {
        return wholeLog().substring(forgotten);
    }

    void forget() {
        forgotten = wholeLog().length();
    }

    private String wholeLog() {
        try {
            return Files.readString(logOf(launch), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path logOf(Launch launch) {
        return launch.process.directory().toPath().resolve("server.log");
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!hasEndedWithin(STOP_SECONDS * 1000)) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
