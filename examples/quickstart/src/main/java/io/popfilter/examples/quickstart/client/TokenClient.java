// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.sign.DpopSigner;
import io.popfilter.sign.RequestToSign;
import io.popfilter.sign.SignedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gets key-bound tokens from an authorization server (draft-ietf-oauth-pop-key-distribution). */
public final class TokenClient {

    private final HttpClient http;
    private final URI tokenEndpoint;
    private final ClientCredentials credentials;

    /** A client that is registered with these credentials. */
    public TokenClient(HttpClient http, URI tokenEndpoint, ClientCredentials credentials) {
        this.http = http;
        this.tokenEndpoint = tokenEndpoint;
        this.credentials = credentials;
    }

    /** A token that is bound to a secret: the authorization server makes it, and sends it beside the token. */
    public KeyBoundToken withSecret(String resource, String scope) throws IOException, InterruptedException {
        JsonNode answer = post(resource, scope, Map.of());
        return token(answer, ReceivedKey.read(answer.path("cnf")));
    }

    /** The same for a client that registered a key with {@code "use":"enc"}: the secret comes encrypted to that key. */
    public KeyBoundToken withWrappedSecret(ECKey receiver, String resource, String scope)
            throws IOException, InterruptedException {
        JsonNode answer = post(resource, scope, Map.of());
        return token(answer, ReceivedKey.open(answer.path("cnf"), receiver));
    }

    /** A token that is bound to a key pair, for a client that cannot make one: it comes beside the token. */
    public KeyBoundToken withReceivedKeyPair(String resource, String scope) throws IOException, InterruptedException {
        JsonNode answer = post(resource, scope, Map.of("alg", "ES256"));
        return token(answer, ReceivedKey.read(answer.path("cnf")));
    }

    /** A token that is bound to this key pair, of which the authorization server sees the public half. */
    public KeyBoundToken withKeyPair(SigningKey pair, String resource, String scope)
            throws IOException, InterruptedException {
        String confirmation = "{\"jwk\":" + pair.publicJwk().orElseThrow() + "}";
        return token(post(resource, scope, Map.of("req_cnf", base64Url(confirmation))), pair);
    }

    /** A token that is bound to the client: to this P-256 key pair, whose public half is registered under its name. */
    public KeyBoundToken withRegisteredKey(ECKey pair, String resource, String scope)
            throws IOException, InterruptedException {
        String confirmation = "{\"kid\":\"" + pair.getKeyID() + "\"}";
        JsonNode answer = post(resource, scope, Map.of("req_cnf", base64Url(confirmation)));
        try {
            return token(answer, SigningKey.pair(SignatureAlgorithm.ES256, pair.toKeyPair()));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("not a P-256 key pair", e);
        }
    }

    /** A token that is bound to this key pair, which a DPoP proof shows (RFC 9449 section 5). */
    public KeyBoundToken withDpop(SigningKey pair, String resource, String scope)
            throws IOException, InterruptedException {
        return withDpop(pair, resource, scope, request -> Answer.of(http, request));
    }

    /** The same, asked for through this sender: once more, if the server wants a nonce in the proof (section 8). */
    public KeyBoundToken withDpop(SigningKey pair, String resource, String scope, Sender sender)
            throws IOException, InterruptedException {
        DpopSigner signer = DpopSigner.withoutToken(pair, InstantSource.system());
        RequestToSign toSign = RequestToSign.of("POST", tokenEndpoint);
        while (true) {
            SignedRequest proof = signer.sign(toSign);
            HttpRequest.Builder request = FormPost.to(tokenEndpoint, form(resource, scope), credentials);
            proof.fields().forEach(request::header);
            Answer answer = sender.send(request.build());
            String error = answer.json().path("error").asText();
            if (!signer.shouldSendAgain(proof, answer.head().withError(error))) {
                return token(granted(answer), pair);
            }
        }
    }

    private static KeyBoundToken token(JsonNode answer, SigningKey key) {
        return new KeyBoundToken(answer.at("/access_token").asText(), key);
    }

    private JsonNode post(String resource, String scope, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> form = form(resource, scope);
        form.put("token_type", "pop");
        form.putAll(more);
        return granted(
                Answer.of(http, FormPost.to(tokenEndpoint, form, credentials).build()));
    }

    private static Map<String, String> form(String resource, String scope) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("resource", resource);
        form.put("scope", scope);
        return form;
    }

    private static JsonNode granted(Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException("no token: " + answer.body());
        }
        return answer.json();
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
