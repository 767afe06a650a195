// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is posted to is answered, or refused, in the same way everywhere. */
@SuppressWarnings("serial") // nobody serializes a servlet
abstract class Endpoint extends HttpServlet {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer. */
    record Reply(int status, String mediaType, String content) {

        static Reply json(int status, Map<String, Object> members) throws IOException {
            return new Reply(status, "application/json", JSON.writeValueAsString(members));
        }
    }

    abstract Reply reply(HttpServletRequest request) throws Refusal, JOSEException, IOException;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            send(reply(request), response);
        } catch (Refusal refusal) {
            Refusal.Code code = refusal.code();
            code.challenge().ifPresent(challenge -> response.setHeader("WWW-Authenticate", challenge));
            refusal.nonce().ifPresent(nonce -> response.setHeader("DPoP-Nonce", nonce));
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("error", code.toString());
            members.put("error_description", refusal.getMessage());
            send(Reply.json(code.status(), members), response);
        } catch (JOSEException e) {
            throw new ServletException(e);
        }
    }

    private static void send(Reply reply, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        response.setContentType(reply.mediaType());
        response.setHeader("Cache-Control", "no-store"); // RFC 6749 section 5.1, RFC 7591 section 3.2.1
        response.getOutputStream().write(reply.content().getBytes(StandardCharsets.UTF_8));
    }
}
