// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import io.popfilter.examples.quickstart.api.ProtectedApi;
import io.popfilter.examples.quickstart.as.AuthorizationServer;
import io.popfilter.examples.quickstart.as.Credentials;
import io.popfilter.examples.quickstart.as.InitialAccess;
import io.popfilter.examples.quickstart.as.RegisteredClient;
import io.popfilter.examples.quickstart.as.ResourceServer;
import io.popfilter.examples.quickstart.as.ResourceServer.TokenFormat;
import io.popfilter.examples.quickstart.client.ClientCredentials;
import io.popfilter.examples.quickstart.client.ClientSecret;
import io.popfilter.examples.quickstart.client.FormPost;
import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.examples.quickstart.client.TokenClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parties, introduced to each other.
 *
 * @param authorizationServer knows the client's secret, and shares a key with each API
 * @param api knows the authorization server's keys, and nothing of the client
 * @param vault another API, which asks the authorization server what a token means
 * @param client knows its own secret
 * @param settings what the bank's servers know
 */
record Parties(
        AuthorizationServer authorizationServer,
        ProtectedApi api,
        ProtectedApi vault,
        TokenClient client,
        BankSettings settings)
        implements AutoCloseable {

    /** What a server of the bank is told when it starts, and the folder for more. */
    record BankSettings(Path folder, Map<String, String> values) {

        BankSettings {
            values = Map.copyOf(values);
        }
    }

    static final String CLIENT_ID = "shop";
    static final String CLIENT_SECRET = "only-for-this-example";

    /** The name of the API in tokens: {@code resource} in popfilter.properties. */
    static final String RESOURCE = "https://bank.example";

    /** The name of the vault in tokens: {@code resource} in vault.properties. */
    static final String VAULT = "https://vault.example";

    private static final ClientSecret VAULT_CREDENTIALS = new ClientSecret("vault", "only-for-this-example-too");

    /** What lets a client register itself. */
    static final String INITIAL_ACCESS_TOKEN = "may-register";

    static final Set<String> SCOPES = Set.of("accounts:read", "payments:write");

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
        BankSettings settings = new BankSettings(
                folder,
                Map.of(
                        "token.issuer", authorizationServer.issuer(),
                        "token.decryption-keys", file(folder.resolve("bank.jwks"), bank.decryptionKeys()),
                        "token.verification-keys", authorizationServer.jwksUri().toString(),
                        "proof.max-age", proofMaxAge));
        ProtectedApi api = ProtectedApi.start("classpath:popfilter.properties", settings.values());
        ProtectedApi vaultApi = ProtectedApi.start(
                "classpath:vault.properties",
                Map.of(
                        "token.issuer", authorizationServer.issuer(),
                        "token.introspection-endpoint",
                                authorizationServer.introspectionEndpoint().toString(),
                        "token.introspection-client-secret", VAULT_CREDENTIALS.secret(),
                        "token.decryption-keys", file(folder.resolve("vault.jwks"), vault.decryptionKeys())));

        TokenClient client =
                new TokenClient(http, authorizationServer.tokenEndpoint(), new ClientSecret(CLIENT_ID, CLIENT_SECRET));
        return new Parties(authorizationServer, api, vaultApi, client, settings);
    }

    /** Starts another server of the bank, which has the keys of all clients that are registered by now. */
    ProtectedApi branch() throws IOException {
        Map<String, String> all = new HashMap<>(settings.values());
        all.put("token.clients", file(settings.folder().resolve("clients.json"), authorizationServer.clientKeys()));
        return ProtectedApi.start("classpath:popfilter.properties", all);
    }

    /** The question that the vault has for the authorization server (RFC 7662 section 2.1). */
    HttpRequest introspection(KeyBoundToken token) {
        return FormPost.to(
                        authorizationServer.introspectionEndpoint(),
                        Map.of("token", token.accessToken()),
                        VAULT_CREDENTIALS)
                .build();
    }

    /** What a client says that wants a token to be good for nothing any more (RFC 7009 section 2.1). */
    HttpRequest revocation(KeyBoundToken token, ClientCredentials owner) {
        return FormPost.to(authorizationServer.revocationEndpoint(), Map.of("token", token.accessToken()), owner)
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
        vault.close();
        authorizationServer.close();
    }
}
