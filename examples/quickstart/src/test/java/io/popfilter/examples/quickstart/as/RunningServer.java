// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import io.popfilter.examples.quickstart.as.RegisteredClient.Proof;
import io.popfilter.examples.quickstart.as.ResourceServer.TokenFormat;
import io.popfilter.examples.quickstart.client.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** A running authorization server with a resource server for each form of token and a client of each kind, and requests. */
final class RunningServer implements AutoCloseable {

    static final String GRANT = "grant_type=client_credentials&resource=https://bank.example";
    static final String INITIAL_ACCESS_TOKEN = "may-register";

    final ResourceServer bank = resourceServer("bank", TokenFormat.BY_KEY);
    final ResourceServer shop = resourceServer("shop", TokenFormat.ENCRYPTED);
    final ResourceServer post = resourceServer("post", TokenFormat.SIGNED);
    final ResourceServer vault = resourceServer("vault", TokenFormat.OPAQUE);
    final MovableClock clock = new MovableClock();
    final HttpClient http = HttpClient.newHttpClient();
    final AuthorizationServer server;

    RunningServer() throws IOException {
        server = AuthorizationServer.start(
                List.of(
                        client("asks", Proof.WHEN_ASKED),
                        client("always", Proof.ALWAYS),
                        client("never", Proof.NEVER),
                        client("dpop", Proof.BY_DPOP)),
                List.of(bank, shop, post, vault),
                new InitialAccess(INITIAL_ACCESS_TOKEN, Set.of("read", "write")),
                clock);
    }

    private static RegisteredClient client(String id, Proof proof) {
        return RegisteredClient.withSecret(id, "secret of " + id, proof, Set.of("read", "write"));
    }

    private static ResourceServer resourceServer(String name, TokenFormat format) {
        return ResourceServer.register(
                "https://" + name + ".example", format, Credentials.withSecret(name, "secret of " + name));
    }

    /** A token request by the client that always proves possession. */
    Answer post(String form) throws IOException, InterruptedException {
        return postAs("always", form);
    }

    Answer post(String form, String authorization) throws IOException, InterruptedException {
        return send(form(server.tokenEndpoint(), form).header("Authorization", authorization));
    }

    /** With DPoP proofs, each on a line. */
    Answer postAs(String id, String form, String... proofs) throws IOException, InterruptedException {
        HttpRequest.Builder request = form(server.tokenEndpoint(), form).header("Authorization", basicOf(id));
        for (String proof : proofs) {
            request.header("DPoP", proof);
        }
        return send(request);
    }

    /** A token of the client that always proves possession. */
    String token(String resource) throws IOException, InterruptedException {
        return post("grant_type=client_credentials&resource=" + resource)
                .json()
                .at("/access_token")
                .asText();
    }

    Answer register(String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.registrationEndpoint())
                .header("Authorization", "Bearer " + INITIAL_ACCESS_TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer introspectAs(String resourceServer, String token) throws IOException, InterruptedException {
        return send(form(server.introspectionEndpoint(), "token=" + token)
                .header("Authorization", basicOf(resourceServer)));
    }

    Answer revokeAs(String client, String token) throws IOException, InterruptedException {
        return send(form(server.revocationEndpoint(), "token=" + token).header("Authorization", basicOf(client)));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Answer.of(http, request.build());
    }

    /** With its header. */
    HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpRequest.Builder form(URI uri, String form) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    static String basicOf(String id) {
        return basic(id + ":secret+of+" + id);
    }

    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
