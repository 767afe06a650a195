// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Tomcat as it is downloaded, with connectors of docs/channel-binding.md and no other, and with the WAR of the examples and no
 * other. Its own {@code bin/catalina.sh} starts it.
 *
 * @param archive which one
 * @param name of the directory of this server
 * @param connectors classes that are named in the connectors
 * @param lib what is put into {@code lib/}
 * @param war what is deployed
 */
record StandaloneTomcat(String archive, String name, List<String> connectors, List<Path> lib, Path war) {

    private static final String SECTION = "Tomcat";
    private static final String SESSION_TELLING = "io.popfilter.tomcat.SessionTellingImplementation";

    /** In the order of {@link StandaloneServer#ports()}. */
    private static final List<String> PROVIDERS =
            List.of("io.popfilter.tomcat.ConscryptImplementation", "io.popfilter.tomcat.BouncyCastleImplementation");

    private static final Pattern CLEAR_TEXT = Pattern.compile("<Connector port=\"8080\".*?/>", Pattern.DOTALL);

    /** With TLS of the JDK. */
    static StandaloneTomcat of(String archive) {
        return new StandaloneTomcat(
                archive,
                archive,
                List.of(SESSION_TELLING),
                List.of(Installation.artifact("filter-tomcat-")),
                Installation.artifact("examples-webapp-"));
    }

    /** With a connector of Conscrypt and one of BouncyCastle. */
    static StandaloneTomcat ofProviders(String archive) {
        List<Path> lib = new ArrayList<>(List.of(Installation.artifact("filter-tomcat-")));
        lib.addAll(Installation.jars("conscrypt-"));
        lib.addAll(Installation.jars("bc"));
        return new StandaloneTomcat(
                archive, archive + "-providers", PROVIDERS, lib, Installation.artifact("examples-webapp-"));
    }

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
        Path home = Installation.home(archive);
        Path base = Installation.freshDirectory(name);
        for (String directory : List.of("conf", "lib", "logs", "temp", "work")) {
            Files.createDirectory(base.resolve(directory));
        }
        try (var files = Files.list(home.resolve("conf"))) {
            Installation.copyTo(base.resolve("conf"), files.toList());
        }
        Installation.copyTo(base.resolve("lib"), lib);
        Files.copy(TlsKeys.ofThisProcess().store(), base.resolve("conf/server.p12"));
        Files.copy(war, Files.createDirectory(base.resolve("webapps")).resolve("app.war"));
        List<Integer> ports =
                connectors.stream().map(each -> StandaloneServer.freePort()).toList();
        configure(base.resolve("conf/server.xml"), ports);
        skipSignedJars(base.resolve("conf/catalina.properties"));
        ProcessBuilder process =
                new ProcessBuilder("sh", home.resolve("bin/catalina.sh").toString(), "run").directory(base.toFile());
        Installation.setEnvironment(process.environment(), base, types());
        process.environment().put("CATALINA_HOME", home.toString());
        process.environment().put("CATALINA_BASE", base.toString());
        return new StandaloneServer.Launch(process, ports, "Server startup in");
    }

    private String types() {
        return "tls-exporter tls-server-end-point" + (connectors.equals(PROVIDERS) ? " tls-unique" : "");
    }

    private void configure(Path file, List<Integer> ports) throws IOException {
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < ports.size(); i++) {
            elements.append(connector(connectors.get(i), ports.get(i)));
        }
        String text = replace(Files.readString(file), "port=\"8005\"", "port=\"-1\"");
        Files.writeString(file, CLEAR_TEXT.matcher(text).replaceFirst(Matcher.quoteReplacement(elements.toString())));
    }

    private static String connector(String implementation, int port) {
        String documented = implementation.equals(SESSION_TELLING) ? implementation : PROVIDERS.get(0);
        String element = ChannelBindingDocument.block(SECTION, "xml", documented);
        element = replace(element, documented, implementation);
        element = replace(element, "port=\"8443\"", "port=\"" + port + "\" address=\"127.0.0.1\"");
        return replace(element, "\u2026", TlsKeys.PASSWORD);
    }

    private void skipSignedJars(Path file) throws IOException {
        if (connectors.equals(PROVIDERS)) {
            String lines = ChannelBindingDocument.block(SECTION, "properties", "bc*.jar");
            String text = Files.readString(file).replace("\r\n", "\n");
            Files.writeString(file, replace(text, lines.lines().findFirst().orElseThrow() + "\n", lines));
        }
    }

    private static String replace(String text, String part, String other) {
        if (!text.contains(part)) {
            throw new AssertionError("no " + part + " in " + text);
        }
        return text.replace(part, other);
    }
}
