// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /accounts/{id}}. Knows nothing of proof of possession: who asks is what the Servlet API says. */
@SuppressWarnings("serial") // nobody serializes a servlet
public final class AccountServlet extends HttpServlet {

    private final ObjectMapper json = new ObjectMapper();

    /** For the container. */
    public AccountServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.isUserInRole("accounts:read")) { // the roles are the token's scopes
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("account", String.valueOf(request.getPathInfo()).substring(1));
        account.put("balance", 1250);
        account.put("shownTo", request.getUserPrincipal().getName());
        response.setContentType("application/json");
        response.getOutputStream().write(json.writeValueAsBytes(account));
    }
}
