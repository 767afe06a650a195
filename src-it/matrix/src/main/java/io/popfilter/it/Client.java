// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.http.CanonicalRules;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** A client with a token and its key, which signs for one server. */
final class Client {

    private final Server server;
    private final String token;
    private final ClientKey key;
    private final RequestSigner signer;

    private Client(Server server, String token, ClientKey key, RequestSigner signer) {
        this.server = server;
        this.token = token;
        this.key = key;
        this.signer = signer;
    }

    private Client(Server server, String token, ClientKey key, boolean presentsKey) {
        this(
                server,
                token,
                key,
                presentsKey
                        ? RequestSigner.presentingKey(token, key.signing(), InstantSource.system())
                        : RequestSigner.of(token, key.signing(), InstantSource.system()));
    }

    /** The same client, which signs by other rules. */
    Client withRules(CanonicalRules rules) {
        return new Client(server, token, key, signer.withRules(rules));
    }

    static Client of(Server server, TokenForm form, ConfirmationForm confirmation, ClientKey key) {
        String token = AuthorizationServer.ONLY.token(form, confirmation, key);
        return new Client(server, token, key, confirmation.isPresented());
    }

    /** With a token that was made elsewhere, and holds this key or leads to it. */
    static Client holding(Server server, String token, ClientKey key) {
        return new Client(server, token, key, false);
    }

    /** With the key in the token, which is encrypted under a shared secret. */
    static Client of(Server server, SignatureAlgorithm algorithm) {
        return of(server, TokenForm.A256KW_A256CBC_HS512, ConfirmationForm.JWK, ClientKey.of(algorithm));
    }

    /** With the commonest kind of key. */
    static Client of(Server server) {
        return of(server, SignatureAlgorithm.HS256);
    }

    Server server() {
        return server;
    }

    ClientKey key() {
        return key;
    }

    String token() {
        return token;
    }

    /** A signed request without body. */
    WireRequest get(String target) {
        return signed("GET", target);
    }

    /** A signed request without body. */
    WireRequest signed(String method, String target) {
        return plain(method, target).field("Authorization", authorization(RequestToSign.of(method, uri(target))));
    }

    /** A signed GET, bound to a connection in this way. */
    WireRequest get(String target, UnaryOperator<RequestToSign> binding) {
        return plain("GET", target)
                .field("Authorization", authorization(binding.apply(RequestToSign.of("GET", uri(target)))));
    }

    /** A signed request with a body. */
    WireRequest signed(String method, String target, String contentType, byte[] body) {
        RequestToSign toSign = RequestToSign.of(method, uri(target)).body(contentType, body);
        return plain(method, target)
                .field("Authorization", authorization(toSign))
                .field("Content-Type", contentType)
                .body(body);
    }

    /** A GET that was signed for this address and path, and is sent to our server with another path. */
    WireRequest getSignedFor(String authority, String path, String sentPath) {
        return plain("GET", sentPath)
                .field(
                        "Authorization",
                        Proof.of(token, key, "GET", authority, path).authorization());
    }

    /** A request without Authorization. */
    WireRequest plain(String method, String target) {
        return WireRequest.of(method, target, server.authority());
    }

    String authorization(RequestToSign request) {
        return signer.authorization(request);
    }

    URI uri(String target) {
        return URI.create(server.transport().scheme() + "://" + server.authority() + target);
    }

    /** An authenticator to be spoilt, for a request without body. */
    Proof proof(String method, String target) {
        return proof(token, method, target);
    }

    /** The same with another token. */
    Proof proof(String otherToken, String method, String target) {
        return Proof.of(otherToken, key, method, server.authority(), target);
    }
}
