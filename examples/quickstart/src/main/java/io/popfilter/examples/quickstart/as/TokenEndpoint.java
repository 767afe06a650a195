// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code POST /token}: grant {@code client_credentials} (RFC 6749 section 4.4), tokens of type {@code pop}. */
@SuppressWarnings("serial") // nobody serializes a servlet
final class TokenEndpoint extends HttpServlet {

    private final ClientAuthentication authentication;
    private final Map<String, ResourceServer> resourceServers;
    private final TokenIssuer issuer;
    private final ObjectMapper json = new ObjectMapper();

    TokenEndpoint(List<RegisteredClient> clients, List<ResourceServer> resourceServers, TokenIssuer issuer) {
        this.authentication = new ClientAuthentication(clients);
        this.resourceServers =
                resourceServers.stream().collect(Collectors.toMap(ResourceServer::identifier, Function.identity()));
        this.issuer = issuer;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            RegisteredClient client = authentication.authenticate(request.getHeader("Authorization"));
            TokenRequest granted = TokenRequest.read(client, Parameters.read(request), resourceServers);
            answer(response, 200, token(granted));
        } catch (TokenRefusal refusal) {
            refuse(response, refusal);
        } catch (JOSEException e) {
            throw new ServletException(e);
        }
    }

    /** RFC 6749 section 5.1; {@code cnf} as in draft-ietf-oauth-pop-key-distribution-07 and RFC 9201 section 3.2. */
    private Map<String, Object> token(TokenRequest granted) throws JOSEException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", issuer.issue(granted));
        members.put("token_type", "pop");
        members.put("expires_in", TokenIssuer.LIFETIME.toSeconds());
        members.put("scope", String.join(" ", granted.scopes()));
        if (!granted.key().inAnswer().isEmpty()) {
            members.put("cnf", granted.key().inAnswer());
        }
        return members;
    }

    private void refuse(HttpServletResponse response, TokenRefusal refusal) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", refusal.code().name().toLowerCase(Locale.ROOT));
        members.put("error_description", refusal.getMessage());
        boolean isUnauthenticated = refusal.code() == TokenRefusal.Code.INVALID_CLIENT;
        if (isUnauthenticated) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"token endpoint\"");
        }
        answer(response, isUnauthenticated ? 401 : 400, members);
    }

    private void answer(HttpServletResponse response, int status, Map<String, Object> members) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store"); // RFC 6749 section 5.1
        response.getOutputStream().write(json.writeValueAsBytes(members));
    }
}
