// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.http.CanonicalRules;
import io.popfilter.jose.CompactJwsWriter;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.JsonWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Signs requests with scheme {@code PoP} (draft-ietf-oauth-signed-http-request-03), everything covered.
 *
 * <p>Holds a token, its key and the newest nonce of each server; safe for any number of threads. What the verifier would refuse
 * as ambiguous is an {@link IllegalArgumentException} here, before it is sent.
 */
public final class RequestSigner implements Signer {

    private static final int MAX_LENGTH = 8 * 1024; // of the whole value, as verifiers take it
    private static final String SCHEME = "PoP";
    private static final String AUTHORIZATION = "Authorization";

    private final String token;
    private final SigningKey key;
    private final boolean presentsKey;
    private final InstantSource clock;
    private final OneTimeIds ids = new OneTimeIds();
    private final Digests digests = new Digests();
    private final CompactJwsWriter writer = new CompactJwsWriter();

    private final TokenIdentifier identifier;
    private final ReceivedNonces nonces;
    private final CanonicalRules rules;
    private final CanonicalClaims claims;

    private RequestSigner(
            String token,
            SigningKey key,
            boolean presentsKey,
            InstantSource clock,
            TokenIdentifier identifier,
            ReceivedNonces nonces,
            CanonicalRules rules) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the token is blank");
        }
        this.token = token;
        this.key = key;
        this.presentsKey = presentsKey;
        this.clock = clock;
        this.identifier = identifier;
        this.nonces = nonces;
        this.rules = rules;
        this.claims = new CanonicalClaims(rules, digests);
    }

    private static RequestSigner strict(String token, SigningKey key, boolean presentsKey, InstantSource clock) {
        return new RequestSigner(
                token, key, presentsKey, clock, new TokenIdentifier(), new ReceivedNonces(), CanonicalRules.strict());
    }

    /** For a token that contains its key, or that was made for a symmetric one. */
    public static RequestSigner of(String token, SigningKey key, InstantSource clock) {
        return strict(token, key, false, clock);
    }

    /** For a token that names its key by thumbprint ({@code cnf.jkt}, {@code cnf.kid}): the request brings the public key. */
    public static RequestSigner presentingKey(String token, SigningKey key, InstantSource clock) {
        if (key.publicJwk().isEmpty()) {
            throw new IllegalArgumentException("a secret key cannot be presented");
        }
        return strict(token, key, true, clock);
    }

    /**
     * Sends the token's hash in place of the token, as soon as the server has accepted the token: for servers that have
     * {@code token.identifier} on. Tell it of every answer with {@link #shouldSendAgain}.
     */
    public RequestSigner withTokenIdentifier() {
        identifier.switchOn();
        return this;
    }

    /**
     * Signs by other rules than the strict ones: those of the verifier, which has to be told of them too. The token's
     * identifier and the nonces are shared with this signer.
     */
    public RequestSigner withRules(CanonicalRules newRules) {
        return new RequestSigner(token, key, presentsKey, clock, identifier, nonces, newRules);
    }

    /** {@inheritDoc} The field is {@code Authorization}. */
    @Override
    public SignedRequest sign(RequestToSign request) {
        Origin origin = Origin.of(request.uri(), rules);
        Optional<String> nonce = nonces.newest(origin);
        String authenticator = writer.write(key, "pop", payload(request, origin, nonce));
        String line = SCHEME + " " + authenticator;
        if (line.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("this request cannot be signed: its authenticator has " + line.length()
                    + " characters, and verifiers take " + MAX_LENGTH + "; ask for a smaller token");
        }
        return new SignedRequest(Map.of(AUTHORIZATION, line), authenticator, origin, nonce);
    }

    /**
     * The value of the Authorization field alone, for servers whose answers need not be listened to; good for one use.
     *
     * @throws IllegalArgumentException when the verifier would refuse the request; the message says what to do
     */
    public String authorization(RequestToSign request) {
        return Objects.requireNonNull(sign(request).fields().get(AUTHORIZATION));
    }

    private String payload(RequestToSign request, Origin origin, Optional<String> nonce) {
        JsonWriter json = new JsonWriter();
        if (identifier.isUsable()) {
            json.text("ath", digests.sha256(token));
        } else {
            json.text("at", token);
        }
        json.number("ts", clock.instant().getEpochSecond());
        json.text("jti", ids.next());
        nonce.ifPresent(text -> json.text("nonce", text));
        claims.write(json, request, origin);
        if (presentsKey) {
            json.raw("cnf", "{\"jwk\":" + key.publicJwk().orElseThrow() + "}");
        }
        return json.toString();
    }

    @Override
    public boolean shouldSendAgain(SignedRequest sent, AnswerHead answer) {
        boolean isTokenWanted = identifier.learn(answer);
        Optional<String> demanded = answer.parameter("WWW-Authenticate", SCHEME, "nonce");
        if (answer.isRefusal(SCHEME, "use_pop_nonce")) {
            return nonces.takeDemanded(sent, demanded);
        }
        nonces.take(sent, demanded.or(() -> answer.parameter("Authentication-Info", SCHEME, "nextnonce")));
        return isTokenWanted;
    }
}
