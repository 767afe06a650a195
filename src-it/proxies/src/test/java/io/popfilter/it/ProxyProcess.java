// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A started proxy, listening on a free port of 127.0.0.1. Of its processes none is left when it is closed. */
final class ProxyProcess implements AutoCloseable {

    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 10;
    private static final int POLL_MILLIS = 20;
    private static final int ATTEMPTS = 3;
    private static final String EXPORTER = "haproxy-tls-exporter.lua";

    private final TemporaryDirectory directory;
    private final Process process;
    private final int port;
    private final Thread lastResort = new Thread(this::kill);

    private ProxyProcess(TemporaryDirectory directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /**
     * Starts one, and waits until it accepts connections.
     *
     * @param configuration a resource; {@code @port@}, {@code @backend@}, {@code @directory@} and {@code @secret@} are
     *     filled in
     */
    static ProxyProcess start(Product product, String configuration, int backend) {
        Path program = RealPart.find(product.program());
        for (int attempt = 1; ; attempt++) {
            ProxyProcess started = launch(program, product, configuration, backend);
            try {
                started.awaitPort();
                return started;
            } catch (IllegalStateException e) {
                started.close();
                // between looking for a free port and taking it, somebody else took it
                if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("in use")) {
                    throw e;
                }
            }
        }
    }

    private static ProxyProcess launch(Path program, Product product, String configuration, int backend) {
        TemporaryDirectory directory = TemporaryDirectory.create();
        try {
            TestCertificate.ONLY.writeTo(directory.path());
            int port = freePort();
            String text = template(configuration)
                    .replace("@port@", Integer.toString(port))
                    .replace("@backend@", Integer.toString(backend))
                    .replace("@secret@", Identities.HOP_SECRET)
                    .replace("@directory@", directory.path().toString());
            writeWhatIsNamedIn(text, directory.path());
            Path file = Files.writeString(directory.path().resolve(configuration), text);
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(product.options(file, directory.path(), port));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output(directory).toFile());
            if (text.contains("${HOP_SECRET}")) {
                builder.environment().put("HOP_SECRET", Identities.HOP_SECRET);
            }
            return new ProxyProcess(directory, builder.start(), port);
        } catch (IOException e) {
            directory.close();
            throw new UncheckedIOException(e);
        }
    }

    private static void writeWhatIsNamedIn(String configuration, Path directory) throws IOException {
        if (configuration.contains(EXPORTER)) {
            Files.writeString(directory.resolve(EXPORTER), template(EXPORTER));
        }
        if (configuration.contains("/proxy.pem")) {
            Identities.PROXY.writeWithKeyTo(directory.resolve("proxy.pem"));
        }
        if (configuration.contains("/backend.pem")) {
            Files.writeString(directory.resolve("backend.pem"), TestCertificate.ofContainersInPem());
        }
    }

    private static String template(String name) throws IOException {
        try (InputStream in = ProxyProcess.class.getResourceAsStream("/proxies/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitPort() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!accepts()) {
            if (hasEndedWithin(POLL_MILLIS) || System.nanoTime() > deadline) {
                throw new IllegalStateException("the proxy does not listen: " + output());
            }
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), POLL_MILLIS * 10);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean hasEndedWithin(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    int port() {
        return port;
    }

    /** What it printed. */
    String output() {
        try {
            return Files.readString(output(directory), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path output(TemporaryDirectory directory) {
        return directory.path().resolve("output.txt");
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(lastResort);
        directory.close();
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
