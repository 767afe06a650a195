// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code POST /payments}. Reads the body as if no filter had read it before. */
@SuppressWarnings("serial") // nobody serializes a servlet
public final class PaymentServlet extends HttpServlet {

    private final ObjectMapper json = new ObjectMapper();

    /** For the container. */
    public PaymentServlet() {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.isUserInRole("payments:write")) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        JsonNode order = json.readTree(request.getInputStream());
        Map<String, Object> payment = new LinkedHashMap<>();
        payment.put("paid", order.path("amount").asInt());
        payment.put("to", order.path("to").asText());
        payment.put("orderedBy", request.getUserPrincipal().getName());
        response.setContentType("application/json");
        response.getOutputStream().write(json.writeValueAsBytes(payment));
    }
}
