// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.jetty;

import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty on a free port of 127.0.0.1. */
public final class LocalServer implements AutoCloseable {

    private final Server server;

    private LocalServer(Server server) {
        this.server = server;
    }

    /** Starts a server with these servlets and filters. */
    public static LocalServer start(ServletContextHandler context) throws IOException {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) { // Jetty declares no narrower one
            throw new IOException("the server does not start: " + e.getMessage(), e);
        }
        return new LocalServer(server);
    }

    /** Where it serves this path. */
    public URI uri(String path) {
        return server.getURI().resolve(path);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the server does not stop", e);
        }
    }
}
