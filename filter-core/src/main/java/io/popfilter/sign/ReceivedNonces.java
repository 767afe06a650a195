// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest nonce of each server: one server's is nothing to another (RFC 9449 section 8.2). Safe for any number of threads.
 *
 * <p>The servers that were asked longest ago are forgotten, and then ask for a nonce once more.
 */
final class ReceivedNonces {

    static final int MAX_SERVERS = 100;

    private static final int MAX_LENGTH = 512; // as the verifier takes it

    /** So many different nonces in a row the server refuses after it has handed them out: it will not accept the next one. */
    private static final int GIVE_UP_AFTER = 3;

    /** What is known of one server. */
    private static final class Server {
        private Optional<String> newest = Optional.empty();
        private Optional<String> lastRefused = Optional.empty();
        private int refusedInARow;
    }

    private final Map<Origin, Server> servers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, Server> eldest) {
            return size() > MAX_SERVERS;
        }
    };

    /** What the next signature for this server has to contain. */
    synchronized Optional<String> newest(Origin origin) {
        return Optional.ofNullable(servers.get(origin)).flatMap(server -> server.newest);
    }

    /** Remembers the nonce of an answer that is no demand for one. */
    synchronized void take(SignedRequest sent, Optional<String> offered) {
        Optional<String> nonce = offered.filter(ReceivedNonces::isNonce);
        Server server = nonce.isEmpty() ? servers.get(sent.origin()) : server(sent);
        if (server != null) {
            nonce.ifPresent(text -> server.newest = Optional.of(text));
            server.refusedInARow = 0;
        }
    }

    /** Remembers the nonce of an answer that demands it, and says whether to try with it. */
    synchronized boolean takeDemanded(SignedRequest sent, Optional<String> offered) {
        Optional<String> nonce = offered.filter(ReceivedNonces::isNonce);
        if (nonce.isEmpty() || nonce.equals(sent.nonce())) {
            return false; // it would be sent as it was
        }
        Server server = server(sent);
        server.newest = nonce;
        // what was signed without one, or under way with the same one, says nothing new
        if (sent.nonce().isPresent() && !sent.nonce().equals(server.lastRefused)) {
            server.lastRefused = sent.nonce();
            server.refusedInARow++;
        }
        return server.refusedInARow < GIVE_UP_AFTER;
    }

    private Server server(SignedRequest sent) {
        return servers.computeIfAbsent(sent.origin(), any -> new Server());
    }

    /** RFC 9449 section 8.1: one or more NQCHAR of RFC 6749 appendix A. */
    private static boolean isNonce(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\');
    }
}
