// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One application: a filter, configured as web.xml would do it, in front of a servlet.
 *
 * @param contextPath empty, or with a slash in front
 * @param filter stands in the way of every path
 * @param initParams of the filter
 * @param dispatches that the filter is in the way of
 * @param servlet what is protected
 * @param servletPatterns the paths that it gets
 * @param multipart where the servlet's multipart bodies go
 */
public record Application(
        String contextPath,
        Filter filter,
        Map<String, String> initParams,
        Set<DispatcherType> dispatches,
        Servlet servlet,
        List<String> servletPatterns,
        MultipartConfigElement multipart) {

    /** Name of the filter, and of nothing else. */
    public static final String FILTER = "popfilter";

    /** Name of the servlet. */
    public static final String SERVLET = "application";

    /** The pattern of the filter, and usually of the servlet. */
    public static final String EVERYTHING = "/*";

    /** A status that is dispatched to {@link #ERROR_PAGE}. */
    public static final int TEAPOT = 418;

    /** A path of the servlet. */
    public static final String ERROR_PAGE = "/error";

    /** Registers both by code, while the context starts. */
    public void register(ServletContext context) {
        FilterRegistration.Dynamic registeredFilter = context.addFilter(FILTER, filter);
        registeredFilter.setInitParameters(initParams);
        registeredFilter.setAsyncSupported(true);
        registeredFilter.addMappingForUrlPatterns(EnumSet.copyOf(dispatches), false, EVERYTHING);
        ServletRegistration.Dynamic registeredServlet = context.addServlet(SERVLET, servlet);
        registeredServlet.setAsyncSupported(true);
        registeredServlet.setMultipartConfig(multipart);
        registeredServlet.addMapping(servletPatterns.toArray(String[]::new));
    }
}
