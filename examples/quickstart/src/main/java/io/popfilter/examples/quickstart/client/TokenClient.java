// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Gets key-bound tokens from an authorization server (draft-ietf-oauth-pop-key-distribution). */
public final class TokenClient {

    private final HttpClient http;
    private final URI tokenEndpoint;
    private final String credentials;

    /** A client that is registered with this id and secret. */
    public TokenClient(HttpClient http, URI tokenEndpoint, String id, String secret) {
        this.http = http;
        this.tokenEndpoint = tokenEndpoint;
        this.credentials = "Basic " + base64(encode(id) + ":" + encode(secret));
    }

    /** A token that is bound to a secret: the authorization server makes it, and sends it beside the token. */
    public KeyBoundToken withSecret(String resource, String scope) throws IOException, InterruptedException {
        JsonNode answer = post("grant_type=client_credentials&token_type=pop&resource=" + encode(resource) + "&scope="
                + encode(scope));
        byte[] secret = Base64.getUrlDecoder().decode(answer.at("/cnf/jwk/k").asText());
        return new KeyBoundToken(
                answer.at("/access_token").asText(), SigningKey.secret(SignatureAlgorithm.HS256, secret));
    }

    /** A token that is bound to this key pair, of which the authorization server sees the public half. */
    public KeyBoundToken withKeyPair(SigningKey pair, String resource, String scope)
            throws IOException, InterruptedException {
        String confirmation = "{\"jwk\":" + pair.publicJwk().orElseThrow() + "}";
        JsonNode answer = post("grant_type=client_credentials&token_type=pop&resource=" + encode(resource) + "&scope="
                + encode(scope) + "&req_cnf=" + base64Url(confirmation));
        return new KeyBoundToken(answer.at("/access_token").asText(), pair);
    }

    private JsonNode post(String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tokenEndpoint)
                .header("Authorization", credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        Answer answer = Answer.of(http, request);
        if (answer.status() != 200) {
            throw new IOException("no token: " + answer.body());
        }
        return answer.json();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
