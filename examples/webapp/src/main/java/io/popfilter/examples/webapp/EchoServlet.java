// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.webapp;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** {@code POST /echo}: the body as the application reads it, after the filter has read it to check its signature. */
@SuppressWarnings("serial") // nobody serializes a servlet
public final class EchoServlet extends HttpServlet {

    /** For the container. */
    public EchoServlet() {}

    /** A form comes back as lines {@code name=value} in the order of the names, anything else octet by octet. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String type = String.valueOf(request.getContentType());
        if (type.startsWith("application/x-www-form-urlencoded")) {
            response.setContentType("text/plain;charset=UTF-8");
            response.getOutputStream().write(lines(request.getParameterMap()).getBytes(StandardCharsets.UTF_8));
        } else {
            response.setContentType("application/octet-stream");
            request.getInputStream().transferTo(response.getOutputStream());
        }
    }

    private static String lines(Map<String, String[]> parameters) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(parameters).forEach((name, values) -> {
            for (String value : values) {
                lines.append(name).append('=').append(value).append('\n');
            }
        });
        return lines.toString();
    }
}
