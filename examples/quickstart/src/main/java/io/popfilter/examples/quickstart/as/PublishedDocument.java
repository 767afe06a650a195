// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** {@code GET} of a document that everybody may read, as it is at that moment. */
@SuppressWarnings("serial") // nobody serializes a servlet
final class PublishedDocument extends HttpServlet {

    private final String mediaType;
    private final Supplier<String> content;

    PublishedDocument(String mediaType, Supplier<String> content) {
        this.mediaType = mediaType;
        this.content = content;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(mediaType);
        response.getOutputStream().write(content.get().getBytes(StandardCharsets.UTF_8));
    }
}
