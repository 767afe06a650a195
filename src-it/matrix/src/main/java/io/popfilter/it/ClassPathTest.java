// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A container module that brought the wrong Servlet API would test nothing that it claims to. */
class ClassPathTest {

    @Test
    void hasTheServletApiOfTheContainer() {
        // Servlet 6.1 added sendRedirect(String, int, boolean)
        boolean newer = Arrays.stream(HttpServletResponse.class.getMethods())
                .anyMatch(m -> m.getName().equals("sendRedirect") && m.getParameterCount() == 3);

        assertThat(newer ? "6.1" : "6.0").isEqualTo(System.getProperty("it.servlet"));
    }

    @Test
    void findsTheWebApplication() {
        assertThat(Path.of(System.getProperty("it.war"))).isRegularFile();
    }
}
