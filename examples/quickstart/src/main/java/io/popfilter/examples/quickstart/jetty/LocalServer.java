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
    private final URI address;

    private LocalServer(Server server, URI address) {
        this.server = server;
        this.address = address;
    }

    /** Starts a server with these servlets and filters. */
    public static LocalServer start(ServletContextHandler context) throws IOException {
        LocalServer server = bind();
        server.serve(context);
        return server;
    }

    /** Takes a port, for servlets that have to know where they will be. */
    public static LocalServer bind() throws IOException {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.open();
        server.addConnector(connector);
        return new LocalServer(server, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    }

    /** Starts with these servlets and filters. */
    public void serve(ServletContextHandler context) throws IOException {
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) { // Jetty declares no narrower one
            throw new IOException("the server does not start: " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    public URI address() {
        return address;
    }

    /** Where it serves this path. */
    public URI uri(String path) {
        return address.resolve(path);
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
