// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.jetty;

import io.popfilter.it.Container;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty 12.1 with EE 10. */
public final class Jetty implements Container {

    private static final int TEAPOT = 418;

    /** For the service loader. */
    public Jetty() {}

    @Override
    public Running start(String contextPath, ServletContainerInitializer application, String errorPage, Path directory)
            throws Exception {
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(TEAPOT, errorPage);
        context.setErrorHandler(errors);
        context.addServletContainerInitializer(application);
        return start(context, contextPath, directory);
    }

    @Override
    public Running startWar(String contextPath, Path war, Path directory) throws Exception {
        WebAppContext context = new WebAppContext();
        context.setWar(war.toString());
        return start(context, contextPath, directory);
    }

    private static Running start(ServletContextHandler context, String contextPath, Path directory) throws Exception {
        context.setContextPath(contextPath.isEmpty() ? "/" : contextPath);
        context.setTempDirectory(directory.toFile());
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(context);
        server.getConnectors()[0]
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .setRequestHeaderSize(MAX_HEADER);
        Started started = new Started(server);
        try {
            server.start();
        } catch (Exception e) {
            started.close();
            throw e;
        }
        return started;
    }

    private record Started(Server server) implements Running {

        @Override
        public int port() {
            return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        }

        @Override
        public void close() {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException("Jetty does not stop", e);
            }
        }
    }
}
