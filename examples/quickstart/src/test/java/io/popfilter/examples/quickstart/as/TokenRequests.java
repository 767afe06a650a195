// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import io.popfilter.examples.quickstart.as.RegisteredClient.Proof;
import io.popfilter.examples.quickstart.client.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** A running authorization server with two resource servers and a client of each kind, and requests to it. */
final class TokenRequests implements AutoCloseable {

    static final String ISSUER = "https://as.example";
    static final String GRANT = "grant_type=client_credentials&resource=https://bank.example";

    final ResourceServer bank = ResourceServer.register("https://bank.example");
    final ResourceServer shop = ResourceServer.register("https://shop.example");
    final AuthorizationServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    TokenRequests() throws IOException {
        server = AuthorizationServer.start(
                ISSUER,
                List.of(client("asks", Proof.WHEN_ASKED), client("always", Proof.ALWAYS), client("never", Proof.NEVER)),
                List.of(bank, shop));
    }

    private static RegisteredClient client(String id, Proof proof) {
        return new RegisteredClient(id, "secret of " + id, proof, Set.of("read", "write"));
    }

    /** By the client that always proves possession. */
    Answer post(String form) throws IOException, InterruptedException {
        return postAs("always", form);
    }

    Answer postAs(String id, String form) throws IOException, InterruptedException {
        return post(form, basic(id + ":secret+of+" + id));
    }

    Answer post(String form, String authorization) throws IOException, InterruptedException {
        return Answer.of(
                http,
                HttpRequest.newBuilder(server.tokenEndpoint())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", authorization)
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build());
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Answer.of(http, request.build());
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
