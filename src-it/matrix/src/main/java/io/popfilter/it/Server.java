// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.servlet.PopFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The container of this module with the filter, as web.xml would configure it, and the application behind it. */
final class Server implements AutoCloseable {

    private final TemporaryDirectory directory;
    private final CapturedLog log;
    private final ApplicationServlet servlet;
    private final Transport transport;
    private final String contextPath;
    private final Map<String, String> settings;
    private final Set<DispatcherType> dispatches;
    private final Container kind;
    private Filter filter = new PopFilter();
    private List<String> servletPatterns = List.of(Application.EVERYTHING);
    private Container.Running container;

    private Server(Container kind, String contextPath, Map<String, String> changes, Set<DispatcherType> dispatches) {
        this.kind = kind;
        this.directory = TemporaryDirectory.create();
        this.log = CapturedLog.open();
        this.servlet = new ApplicationServlet();
        this.transport = Transport.HTTP;
        this.contextPath = contextPath;
        this.settings = settings(directory.path());
        settings.putAll(changes);
        settings.values().removeIf(String::isEmpty);
        this.dispatches = dispatches;
    }

    private Server(Server started, Transport transport) {
        this.kind = started.kind;
        this.directory = started.directory;
        this.log = started.log;
        this.servlet = started.servlet;
        this.transport = transport;
        this.contextPath = started.contextPath;
        this.settings = started.settings;
        this.dispatches = started.dispatches;
        this.filter = started.filter;
        this.servletPatterns = started.servletPatterns;
        this.container = started.container;
    }

    /** The same server, spoken to in another way. */
    Server over(Transport other) {
        return new Server(this, other);
    }

    /** Directly exposed, with no setting but the required ones. */
    static Server start() {
        return start("", Map.of());
    }

    /** With these settings changed, or taken away when empty. */
    static Server start(String contextPath, Map<String, String> changes) {
        return start(contextPath, changes, EnumSet.of(DispatcherType.REQUEST));
    }

    /** With the filter in the way of these dispatches. */
    static Server start(String contextPath, Map<String, String> changes, Set<DispatcherType> dispatches) {
        return new Server(Container.ofThisModule(), contextPath, changes, dispatches).started();
    }

    /** With a filter that was put together by code. */
    static Server start(Filter filter) {
        return start(filter, Map.of());
    }

    /** With a filter that was put together by code, and these settings changed. */
    static Server start(Filter filter, Map<String, String> changes) {
        Server server = new Server(Container.ofThisModule(), "", changes, EnumSet.of(DispatcherType.REQUEST));
        server.filter = filter;
        return server.started();
    }

    /** With the application at these patterns only, and these settings changed. */
    static Server startMapped(String contextPath, List<String> servletPatterns, Map<String, String> changes) {
        Server server = new Server(Container.ofThisModule(), contextPath, changes, EnumSet.of(DispatcherType.REQUEST));
        server.servletPatterns = servletPatterns;
        return server.started();
    }

    /** In this container instead of the module's one, with these settings changed. */
    static Server startIn(Container container, Map<String, String> changes) {
        return new Server(container, "", changes, EnumSet.of(DispatcherType.REQUEST)).started();
    }

    /** The container refused to start; some start all the same and refuse every request. */
    static final class StartFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String log;

        StartFailure(String log, Throwable cause) {
            super(cause);
            this.log = log;
        }

        String log() {
            return log;
        }
    }

    private Server started() {
        try {
            Path scratch = Files.createDirectory(directory.path().resolve("container"));
            container = kind.start(deployment(), scratch);
            return this;
        } catch (Exception e) {
            String text = log.text();
            close();
            throw new StartFailure(text, e);
        }
    }

    /** The required settings, with their key files written here. */
    static Map<String, String> settings(Path directory) {
        try {
            Path decryption =
                    Files.writeString(directory.resolve("decryption.jwks"), AuthorizationServer.ONLY.decryptionKeys());
            Path verification =
                    Files.writeString(directory.resolve("as.jwks"), AuthorizationServer.ONLY.verificationKeys());
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("resource", AuthorizationServer.RESOURCE);
            settings.put("token.issuer", AuthorizationServer.ISSUER);
            settings.put("token.decryption-keys", "file:" + decryption);
            settings.put("token.verification-keys", "file:" + verification);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Application deployment() {
        return new Application(
                contextPath,
                filter,
                settings,
                dispatches,
                servlet,
                servletPatterns,
                new MultipartConfigElement(directory.path().toString()));
    }

    Transport transport() {
        return transport;
    }

    int port() {
        return transport.port(container);
    }

    /** Host and port, as in the Host field. */
    String authority() {
        return "127.0.0.1:" + port();
    }

    String contextPath() {
        return contextPath;
    }

    CapturedLog log() {
        return log;
    }

    ApplicationServlet application() {
        return servlet;
    }

    Answer send(WireRequest request) {
        return transport.send(request, port());
    }

    /** The same, on a connection that could go on. */
    Answer sendKeeping(WireRequest request) {
        return transport.sendKeeping(request, port());
    }

    /** The same, or nothing when the container ends the stream or the connection instead, which it may over HTTP/2. */
    Optional<Answer> exchange(WireRequest request) {
        return transport.exchange(request, port());
    }

    @Override
    public void close() {
        try {
            if (container != null) {
                container.close();
            }
        } finally {
            log.close();
            directory.close();
        }
    }
}
