// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What anybody gets who asks for it, without credentials.
 *
 * @param path where, behind the context path
 * @param mediaType of the text
 * @param json what
 */
public record PublishedDocument(String path, String mediaType, String json) {

    /** Whether a request asks for it: in exactly the spelling of the path, all else is a request like others. */
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
        response.setContentType(mediaType);
        response.setContentLength(octets.length);
        response.setHeader("Cache-Control", "public, max-age=3600");
        response.setHeader("Access-Control-Allow-Origin", "*"); // public, and the same for all
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(octets);
        }
    }
}
