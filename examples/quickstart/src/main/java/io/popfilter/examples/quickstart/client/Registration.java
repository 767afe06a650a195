// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.InstantSource;

/** A client registers itself (RFC 7591), as one that proves possession of a key always. */
public final class Registration {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI endpoint;
    private final String initialAccessToken;

    /** At this endpoint, by somebody who was given this token for it. */
    public Registration(HttpClient http, URI endpoint, String initialAccessToken) {
        this.http = http;
        this.endpoint = endpoint;
        this.initialAccessToken = initialAccessToken;
    }

    /** A P-256 key pair to register under this name. */
    public static ECKey newKeyPair(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK cannot make a P-256 key", e);
        }
    }

    /** A client that will send a secret, which the authorization server makes. */
    public ClientSecret withSecret(String name) throws IOException, InterruptedException {
        JsonNode answer = post(metadata(name).put("token_endpoint_auth_method", "client_secret_basic"));
        return new ClientSecret(
                answer.at("/client_id").asText(), answer.at("/client_secret").asText());
    }

    /**
     * An instance of a software that will sign assertions for this issuer with this key pair. The authorization server sees the
     * public half only; tokens can be bound to the same key.
     */
    public SignedAssertion withKey(String name, String softwareId, ECKey pair, String issuer)
            throws IOException, InterruptedException {
        ObjectNode metadata = metadata(name)
                .put("token_endpoint_auth_method", "private_key_jwt")
                .put("software_id", softwareId);
        metadata.set("jwks", JSON.readTree(new JWKSet(pair).toString()));
        return new SignedAssertion(post(metadata).at("/client_id").asText(), pair, issuer, InstantSource.system());
    }

    private static ObjectNode metadata(String name) {
        return JSON.createObjectNode().put("client_name", name).put("pop_bound_access_tokens", "always");
    }

    private JsonNode post(ObjectNode metadata) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Authorization", "Bearer " + initialAccessToken)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(metadata.toString()))
                .build();
        Answer answer = Answer.of(http, request);
        if (answer.status() != 201) {
            throw new IOException("not registered: " + answer.body());
        }
        return answer.json();
    }
}
