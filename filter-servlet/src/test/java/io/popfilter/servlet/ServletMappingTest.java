// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.popfilter.http.CanonicalPath;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServletMappingTest {

    private final HttpServletRequest request = mock(HttpServletRequest.class);

    @ParameterizedTest(name = "{0} as {1} and {2}")
    @CsvSource({
        "/a/b, /a, /b",
        "/a/b, '', /a/b",
        "/a/b, /a/b,",
        "/, '', /",
        "/, '',",
        "/, /index.html,",
        "/docs/, /docs/index.jsp,",
        "/a%20b/%C3%A9, /a b/\u00e9,",
        "/x.do, /x.do,"
    })
    void agreesWithTheServletMapping(String route, String servletPath, String pathInfo) throws MalformedException {
        CanonicalPath sent = mapped(route, servletPath, pathInfo);

        assertThatCode(() -> ServletMapping.check(request, sent, List.of("index.html", "index.jsp")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0} as {1} and {2}")
    @CsvSource({
        "/a/b, /a, /c",
        "/a/b, /admin,",
        "/public/x, /admin, /x",
        "/, /admin,",
        "/, /admin/index.html,",
        "/docs, /docs/index.html,",
        "/docs/, /docs/other.html,",
        "/a/, /a,",
        "/a, /a/,",
        "/a%20b, /a%20b,",
        "/a, /A,",
        "/a, '',"
    })
    void refusesWhatTheContainerReadsDifferently(String route, String servletPath, String pathInfo)
            throws MalformedException {
        CanonicalPath sent = mapped(route, servletPath, pathInfo);

        assertThatThrownBy(() -> ServletMapping.check(request, sent, List.of("index.html", "index.jsp")))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISPATCHED_ELSEWHERE));
    }

    private CanonicalPath mapped(String route, String servletPath, String pathInfo) throws MalformedException {
        when(request.getServletPath()).thenReturn(servletPath);
        when(request.getPathInfo()).thenReturn(pathInfo);
        return CanonicalPath.of(route);
    }
}
