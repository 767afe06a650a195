// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it.springboot;

import io.popfilter.it.Application;
import io.popfilter.it.Container;
import io.popfilter.tomcat.AnyClientCertificate;
import io.popfilter.tomcat.SessionTellingImplementation;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.EnumSet;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;

/**
 * What somebody would write who puts the filter in front of a Boot application; without Boot's error page, which would be
 * dispatched to the servlet that gets every path here.
 */
@SpringBootApplication(proxyBeanMethods = false, exclude = ErrorMvcAutoConfiguration.class)
class MatrixApplication {

    /** Puts our classes into Boot's own connector. */
    static final String ANY_CERTIFICATE = "it.any-certificate";

    /** Lets a filter for proxies stand in front, where it should not be. */
    static final String BEHIND = "it.behind-forwarded-header-filter";

    /** Before all others: one that reads the body would leave nothing to be checked. */
    @Bean
    FilterRegistrationBean<Filter> popfilter(Application application, Environment environment) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(application.filter());
        registration.setName(Application.FILTER);
        registration.setInitParameters(application.initParams());
        registration.addUrlPatterns(Application.EVERYTHING);
        registration.setDispatcherTypes(EnumSet.copyOf(application.dispatches()));
        registration.setAsyncSupported(true);
        registration.setOrder(
                environment.containsProperty(BEHIND) ? Ordered.HIGHEST_PRECEDENCE + 1 : Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    ServletRegistrationBean<Servlet> application(Application application) {
        ServletRegistrationBean<Servlet> registration = new ServletRegistrationBean<>(application.servlet());
        registration.setUrlMappings(application.servletPatterns());
        registration.setName(Application.SERVLET);
        registration.setAsyncSupported(true);
        registration.setMultipartConfig(application.multipart());
        return registration;
    }

    @Bean
    ErrorPageRegistrar teapot() {
        return pages ->
                pages.addErrorPages(new ErrorPage(HttpStatus.valueOf(Application.TEAPOT), Application.ERROR_PAGE));
    }

    /** Boot's own connector has TLS; a second one is for clear text. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> clearText() {
        return factory -> {
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(Container.MAX_HEADER));
            connector.addUpgradeProtocol(new Http2Protocol());
            factory.addAdditionalConnectors(connector);
        };
    }

    @Bean
    @ConditionalOnProperty(ANY_CERTIFICATE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> anyCertificate() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            SSLHostConfig host = connector.findSslHostConfigs()[0];
            host.setCertificateVerification("optional");
            host.setTrustManagerClassName(AnyClientCertificate.class.getName());
            connector.setProperty("sslImplementationName", SessionTellingImplementation.class.getName());
        });
    }
}
