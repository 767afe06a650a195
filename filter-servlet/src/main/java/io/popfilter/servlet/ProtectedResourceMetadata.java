// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What this server says of itself to anybody (RFC 9728).
 *
 * @param address where, for challenges
 * @param path the path of that address, as it is behind the context path
 * @param json what
 */
public record ProtectedResourceMetadata(String address, String path, String json) {

    /** Whether a request asks for it: in exactly the spelling of the address, all else is a request like others. */
    boolean isAskedForBy(HttpServletRequest request) {
        String method = request.getMethod();
        String uri = request.getRequestURI();
        int start = request.getContextPath().length();
        return (method.equals("GET") || method.equals("HEAD"))
                && uri.length() == start + path.length()
                && uri.startsWith(request.getContextPath())
                && uri.endsWith(path);
    }

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] octets = json.getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("application/json");
        response.setContentLength(octets.length);
        response.setHeader("Cache-Control", "public, max-age=3600");
        response.setHeader("Access-Control-Allow-Origin", "*"); // public, and the same for all
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(octets);
        }
    }
}
