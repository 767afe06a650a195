// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** The lines of a header field, each as the container has it. */
final class Lines {

    private Lines() {}

    static List<String> of(HttpServletRequest request, String name) {
        Enumeration<String> lines = request.getHeaders(name);
        return lines == null ? List.of() : Collections.list(lines);
    }
}
