// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.jetty;

import io.popfilter.it.Application;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.handler.ContextHandler;

/** Jetty with EE 10. */
public final class Jetty extends JettyContainer {

    /** For the service loader. */
    public Jetty() {
        super(Jetty::context, Jetty::relaxedContext, Jetty::context);
    }

    private static ServletContextHandler context(Application application) {
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(Application.TEAPOT, Application.ERROR_PAGE);
        context.setErrorHandler(errors);
        context.addServletContainerInitializer((classes, starting) -> application.register(starting));
        return context;
    }

    private static ContextHandler relaxedContext(Application application) {
        ServletContextHandler context = context(application);
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        return context;
    }

    private static ContextHandler context(Path war) {
        WebAppContext context = new WebAppContext();
        context.setWar(war.toString());
        return context;
    }
}
