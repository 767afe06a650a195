// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.reject.Reason;
import io.popfilter.servlet.PopFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A filter in front of ours that changes where a request goes, and not what it says it was sent to. */
class RewritingFilterTest {

    @AutoClose
    private static final Server SERVER = Server.start(new Rewriting(new PopFilter()));

    @Test
    void v44AProofForOnePathDoesNotOpenAnotherOne() {
        Refusals.expect(SERVER, Client.of(SERVER).get("/orders"), Reason.DISPATCHED_ELSEWHERE);
    }

    private record Rewriting(Filter popfilter) implements Filter {

        @Override
        public void init(FilterConfig config) throws ServletException {
            popfilter.init(config);
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            popfilter.doFilter(new ToAdmin((HttpServletRequest) request), response, chain);
        }
    }

    private static final class ToAdmin extends HttpServletRequestWrapper {

        ToAdmin(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getServletPath() {
            return "";
        }

        @Override
        public String getPathInfo() {
            return "/admin";
        }
    }
}
