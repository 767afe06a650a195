// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.webapp;

import io.popfilter.PopPrincipal;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code GET /whoami}: what the filter found out about the sender, as JSON. */
@SuppressWarnings("serial") // nobody serializes a servlet
public final class WhoAmIServlet extends HttpServlet {

    /** For the container. */
    public WhoAmIServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PopPrincipal sender = (PopPrincipal) request.getUserPrincipal();
        String json = "{\"subject\":" + quoted(sender.subject().orElse(""))
                + ",\"client\":" + quoted(sender.client().orElse(""))
                + ",\"scheme\":" + quoted(request.getAuthType())
                + ",\"thumbprint\":" + quoted(sender.keyThumbprint().orElse("")) + "}";
        response.setContentType("application/json");
        response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return json.append('"').toString();
    }
}
