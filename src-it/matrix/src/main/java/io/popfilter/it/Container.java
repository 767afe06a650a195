// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * A servlet container inside this process, listening in clear text on a free port of 127.0.0.1. It comes with its defaults, except that
 * it takes header fields of more than 8 KiB, so that our limit can be seen.
 */
public interface Container {

    /** The most octets in the header of a request. */
    int MAX_HEADER = 32 * 1024;

    /** The one that this module is about. */
    static Container ofThisModule() {
        return ServiceLoader.load(Container.class).findFirst().orElseThrow();
    }

    /**
     * Starts with one application.
     *
     * @param contextPath empty, or with a slash in front
     * @param errorPage where status 418 is dispatched to, within the application
     * @param directory an empty one, for whatever the container writes
     * @throws Exception when the container does not start because the application does not
     */
    Running start(String contextPath, ServletContainerInitializer application, String errorPage, Path directory)
            throws Exception;

    /** Starts with one application, packed and configured by its own web.xml. */
    Running startWar(String contextPath, Path war, Path directory) throws Exception;

    /** A started container. */
    interface Running extends AutoCloseable {

        /** Where it listens. */
        int port();

        /** Stops, and gives the port back. */
        @Override
        void close();
    }
}
