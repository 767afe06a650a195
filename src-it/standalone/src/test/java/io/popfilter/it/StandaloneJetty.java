// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Jetty as it is downloaded, in a directory that the lines of docs/channel-binding.md make, with the WAR of the examples. Its own
 * {@code start.jar} starts it.
 */
enum StandaloneJetty {
    /** With TLS of the JDK. */
    OF_THE_JDK,
    /** With TLS of Conscrypt. */
    OF_CONSCRYPT;

    private static final String SECTION = "Jetty";
    private static final Path HOME = Installation.home("jetty-12.1");

    StandaloneServer start() {
        return StandaloneServer.start(() -> {
            try {
                return launch();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private StandaloneServer.Launch launch() throws IOException {
        Path base = Installation.freshDirectory(this == OF_THE_JDK ? "jetty-12.1" : "jetty-12.1-conscrypt");
        Path etc = Files.createDirectory(base.resolve("etc"));
        Files.copy(TlsKeys.ofThisProcess().store(), etc.resolve("keystore.p12"));
        Installation.copyTo(base, List.of(Installation.artifact("filter-jetty-")));
        run(base, ChannelBindingDocument.block(SECTION, "sh", "AnyClientSslContextFactory"));
        if (this == OF_CONSCRYPT) {
            // else Jetty would download it
            Path conscrypt = Files.createDirectories(base.resolve("lib/conscrypt"));
            Path jar = Installation.artifact("conscrypt-");
            Files.copy(jar, conscrypt.resolve(jar.getFileName().toString().replace("openjdk-", "")));
            Files.writeString(
                    etc.resolve("popfilter.xml"), ChannelBindingDocument.block(SECTION, "xml", "ProviderBindings"));
            run(base, ChannelBindingDocument.block(SECTION, "sh", "conscrypt"));
        }
        Files.copy(Installation.artifact("examples-webapp-"), base.resolve("webapps/app.war"));
        int port = StandaloneServer.freePort();
        ProcessBuilder process = new ProcessBuilder(
                        java(),
                        "-Djava.io.tmpdir=" + Files.createDirectory(base.resolve("temp")),
                        "-jar",
                        HOME.resolve("start.jar").toString(),
                        "jetty.ssl.host=127.0.0.1",
                        "jetty.ssl.port=" + port,
                        "jetty.sslContext.keyStorePassword=" + TlsKeys.PASSWORD)
                .directory(base.toFile());
        Installation.setEnvironment(
                process.environment(),
                base,
                "tls-exporter tls-server-end-point" + (this == OF_CONSCRYPT ? " tls-unique" : ""));
        return new StandaloneServer.Launch(process, List.of(port), "oejs.Server:main: Started");
    }

    /** As somebody types it who says yes to what he is asked. */
    private static void run(Path base, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(base.toFile())
                .redirectErrorStream(true);
        Path bin = Path.of(java()).getParent();
        builder.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
        builder.environment().put("JETTY_HOME", HOME.toString());
        Path answers = Files.writeString(base.resolve("answers"), "y\n");
        Process process = builder.redirectInput(answers.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(script + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
