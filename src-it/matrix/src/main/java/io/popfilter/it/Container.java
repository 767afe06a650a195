// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A servlet container inside this process. It listens on two free ports of 127.0.0.1: in clear text, where it speaks HTTP/1.1 and
 * HTTP/2 (with prior knowledge, or after an upgrade), and with TLS under {@link TlsKeys}, where it speaks either by ALPN. It comes
 * with its defaults, except that it takes header fields of more than 8 KiB and bodies of more than 2 MiB, so that our limits can
 * be seen.
 */
public interface Container {

    /** The most octets in the header of a request. */
    int MAX_HEADER = 32 * 1024;

    /** The most octets in a body, where the container has a limit for those that it does not read itself. */
    long MAX_BODY = 128 * 1024 * 1024;

    /** The one that this module is about. */
    static Container ofThisModule() {
        return ServiceLoader.load(Container.class).findFirst().orElseThrow();
    }

    /** Whose habits it has. */
    Family family();

    /**
     * Starts with one application, and with {@link Application#ERROR_PAGE} for {@link Application#TEAPOT}.
     *
     * @param directory an empty one, for whatever the container writes
     * @throws Exception when the container does not start because the application does not
     */
    Running start(Application application, Path directory) throws Exception;

    /** The same container, set so that values of header fields keep their letter case; most do by default. */
    default Container keepingLetterCase() {
        return this;
    }

    /** The same container, set so that it takes as many odd targets as it can be made to, or as it is where it cannot. */
    default Container takingOddTargets() {
        return this;
    }

    /** The same container, set so that with TLS it asks for a certificate, takes any, and tells of its sessions if it can. */
    Container askingForCertificates();

    /**
     * The same of {@link #askingForCertificates()}, with TLS of this provider, and set so that it tells of whatever this provider
     * tells.
     *
     * @throws UnsupportedOperationException where nobody has set that up
     */
    default Container doingTlsWith(TlsProvider provider) {
        throw new UnsupportedOperationException(family() + " with TLS of " + provider);
    }

    /** Whether a filter can see TLS sessions here. */
    boolean tellsOfSessions();

    /** The same container, set so that it believes what fields say about a proxy; most have no such setting here. */
    default Container believingProxies() {
        return this;
    }

    /** The same container with one of its helpers that believe what fields say about a proxy, by the name of each. */
    default Map<String, Container> withForwardingHelpers() {
        return Map.of();
    }

    /** What deploys a WAR, or nothing when this container does not deploy WARs by itself. */
    default Optional<WarDeployer> warDeployer() {
        return Optional.empty();
    }

    /** Who wrote the part of a container that reads requests. */
    enum Family {
        /** Eclipse Jetty. */
        JETTY,
        /** Apache Tomcat, embedded in Spring Boot too. */
        TOMCAT,
        /** Undertow. */
        UNDERTOW
    }

    /** Starts a container with one application, packed and configured by its own web.xml. */
    interface WarDeployer {

        /** Starts; the parameters are those of {@link #start(Application, Path)}. */
        Running start(String contextPath, Path war, Path directory) throws Exception;
    }

    /** A started container. */
    interface Running extends AutoCloseable {

        /** Where it listens in clear text. */
        int port();

        /** Where it listens with TLS. */
        int tlsPort();

        /** Stops, and gives the ports back. */
        @Override
        void close();
    }
}
