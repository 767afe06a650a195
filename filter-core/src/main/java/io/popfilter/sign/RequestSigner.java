// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.http.CanonicalRules;
import io.popfilter.jose.CompactJwsWriter;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/**
 * Signs requests with scheme {@code PoP} (draft-ietf-oauth-signed-http-request-03), everything covered.
 *
 * <p>Holds a token and its key; safe for any number of threads. What the verifier would refuse as ambiguous is an
 * {@link IllegalArgumentException} here, before it is sent.
 */
public final class RequestSigner {

    private static final int ID_OCTETS = 16;
    private static final int MAX_LENGTH = 8 * 1024; // of the whole value, as verifiers take it

    private final String token;
    private final SigningKey key;
    private final boolean presentsKey;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Digests digests = new Digests();
    private final CompactJwsWriter writer = new CompactJwsWriter();

    private final TokenIdentifier identifier;
    private final CanonicalClaims claims;

    private RequestSigner(
            String token,
            SigningKey key,
            boolean presentsKey,
            InstantSource clock,
            TokenIdentifier identifier,
            CanonicalRules rules) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the token is blank");
        }
        this.token = token;
        this.key = key;
        this.presentsKey = presentsKey;
        this.clock = clock;
        this.identifier = identifier;
        this.claims = new CanonicalClaims(rules, digests);
    }

    private static RequestSigner strict(String token, SigningKey key, boolean presentsKey, InstantSource clock) {
        return new RequestSigner(token, key, presentsKey, clock, new TokenIdentifier(), CanonicalRules.strict());
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
     * Learns from an answer whether the server knows the token by its hash.
     *
     * @param status the status code
     * @param challenges the values of all WWW-Authenticate lines
     * @return whether the request was refused for that alone: sign it once more, and send it
     */
    public boolean shouldSendAgain(int status, List<String> challenges) {
        return identifier.learn(status, challenges);
    }

    /**
     * Signs by other rules than the strict ones: those of the verifier, which has to be told of them too. The token's
     * identifier is shared with this signer.
     */
    public RequestSigner withRules(CanonicalRules rules) {
        return new RequestSigner(token, key, presentsKey, clock, identifier, rules);
    }

    /**
     * The value of the Authorization field for this request; good for one use.
     *
     * @throws IllegalArgumentException when the verifier would refuse the request; the message says what to do
     */
    public String authorization(RequestToSign request) {
        String line = "PoP " + writer.write(key, "pop", payload(request));
        if (line.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("this request cannot be signed: its authenticator has " + line.length()
                    + " characters, and verifiers take " + MAX_LENGTH + "; ask for a smaller token");
        }
        return line;
    }

    private String payload(RequestToSign request) {
        JsonWriter json = new JsonWriter();
        if (identifier.isUsable()) {
            json.text("ath", digests.sha256(token));
        } else {
            json.text("at", token);
        }
        json.number("ts", clock.instant().getEpochSecond());
        json.text("jti", newId());
        claims.write(json, request);
        if (presentsKey) {
            json.raw("cnf", "{\"jwk\":" + key.publicJwk().orElseThrow() + "}");
        }
        return json.toString();
    }

    private String newId() {
        byte[] id = new byte[ID_OCTETS];
        random.nextBytes(id);
        return Base64Url.encode(id);
    }
}
