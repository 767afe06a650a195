// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in for an authorization server that answers as a test wants, and notes what it was asked for. */
final class FakeServer implements AutoCloseable {

    /** Answers one request. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer http;
    private volatile Behaviour behaviour = text(404, "text/plain", "");

    private FakeServer(HttpServer http) {
        this.http = http;
    }

    static FakeServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FakeServer server = new FakeServer(http);
            http.setExecutor(server.threads);
            http.createContext("/", server::answer);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        try (exchange) {
            behaviour.answer(exchange);
        }
    }

    /** From now on. */
    FakeServer behaving(Behaviour newBehaviour) {
        behaviour = newBehaviour;
        return this;
    }

    static Behaviour text(int status, String type, String body) {
        return exchange -> {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
            if (octets.length > 0) {
                exchange.getResponseBody().write(octets);
            }
        };
    }

    static Behaviour json(String body) {
        return text(200, "application/json", body);
    }

    static Behaviour json(Map<String, Object> members) {
        return json(JSONObjectUtils.toJSONString(members));
    }

    static Behaviour redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            text(307, "application/json", "{\"active\":true}").answer(exchange);
        };
    }

    /** The token that an introspection request is about. */
    static String tokenOf(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        for (String field : form.split("&", -1)) {
            if (field.startsWith("token=")) {
                return URLDecoder.decode(field.substring("token=".length()), StandardCharsets.UTF_8);
            }
        }
        throw new IOException("no token");
    }

    /** The targets of all requests, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    String authority() {
        return "127.0.0.1:" + http.getAddress().getPort();
    }

    String uri(String path) {
        return "http://" + authority() + path;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
