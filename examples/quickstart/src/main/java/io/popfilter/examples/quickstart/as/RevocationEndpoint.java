// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * {@code POST /revoke}: a client gives a token back (RFC 7009). A resource server that does not ask, because it reads the
 * token by itself, learns nothing of it.
 */
@SuppressWarnings("serial") // nobody serializes a servlet
final class RevocationEndpoint extends Endpoint {

    private final ClientAuthentication authentication;
    private final Clients clients;
    private final IssuedTokens issued;

    RevocationEndpoint(ClientAuthentication authentication, Clients clients, IssuedTokens issued) {
        this.authentication = authentication;
        this.clients = clients;
        this.issued = issued;
    }

    @Override
    Reply reply(HttpServletRequest request) throws Refusal {
        Parameters parameters = Parameters.read(request);
        String id = authentication.authenticate(request, parameters).id();
        RegisteredClient client = clients.find(id).orElseThrow();
        String text = parameters.required("token");
        Optional<IssuedToken> token = issued.find(text);
        if (token.isPresent() && !token.get().isOf(client)) { // RFC 7009 section 2.1
            throw new Refusal(Refusal.Code.UNAUTHORIZED_CLIENT, "this is another client's token");
        }
        issued.revoke(text);
        return new Reply(200, "application/json", ""); // also for an unknown token: section 2.2
    }
}
