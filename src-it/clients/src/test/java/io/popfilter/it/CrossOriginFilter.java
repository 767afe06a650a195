// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.servlet.PopFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application's own CORS filter, and popfilter behind it. It lets preflights through. */
final class CrossOriginFilter implements Filter {

    private final Filter popfilter = new PopFilter();
    private final String origin;

    /**
     * Both.
     *
     * @param origin whose pages may use the application
     */
    CrossOriginFilter(String origin) {
        this.origin = origin;
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        popfilter.init(config);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (origin.equals(((HttpServletRequest) request).getHeader("Origin"))) {
            HttpServletResponse answer = (HttpServletResponse) response;
            allow(answer);
            answer.setHeader("Access-Control-Max-Age", "0"); // so that each request of a test asks again
        }
        popfilter.doFilter(request, response, chain);
    }

    private void allow(HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
        response.setHeader("Access-Control-Allow-Headers", "Authorization, DPoP, Content-Type");
        response.addHeader("Vary", "Origin");
    }

    @Override
    public void destroy() {
        popfilter.destroy();
    }
}
