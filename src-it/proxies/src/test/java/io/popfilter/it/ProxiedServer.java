// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;

/** A container with the filter, proxies in front of it, and a client with a token. */
final class ProxiedServer implements AutoCloseable {

    private static final Pattern REFUSED = Pattern.compile("refused .*reason=([A-Z_]+)");

    private final SocketFactory sockets;
    private final Server server;
    private final Tap tap;
    private final ProxyChain chain;
    private final Client client;

    private ProxiedServer(SocketFactory sockets, Server server, Tap tap, ProxyChain chain) {
        this.sockets = sockets;
        this.server = server;
        this.tap = tap;
        this.chain = chain;
        this.client = Client.of(server);
    }

    static ProxiedServer start(Proxied proxied, Backend backend, Map<String, String> settings) {
        return start(proxied.configurations(), proxied.sockets(), backend, settings);
    }

    /** Behind proxies with these configurations, the outermost first, to which clients connect by such sockets. */
    static ProxiedServer start(
            List<String> configurations, SocketFactory sockets, Backend backend, Map<String, String> settings) {
        Server server = backend.start(settings);
        Tap tap = Tap.before(server.port());
        try {
            return new ProxiedServer(sockets, server, tap, ProxyChain.start(configurations, tap.port()));
        } catch (RuntimeException | Error e) { // a missing program is told by an exception or an error
            tap.close();
            server.close();
            throw e;
        }
    }

    SignedRow sign(Expectation row, String baseUri) {
        return new SignedRow(row, baseUri, client);
    }

    /** What becomes of a request, in the words of the tables. */
    String outcome(Expectation row, String baseUri) {
        SignedRow signed = sign(row, baseUri);
        server.application().forget();
        server.log().clear();
        tap.clear();
        Answer answer;
        try {
            answer = signed.request().sendTo(chain.port(), sockets);
        } catch (UncheckedIOException e) {
            return "closed";
        }
        if (!tap.hasAnswer(answer.status())) {
            return "proxy " + answer.status();
        }
        List<Seen> seen =
                server.application().seen().stream().filter(signed::isThatOf).toList();
        Matcher refused = REFUSED.matcher(server.log().text());
        if (refused.find()) {
            Reason reason = Reason.valueOf(refused.group(1));
            assertThat(seen).isEmpty();
            assertThat(answer.status()).isEqualTo(reason.error().status());
            Refusals.assertChallenge(answer, reason.error());
            return reason.toString();
        }
        if (answer.status() == 200) {
            assertThat(seen).singleElement().satisfies(one -> Meaning.assertSame(row, one));
            return Expectation.PASSES;
        }
        return "container " + answer.status();
    }

    /** The values of a field as the container got them with the last request, one entry a line. */
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
