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
import io.popfilter.examples.quickstart.client.FormPost;
import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.examples.quickstart.client.TokenClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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

    /** A second API, which asks the authorization server what a token means. */
    static final String VAULT = "https://vault.example";

    private static final ClientSecret VAULT_CREDENTIALS = new ClientSecret("vault", "only-for-this-example-too");

    /** What lets a client register itself. */
    static final String INITIAL_ACCESS_TOKEN = "may-register";

    private static final Set<String> SCOPES = Set.of("accounts:read", "payments:write");

    /** Starts the servers; a signed request is accepted for this long, an ISO 8601 duration. */
    static Parties start(HttpClient http, String proofMaxAge) throws IOException {
        RegisteredClient shop =
                RegisteredClient.withSecret(CLIENT_ID, CLIENT_SECRET, RegisteredClient.Proof.WHEN_ASKED, SCOPES);
        ResourceServer bank = ResourceServer.register(
                RESOURCE, TokenFormat.BY_KEY, Credentials.withSecret("bank", "not-needed-to-read-a-JWT"));
        ResourceServer vault = ResourceServer.register(
                VAULT, TokenFormat.OPAQUE, Credentials.withSecret(VAULT_CREDENTIALS.id(), VAULT_CREDENTIALS.secret()));
        AuthorizationServer authorizationServer = AuthorizationServer.start(
                List.of(shop), List.of(bank, vault), new InitialAccess(INITIAL_ACCESS_TOKEN, SCOPES));

        Path folder = Files.createTempDirectory("popfilter-quickstart"); // for this user only
        folder.toFile().deleteOnExit();
        ProtectedApi api = ProtectedApi.start(Map.of(
                "token.issuer", authorizationServer.issuer(),
                "token.decryption-keys", file(folder.resolve("decryption.jwks"), bank.decryptionKeys()),
                "token.verification-keys", file(folder.resolve("as.jwks"), authorizationServer.verificationKeys()),
                "proof.max-age", proofMaxAge));

        TokenClient client =
                new TokenClient(http, authorizationServer.tokenEndpoint(), new ClientSecret(CLIENT_ID, CLIENT_SECRET));
        return new Parties(authorizationServer, api, client);
    }

    /** The question that the vault has for the authorization server (RFC 7662 section 2.1). */
    HttpRequest introspection(KeyBoundToken token) {
        return FormPost.to(
                        authorizationServer.introspectionEndpoint(),
                        Map.of("token", token.accessToken()),
                        VAULT_CREDENTIALS)
                .build();
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
