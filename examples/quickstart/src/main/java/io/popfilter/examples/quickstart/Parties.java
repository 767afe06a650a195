// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import io.popfilter.examples.quickstart.api.ProtectedApi;
import io.popfilter.examples.quickstart.as.AuthorizationServer;
import io.popfilter.examples.quickstart.as.RegisteredClient;
import io.popfilter.examples.quickstart.as.ResourceServer;
import io.popfilter.examples.quickstart.client.TokenClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The three parties, introduced to each other.
 *
 * @param authorizationServer knows the client's secret, and shares a key with the API
 * @param api knows the authorization server's keys, and nothing of the client
 * @param client knows its own secret
 */
record Parties(AuthorizationServer authorizationServer, ProtectedApi api, TokenClient client) implements AutoCloseable {

    static final String CLIENT_ID = "shop";
    static final String CLIENT_SECRET = "only-for-this-example";

    /** The name of the API in tokens: {@code resource} in popfilter.properties. */
    static final String RESOURCE = "https://bank.example";

    private static final String ISSUER = "https://as.example"; // token.issuer in popfilter.properties

    /** Starts the servers; a signed request is accepted for this long, an ISO 8601 duration. */
    static Parties start(HttpClient http, String proofMaxAge) throws IOException {
        RegisteredClient shop = new RegisteredClient(
                CLIENT_ID, CLIENT_SECRET, RegisteredClient.Proof.WHEN_ASKED, Set.of("accounts:read", "payments:write"));
        ResourceServer bank = ResourceServer.register(RESOURCE);
        AuthorizationServer authorizationServer = AuthorizationServer.start(ISSUER, List.of(shop), List.of(bank));

        Path folder = Files.createTempDirectory("popfilter-quickstart"); // for this user only
        folder.toFile().deleteOnExit();
        ProtectedApi api = ProtectedApi.start(Map.of(
                "token.decryption-keys", file(folder.resolve("decryption.jwks"), bank.decryptionKeys()),
                "token.verification-keys", file(folder.resolve("as.jwks"), authorizationServer.verificationKeys()),
                "proof.max-age", proofMaxAge));

        TokenClient client = new TokenClient(http, authorizationServer.tokenEndpoint(), CLIENT_ID, CLIENT_SECRET);
        return new Parties(authorizationServer, api, client);
    }

    private static String file(Path path, String content) throws IOException {
        Files.writeString(path, content);
        path.toFile().deleteOnExit();
        return "file:" + path;
    }

    @Override
    public void close() throws IOException {
        api.close();
        authorizationServer.close();
    }
}
