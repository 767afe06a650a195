// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server of a page, on a port and a host name of its own; by that name scripts may use WebCrypto. */
final class PageOrigin implements AutoCloseable {

    /** The files of the page. */
    static final Path FILES = NodePackages.SOURCES.resolve("page");

    private final FakeServer http = FakeServer.start().behaving(PageOrigin::answer);

    private static void answer(HttpExchange exchange) throws IOException {
        FakeServer.Behaviour behaviour = switch (exchange.getRequestURI().getPath()) {
            case "/" -> FakeServer.text(200, "text/html", Files.readString(FILES.resolve("index.html")));
            case "/dpop.js" -> FakeServer.text(200, "text/javascript", Files.readString(FILES.resolve("dpop.js")));
            default -> FakeServer.text(404, "text/plain", "");
        };
        behaviour.answer(exchange);
    }

    /** As the browser sends it. */
    String origin() {
        return http.uri("").replace("127.0.0.1", "localhost");
    }

    /** Where the page is. */
    String address() {
        return origin() + "/";
    }

    @Override
    public void close() {
        http.close();
    }
}
