// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.reject.Facts;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Rejection;
import io.popfilter.servlet.settings.ConfigurationException;
import io.popfilter.servlet.settings.Location;
import io.popfilter.servlet.tls.DirectTls;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.TlsExporter;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The log {@code io.popfilter}: one line at the start and those about the container and the JVM, one for each refusal, never a token, key or signature.
 *
 * <p>A client's fault is INFO, our outage is ERROR; at DEBUG each refusal is explained in full.
 */
final class RefusalLog {

    private static final String HEADER_CACHE =
            "Jetty replaces the values of some header fields by those of earlier requests that differ in letter case only,"
                    + " unless HttpConfiguration.setHeaderCacheCaseSensitive(true) is set: see docs/containers.md";

    private static final String EXPORTER_OF_JVM =
            "tls-exporter is available here on TLS 1.3, where the connector tells of its session: Jetty does, Tomcat does with"
                    + " io.popfilter.tomcat.SessionTellingImplementation: see docs/channel-binding.md";

    private static final String TRIPLE_HANDSHAKE =
            "channel-binding.types has tls-unique: somebody in the middle can make it the same on two TLS 1.2 connections by a"
                    + " triple handshake, unless both ends insist on the extended master secret (RFC 7627), which nobody can"
                    + " see here; it must not be all that tells connections apart";

    private final Logger logger;
    private final Set<String> notSigned = ConcurrentHashMap.newKeySet();

    RefusalLog() {
        this(System.getLogger("io.popfilter"));
    }

    RefusalLog(Logger logger) {
        this.logger = logger;
    }

    void started(String context, String policy) {
        logger.log(Level.INFO, "popfilter protects \"" + context + "\": " + policy);
    }

    /** A word about what the container does to requests by default, if it does something to be known. */
    void runsIn(@Nullable String serverInfo) {
        // "jetty/12.1.13": name and version, Servlet 6.0 section 4.3
        if (serverInfo != null && serverInfo.toLowerCase(Locale.ROOT).startsWith("jetty")) {
            logger.log(Level.INFO, HEADER_CACHE);
        }
    }

    /** A word about what this JVM can tell of the channel bindings that are compared. */
    void compares(Set<BindingType> types) {
        if (types.contains(BindingType.TLS_EXPORTER)) {
            logger.log(
                    Level.INFO,
                    TlsExporter.isOfThisJvm()
                            ? EXPORTER_OF_JVM
                            : "tls-exporter is not available from JDK "
                                    + Runtime.version().feature()
                                    + ", only from a connector that sets the request attribute " + DirectTls.EXPORTER
                                    + ": requests that are signed for it are refused; JDK 25 has it");
        }
        if (types.contains(BindingType.TLS_UNIQUE)) {
            logger.log(Level.WARNING, TRIPLE_HANDSHAKE);
        }
    }

    void notStarted(ConfigurationException e) {
        logger.log(Level.ERROR, e.getMessage());
    }

    void reloaded(Location file) {
        logger.log(Level.INFO, "reloaded " + file);
    }

    void notReloaded(Location file, String why) {
        logger.log(Level.ERROR, file + " was changed and cannot be used, what it said before stays in force: " + why);
    }

    /** A streamed body was left before its end: what the application did with the rest is its responsibility. */
    void notChecked(String request) {
        logger.log(
                Level.WARNING,
                "the application did not read the streamed body of " + request
                        + " to its end, so nobody knows whether it is the signed one");
    }

    /** A client that asked for a signature gets none, and refuses the answer. Said once for each reason. */
    void notSigned(String why) {
        if (notSigned.add(why)) {
            logger.log(Level.WARNING, "an answer that was to be signed is not: " + why);
        }
    }

    void refused(HttpServletRequest request, Rejection rejection) {
        refused(describe(request), rejection);
    }

    void refused(String request, Rejection rejection) {
        String line = "refused " + request + ": " + rejection.getMessage();
        if (rejection.reason().error() == OAuthError.UNAVAILABLE) {
            logger.log(Level.ERROR, line, rejection.getCause());
        } else {
            logger.log(Level.INFO, line);
        }
        logger.log(Level.DEBUG, () -> rejection.explain().toString());
    }

    /** Method, path and peer, fit for a log. */
    static String describe(HttpServletRequest request) {
        try {
            return Facts.printable(request.getMethod() + " " + request.getRequestURI()) + " from "
                    + request.getRemoteAddr();
        } catch (RuntimeException e) {
            return "a request that the container cannot describe"; // which may be why it is refused
        }
    }
}
