// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An authorization server over HTTP that binds a token to the key of the proof at its token endpoint (RFC 9449 section 5),
 * whoever asks. Pages of every origin may ask.
 */
final class TokenServer implements AutoCloseable {

    private static final String METADATA = "/.well-known/oauth-authorization-server"; // RFC 8414 section 3
    private static final String KEYS = "/jwks";
    private static final String TOKEN = "/token";

    private final FakeServer http;
    private final Optional<String> nonce;

    private TokenServer(Optional<String> nonce) {
        this.http = FakeServer.start().behaving(this::answer);
        this.nonce = nonce;
    }

    static TokenServer start() {
        return new TokenServer(Optional.empty());
    }

    /** One that takes no proof without this nonce (RFC 9449 section 8). */
    static TokenServer demanding(String nonce) {
        return new TokenServer(Optional.of(nonce));
    }

    String issuer() {
        return http.uri("");
    }

    String tokenEndpoint() {
        return http.uri(TOKEN);
    }

    /** The targets of all requests, in order. */
    List<String> asked() {
        return http.asked();
    }

    /** Settings of a filter that takes the tokens of this server and no others, and these settings besides. */
    Map<String, String> settings(Map<String, String> others) {
        Map<String, String> settings = new LinkedHashMap<>(others);
        settings.put("token.issuer", issuer());
        settings.put("token.verification-keys", http.uri(KEYS));
        settings.put("token.decryption-keys", "");
        return settings;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Headers fields = exchange.getResponseHeaders();
        fields.set("Access-Control-Allow-Origin", "*");
        fields.set("Access-Control-Allow-Headers", "DPoP");
        fields.set("Access-Control-Expose-Headers", "DPoP-Nonce");
        behaviour(exchange).answer(exchange);
    }

    private FakeServer.Behaviour behaviour(HttpExchange exchange) {
        if (exchange.getRequestMethod().equals("OPTIONS")) {
            return FakeServer.text(204, "text/plain", "");
        }
        return switch (exchange.getRequestURI().getPath()) {
            case METADATA -> FakeServer.json(metadata());
            case KEYS -> FakeServer.json(AuthorizationServer.ONLY.verificationKeys());
            case TOKEN -> token(exchange);
            default -> FakeServer.text(404, "text/plain", "");
        };
    }

    private Map<String, Object> metadata() {
        return Map.of(
                "issuer", issuer(),
                "token_endpoint", tokenEndpoint(),
                "jwks_uri", http.uri(KEYS),
                "grant_types_supported", List.of("client_credentials"),
                "token_endpoint_auth_methods_supported", List.of("none"));
    }

    private FakeServer.Behaviour token(HttpExchange exchange) {
        String compact = exchange.getRequestHeaders().getFirst("DPoP");
        Optional<TokenProof> proof = TokenProof.read(compact, exchange.getRequestMethod(), tokenEndpoint());
        if (proof.isEmpty()) {
            return error("invalid_dpop_proof");
        }
        if (nonce.isPresent() && !nonce.equals(proof.get().nonce())) {
            exchange.getResponseHeaders().set("DPoP-Nonce", nonce.get());
            return error("use_dpop_nonce");
        }
        Map<String, Object> claims =
                AuthorizationServer.ONLY.claims(Map.of("jkt", proof.get().thumbprint()));
        claims.put("iss", issuer());
        String token = AuthorizationServer.ONLY.sign(JSONObjectUtils.toJSONString(claims));
        return FakeServer.json(Map.of("access_token", token, "token_type", "DPoP", "expires_in", 600));
    }

    private static FakeServer.Behaviour error(String code) {
        return FakeServer.text(400, "application/json", JSONObjectUtils.toJSONString(Map.of("error", code)));
    }

    @Override
    public void close() {
        http.close();
    }
}
