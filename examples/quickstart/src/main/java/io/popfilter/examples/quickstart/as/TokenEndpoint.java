// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code POST /token}: grant {@code client_credentials} (RFC 6749 section 4.4), bound to a key. */
@SuppressWarnings("serial") // nobody serializes a servlet
final class TokenEndpoint extends Endpoint {

    private final ClientAuthentication authentication;
    private final DpopProofs proofs;
    private final Clients clients;
    private final ResourceServers resourceServers;
    private final TokenIssuer issuer;
    private final InstantSource clock;

    TokenEndpoint(
            ClientAuthentication authentication,
            DpopProofs proofs,
            Clients clients,
            ResourceServers resourceServers,
            TokenIssuer issuer,
            InstantSource clock) {
        this.authentication = authentication;
        this.proofs = proofs;
        this.clients = clients;
        this.resourceServers = resourceServers;
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    Reply reply(HttpServletRequest request) throws Refusal, JOSEException, IOException {
        Parameters parameters = Parameters.read(request);
        String id = authentication.authenticate(request, parameters).id();
        RegisteredClient client = clients.find(id).orElseThrow();
        Instant now = clock.instant();
        Optional<String> provenKey = proofs.verify(request);
        return Reply.json(200, token(TokenRequest.read(client, parameters, provenKey, resourceServers, now), now));
    }

    /** RFC 6749 section 5.1; {@code cnf} as in draft-ietf-oauth-pop-key-distribution-07 and RFC 9201 section 3.2. */
    private Map<String, Object> token(TokenRequest granted, Instant now) throws Refusal, JOSEException {
        Optional<JWK> receiver = granted.client().keys().forEncryption(now);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", issuer.issue(granted));
        members.put("token_type", granted.type().toString());
        members.put("expires_in", TokenIssuer.LIFETIME.toSeconds());
        members.put("scope", String.join(" ", granted.scopes()));
        granted.key().confirmationFor(receiver).ifPresent(cnf -> members.put("cnf", cnf));
        return members;
    }
}
