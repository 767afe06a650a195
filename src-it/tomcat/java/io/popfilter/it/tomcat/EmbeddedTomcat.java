// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.tomcat;

import io.popfilter.it.Container;
import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat 10.1 and 11: the same source in both modules. */
public final class EmbeddedTomcat implements Container {

    private static final int TEAPOT = 418;

    /** For the service loader. */
    public EmbeddedTomcat() {}

    @Override
    public Running start(String contextPath, ServletContainerInitializer application, String errorPage, Path directory)
            throws Exception {
        Tomcat tomcat = tomcat(directory);
        Context context = tomcat.addContext(contextPath, directory.toString());
        ErrorPage teapot = new ErrorPage();
        teapot.setErrorCode(TEAPOT);
        teapot.setLocation(errorPage);
        context.addErrorPage(teapot);
        context.addServletContainerInitializer(application, Set.of());
        return start(tomcat);
    }

    @Override
    public Running startWar(String contextPath, Path war, Path directory) throws Exception {
        Tomcat tomcat = tomcat(directory);
        tomcat.setAddDefaultWebXmlToWebapp(false);
        Files.createDirectory(directory.resolve("webapps")); // where the WAR is unpacked
        Context context = tomcat.addWebapp(contextPath, war.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false); // the tests' own, slow and none of its
        return start(tomcat);
    }

    private static Tomcat tomcat(Path directory) {
        // else it makes the directory of the first one of this process anew
        System.setProperty(Globals.CATALINA_HOME_PROP, directory.toString());
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("maxHttpRequestHeaderSize", Integer.toString(MAX_HEADER));
        return tomcat;
    }

    private static Running start(Tomcat tomcat) throws LifecycleException {
        tomcat.start();
        return new Started(tomcat);
    }

    private record Started(Tomcat tomcat) implements Running {

        @Override
        public int port() {
            return tomcat.getConnector().getLocalPort();
        }

        @Override
        public void close() {
            try {
                tomcat.stop();
                tomcat.destroy();
            } catch (LifecycleException e) {
                throw new IllegalStateException("Tomcat does not stop", e);
            }
        }
    }
}
