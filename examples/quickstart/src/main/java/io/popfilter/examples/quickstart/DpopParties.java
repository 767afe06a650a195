// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import io.popfilter.examples.quickstart.api.ProtectedApi;
import io.popfilter.examples.quickstart.as.AuthorizationServer;
import io.popfilter.examples.quickstart.as.Credentials;
import io.popfilter.examples.quickstart.as.InitialAccess;
import io.popfilter.examples.quickstart.as.RegisteredClient;
import io.popfilter.examples.quickstart.as.ResourceServer;
import io.popfilter.examples.quickstart.as.ResourceServer.TokenFormat;
import io.popfilter.examples.quickstart.client.ClientSecret;
import io.popfilter.examples.quickstart.client.TokenClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

/**
 * The parties of the story about DPoP, introduced to each other.
 *
 * @param authorizationServer knows the client's secret
 * @param api knows where the authorization server publishes its keys, and nothing of the client
 * @param client knows its own secret
 */
record DpopParties(AuthorizationServer authorizationServer, ProtectedApi api, TokenClient client)
        implements AutoCloseable {

    /** Starts the servers; a proof is accepted for this long, an ISO 8601 duration. */
    static DpopParties start(HttpClient http, String proofMaxAge) throws IOException {
        RegisteredClient shop = RegisteredClient.withSecret(
                Parties.CLIENT_ID, Parties.CLIENT_SECRET, RegisteredClient.Proof.BY_DPOP, Parties.SCOPES);
        ResourceServer bank = ResourceServer.register(
                Parties.RESOURCE, TokenFormat.SIGNED, Credentials.withSecret("bank", "not-needed-to-read-a-JWT"));
        AuthorizationServer authorizationServer = AuthorizationServer.start(
                List.of(shop), List.of(bank), new InitialAccess(Parties.INITIAL_ACCESS_TOKEN, Parties.SCOPES));
        ProtectedApi api = ProtectedApi.start(
                "classpath:dpop.properties",
                Map.of(
                        "token.issuer",
                        authorizationServer.issuer(),
                        "token.verification-keys",
                        authorizationServer.jwksUri().toString(),
                        "proof.max-age",
                        proofMaxAge,
                        "nonce.lifetime",
                        proofMaxAge));
        TokenClient client = new TokenClient(
                http, authorizationServer.tokenEndpoint(), new ClientSecret(Parties.CLIENT_ID, Parties.CLIENT_SECRET));
        return new DpopParties(authorizationServer, api, client);
    }

    @Override
    public void close() throws IOException {
        api.close();
        authorizationServer.close();
    }
}
