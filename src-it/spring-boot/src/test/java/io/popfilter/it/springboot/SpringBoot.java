// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.springboot;

import io.popfilter.it.Application;
import io.popfilter.it.Container;
import io.popfilter.it.TlsKeys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Spring Boot with Spring MVC and its embedded Tomcat; who deploys WARs would be a Tomcat of its own. */
public final class SpringBoot implements Container {

    private final Map<String, Object> more;

    /** For the service loader. */
    public SpringBoot() {
        this(Map.of());
    }

    private SpringBoot(Map<String, Object> more) {
        this.more = more;
    }

    @Override
    public Container askingForCertificates() {
        return new SpringBoot(Map.of(MatrixApplication.ANY_CERTIFICATE, "true"));
    }

    @Override
    public Map<String, Container> withForwardingHelpers() {
        return Map.of(
                "RemoteIpValve",
                new SpringBoot(Map.of(
                        "server.forward-headers-strategy", "native",
                        "server.tomcat.remoteip.host-header", "X-Forwarded-Host",
                        "server.tomcat.remoteip.port-header", "X-Forwarded-Port")),
                "ForwardedHeaderFilter",
                new SpringBoot(
                        Map.of("server.forward-headers-strategy", "framework", MatrixApplication.BEHIND, "true")));
    }

    @Override
    public boolean tellsOfSessions() {
        return more.containsKey(MatrixApplication.ANY_CERTIFICATE);
    }

    @Override
    public Family family() {
        return Family.TOMCAT;
    }

    @Override
    public Running start(Application application, Path directory) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none"); // that of the tests stays
        ConfigurableApplicationContext context = new SpringApplicationBuilder(MatrixApplication.class)
                .initializers(holding(application))
                .properties(properties(application, directory))
                .registerShutdownHook(false)
                .run();
        return new Started((ServletWebServerApplicationContext) context);
    }

    private static ApplicationContextInitializer<GenericApplicationContext> holding(Application application) {
        return context -> context.registerBean(Application.class, () -> application);
    }

    /** As in application.properties. */
    private Map<String, Object> properties(Application application, Path directory) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.main.log-startup-info", "false");
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", "0");
        properties.put("server.http2.enabled", "true");
        properties.put("server.max-http-request-header-size", MAX_HEADER + "B");
        properties.put("server.servlet.context-path", application.contextPath());
        properties.put("server.tomcat.basedir", directory.toString());
        properties.put(
                "server.ssl.key-store", TlsKeys.ofThisProcess().store().toUri().toString());
        properties.put("server.ssl.key-store-type", TlsKeys.TYPE);
        properties.put("server.ssl.key-store-password", TlsKeys.PASSWORD);
        // Spring MVC's own servlet leaves the pattern "/" to the application
        properties.put("spring.mvc.servlet.path", "/mvc");
        // a filter of Spring MVC would read the forms of PUT, PATCH and DELETE before the application does
        properties.put("spring.mvc.formcontent.filter.enabled", "false");
        // Boot reads every form as UTF-8, whatever its media type says; the matrix reads what it says
        properties.put("spring.servlet.encoding.force-request", "false");
        properties.putAll(more);
        return properties;
    }

    private record Started(ServletWebServerApplicationContext context) implements Running {

        @Override
        public int port() {
            return connectors()[1].getLocalPort();
        }

        @Override
        public int tlsPort() {
            return connectors()[0].getLocalPort();
        }

        private Connector[] connectors() {
            TomcatWebServer server = (TomcatWebServer) context.getWebServer();
            return server.getTomcat().getService().findConnectors();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
