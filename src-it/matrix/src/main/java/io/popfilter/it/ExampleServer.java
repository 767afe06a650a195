// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.popfilter.examples.quickstart.as.AuthorizationServer;
import io.popfilter.examples.quickstart.as.ClientKeys;
import io.popfilter.examples.quickstart.as.Credentials;
import io.popfilter.examples.quickstart.as.InitialAccess;
import io.popfilter.examples.quickstart.as.RegisteredClient;
import io.popfilter.examples.quickstart.as.ResourceServer;
import io.popfilter.examples.quickstart.as.ResourceServer.TokenFormat;
import io.popfilter.examples.quickstart.client.ClientCredentials;
import io.popfilter.examples.quickstart.client.FormPost;
import io.popfilter.examples.quickstart.client.SignedAssertion;
import io.popfilter.examples.quickstart.client.TokenClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The authorization server of the examples, over HTTP, where two clients and one API are registered. */
final class ExampleServer implements AutoCloseable {

    static final String API = "https://api.example.com";
    static final String API_ID = "api";
    static final String API_SECRET = "secret of the api: 100% & more";
    static final String SCOPE = "read";

    /** The name of the key that clients are registered with. */
    static final String KID = "registered-key";

    private final HttpClient http = HttpClient.newHttpClient();
    private final TemporaryDirectory directory = TemporaryDirectory.create();
    private final ECKey clientPair = pair(KID);
    private final ECKey apiPair = pair("key-of-the-api");
    private final ResourceServer api;
    private final AuthorizationServer server;

    private ExampleServer(TokenFormat format, boolean apiHasSecret) {
        try {
            Credentials credentials = apiHasSecret
                    ? Credentials.withSecret(API_ID, API_SECRET)
                    : Credentials.withKeys(API_ID, publicKeys(apiPair));
            api = ResourceServer.register(API, format, credentials);
            server = AuthorizationServer.start(
                    List.of(client("shop", Optional.empty()), client("till-7", Optional.of("till"))),
                    List.of(api),
                    new InitialAccess("may-register", Set.of(SCOPE)));
        } catch (IOException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It issues tokens of this form, and knows the API by a secret. */
    static ExampleServer issuing(TokenFormat format) {
        return new ExampleServer(format, true);
    }

    /** It issues opaque tokens, and knows the API by a key. */
    static ExampleServer knowingTheApiByKey() {
        return new ExampleServer(TokenFormat.OPAQUE, false);
    }

    private RegisteredClient client(String id, Optional<String> softwareId) throws ParseException {
        return new RegisteredClient(
                Credentials.withKeys(id, publicKeys(clientPair)),
                RegisteredClient.Proof.ALWAYS,
                Set.of(SCOPE),
                softwareId);
    }

    private static ClientKeys publicKeys(ECKey pair) throws ParseException {
        return ClientKeys.of(new JWKSet(pair.toPublicJWK()).toString());
    }

    private static ECKey pair(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    AuthorizationServer server() {
        return server;
    }

    /** What both clients are registered with. */
    ECKey clientPair() {
        return clientPair;
    }

    TokenClient client(String id) {
        return new TokenClient(http, server.tokenEndpoint(), credentials(id));
    }

    private ClientCredentials credentials(String id) {
        return new SignedAssertion(id, clientPair, server.issuer(), InstantSource.system());
    }

    /** Posts a form in the name of the shop, and returns what is answered with 200. */
    String post(URI endpoint, Map<String, String> form) throws IOException, InterruptedException {
        HttpRequest request = FormPost.to(endpoint, form, credentials("shop")).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.body());
        }
        return response.body();
    }

    /** For an API that reads tokens by itself: signed ones, and what is wrapped for it. */
    Map<String, String> readingTokens() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("token.issuer", server.issuer());
        settings.put("token.decryption-keys", file("decryption.jwks", api.decryptionKeys()));
        settings.put("token.verification-keys", server.jwksUri().toString());
        return settings;
    }

    /** For one that has the keys of the registered clients besides. */
    Map<String, String> knowingClients() {
        Map<String, String> settings = readingTokens();
        settings.put("token.clients", file("clients.json", server.clientKeys()));
        return settings;
    }

    /** For one that asks what tokens mean, and says who it is in this way. */
    Map<String, String> introspecting(String authentication) {
        Map<String, String> settings = readingTokens();
        settings.put(
                "token.introspection-endpoint", server.introspectionEndpoint().toString());
        settings.put("token.introspection-client-id", API_ID);
        settings.put("token.introspection-client-auth", authentication);
        if (authentication.equals("private_key_jwt")) {
            settings.put("token.introspection-client-key", file("client.jwk", apiPair.toJSONString()));
        } else {
            settings.put("token.introspection-client-secret", API_SECRET);
        }
        return settings;
    }

    private String file(String name, String content) {
        try {
            return "file:" + Files.writeString(directory.path().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            directory.close();
        }
    }
}
