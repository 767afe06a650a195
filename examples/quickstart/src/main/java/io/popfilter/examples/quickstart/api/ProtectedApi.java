// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.api;

import io.popfilter.examples.quickstart.jetty.LocalServer;
import io.popfilter.servlet.PopFilter;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/** A bank's API: two servlets, and the filter in front of them. */
public final class ProtectedApi implements AutoCloseable {

    private final LocalServer server;

    private ProtectedApi(LocalServer server) {
        this.server = server;
    }

    /** Starts it. The settings come on top of popfilter.properties: what is only known at run time. */
    public static ProtectedApi start(Map<String, String> settings) throws IOException {
        FilterHolder filter = new FilterHolder(new PopFilter());
        filter.setInitParameter("config", "classpath:popfilter.properties");
        settings.forEach(filter::setInitParameter);

        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(AccountServlet.class, "/accounts/*");
        context.addServlet(PaymentServlet.class, "/payments");
        return new ProtectedApi(LocalServer.start(context));
    }

    /** Where it serves this path. */
    public URI uri(String path) {
        return server.uri(path);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
