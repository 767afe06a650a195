// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container with the filter, behind a proxy in which TLS ends and which tells of it. */
final class TerminatedServer implements AutoCloseable {

    static final String PASSES = "passes";
    static final String SECRET_FIELD = "Hop-Secret";

    private static final Pattern REFUSED = Pattern.compile("refused .*reason=([A-Z_]+)");

    private final Server server;
    private final Tap tap;
    private final ProxyChain chain;

    private TerminatedServer(Server server, Tap tap, ProxyChain chain) {
        this.server = server;
        this.tap = tap;
        this.chain = chain;
    }

    /** Starts all; the proxy connects to the server as that is spoken to. */
    static TerminatedServer start(String configuration, Supplier<Server> servers) {
        Server server = servers.get();
        Tap tap = Tap.before(server.port());
        try {
            return new TerminatedServer(server, tap, ProxyChain.start(List.of(configuration), tap.port()));
        } catch (RuntimeException | Error e) { // a missing program is told by an exception or an error
            tap.close();
            server.close();
            throw e;
        }
    }

    /** Settings of a server that is told which certificate the client has, and with these changed. */
    static Map<String, String> settings(Map<String, String> changes) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("public-base-uri", "https://" + BoundRequest.HOST);
        settings.put("schemes", "PoP mTLS");
        settings.put("tls.source", "forwarded");
        settings.put("tls.forwarded.client-certificate", "Client-Cert");
        settings.putAll(changes);
        return settings;
    }

    /** The settings by which a proxy is known that sends a secret. */
    static Map<String, String> knownBySecret() {
        return Map.of("tls.forwarded.secret-header", SECRET_FIELD, "tls.forwarded.secret", Identities.HOP_SECRET);
    }

    ClientConnection connect(Optional<TestCertificate> own, ClientConnection.Protocol protocol) {
        return ClientConnection.open(chain.port(), own, protocol);
    }

    ClientConnection connect(Optional<TestCertificate> own, ClientConnection.Protocol protocol, String version) {
        return ClientConnection.open(chain.port(), own, protocol, version);
    }

    int proxyPort() {
        return chain.port();
    }

    /** What becomes of a request that is sent on a connection of its own: passes, or the reason of its refusal. */
    String outcome(WireRequest request, Optional<TestCertificate> own, ClientConnection.Protocol protocol) {
        try (ClientConnection connection = connect(own, protocol)) {
            return outcome(request, connection);
        }
    }

    String outcome(WireRequest request, ClientConnection connection) {
        forget();
        return outcome(connection.send(request));
    }

    /** The same past the proxy. */
    String outcomeStraight(WireRequest request) {
        forget();
        return outcome(server.send(request));
    }

    /** The same with TLS, and with this certificate. */
    String outcomePast(WireRequest request, TestCertificate own) {
        forget();
        return outcome(request.sendTo(server.port(), own.socketsToContainers()));
    }

    /** The same through a proxy that speaks no TLS. */
    String outcomeInTheClear(WireRequest request) {
        forget();
        return outcome(request.sendTo(chain.port()));
    }

    /** Forgets what was sent until now. */
    void forget() {
        server.application().forget();
        server.log().clear();
        tap.clear();
    }

    private String outcome(Answer answer) {
        Matcher refused = REFUSED.matcher(server.log().text());
        if (refused.find()) {
            Reason reason = Reason.valueOf(refused.group(1));
            assertThat(server.application().seen()).isEmpty();
            assertThat(answer.status()).isEqualTo(reason.error().status());
            assertThat(server.log().text()).doesNotContain(Identities.HOP_SECRET);
            return reason.toString();
        }
        assertThat(answer.status()).as(this::report).isEqualTo(200);
        assertThat(server.application().seen()).hasSize(1);
        return PASSES;
    }

    /** The only request that the application saw. */
    Seen seen() {
        return server.application().seen().get(0);
    }

    /** How many requests the application saw. */
    int passed() {
        return server.application().seen().size();
    }

    /** How many requests the container got from the proxy, all of them GET. */
    int received() {
        return (int)
                tap.request().lines().filter(line -> line.startsWith("GET ")).count();
    }

    /** The lines of a field as the container got them from the proxy. */
    List<String> received(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return tap.request()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    /** What each saw of the last request. */
    String report() {
        return "the container got:\n" + tap.request() + "\nit logged:\n"
                + server.log().text() + "\nthe proxy said:\n" + chain.output();
    }

    String logged() {
        return server.log().text();
    }

    @Override
    public void close() {
        try {
            chain.close();
        } finally {
            tap.close();
            server.close();
        }
    }
}
