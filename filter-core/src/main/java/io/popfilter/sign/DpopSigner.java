// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.Method;
import io.popfilter.http.TargetUri;
import io.popfilter.jose.CompactJwsWriter;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Ascii;
import io.popfilter.parse.JsonWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes DPoP proofs (RFC 9449) for requests: of the method and of the URI without its query, and of nothing else. Query, fields
 * and body are not covered; where they have to be, use {@link RequestSigner}.
 *
 * <p>Remembers the nonces of the servers that it is told of with {@link #shouldSendAgain}. Safe for any number of threads. What
 * the verifier would refuse as ambiguous is an {@link IllegalArgumentException} here, before it is sent.
 */
public final class DpopSigner implements Signer {

    private static final int MAX_LENGTH = 8 * 1024; // of each field, as verifiers take it
    private static final String SCHEME = "DPoP";

    private final Optional<String> token;
    private final SigningKey key;
    private final InstantSource clock;
    private final CanonicalRules rules;
    private final ReceivedNonces nonces;

    private final OneTimeIds ids = new OneTimeIds();
    private final Digests digests = new Digests();
    private final CompactJwsWriter writer = new CompactJwsWriter();

    private DpopSigner(
            Optional<String> token, SigningKey key, InstantSource clock, CanonicalRules rules, ReceivedNonces nonces) {
        if (key.publicJwk().isEmpty()) {
            throw new IllegalArgumentException(
                    "a DPoP proof shows its key, and a secret must not be shown: use a key pair, or RequestSigner");
        }
        this.token = token;
        this.key = key;
        this.clock = clock;
        this.rules = rules;
        this.nonces = nonces;
    }

    /**
     * For requests with an access token that names this key pair by thumbprint ({@code cnf.jkt}).
     *
     * @throws IllegalArgumentException when the key is a secret, or the token cannot stand in a header field
     */
    public static DpopSigner of(String token, SigningKey key, InstantSource clock) {
        return withoutToken(key, clock).withToken(token);
    }

    /**
     * For requests to a token endpoint, where there is no access token yet: the token that is issued will be bound to this key
     * pair (RFC 9449 section 5).
     *
     * @throws IllegalArgumentException when the key is a secret
     */
    public static DpopSigner withoutToken(SigningKey key, InstantSource clock) {
        return new DpopSigner(Optional.empty(), key, clock, CanonicalRules.strict(), new ReceivedNonces());
    }

    /**
     * With another token for the same key pair, for instance a newer one. The nonces are shared with this signer.
     *
     * @throws IllegalArgumentException when the token cannot stand in a header field
     */
    public DpopSigner withToken(String newToken) {
        requireToken68(newToken);
        return new DpopSigner(Optional.of(newToken), key, clock, rules, nonces);
    }

    /** Signs by other rules than the strict ones: those of the verifier. The nonces are shared with this signer. */
    public DpopSigner withRules(CanonicalRules newRules) {
        return new DpopSigner(token, key, clock, newRules, nonces);
    }

    // RFC 9110 section 11.2
    private static void requireToken68(String token) {
        String text = token.replaceFirst("=*$", "");
        boolean isToken68 = !text.isEmpty()
                && text.chars()
                        .allMatch(c -> Ascii.isLowerLetter((char) c)
                                || Ascii.isUpperLetter((char) c)
                                || Ascii.isDigit((char) c)
                                || "-._~+/".indexOf(c) >= 0);
        if (!isToken68) {
            throw new IllegalArgumentException("the token is empty, or has characters that a DPoP token cannot have");
        }
    }

    /** {@inheritDoc} The fields are {@code DPoP} and, where there is a token, {@code Authorization}. */
    @Override
    public SignedRequest sign(RequestToSign request) {
        if (request.channelBinding().isPresent()) {
            throw Canonical.unsignable("a DPoP proof has no channel binding", "use RequestSigner, or sign without it");
        }
        Origin origin = Origin.of(request.uri(), rules);
        Optional<String> nonce = nonces.newest(origin);
        Map<String, String> fields = new LinkedHashMap<>();
        token.ifPresent(text -> fields.put("Authorization", bounded("token", SCHEME + " " + text)));
        String proof = writer.writePresentingKey(key, "dpop+jwt", payload(request, origin, nonce));
        fields.put("DPoP", bounded("proof", proof));
        return new SignedRequest(fields, proof, origin, nonce);
    }

    // RFC 9449 section 4.2
    private String payload(RequestToSign request, Origin origin, Optional<String> nonce) {
        JsonWriter json = new JsonWriter();
        json.text("jti", ids.next());
        json.text("htm", Canonical.of("method", request.method(), Method::canonical));
        json.text("htu", targetUri(request.uri(), origin));
        json.number("iat", clock.instant().getEpochSecond());
        token.ifPresent(text -> json.text("ath", digests.sha256(text)));
        nonce.ifPresent(text -> json.text("nonce", text));
        return json.toString();
    }

    private String targetUri(URI uri, Origin origin) {
        CanonicalPath path = Canonical.of("path", uri.getRawPath(), raw -> CanonicalPath.of(raw, rules));
        return new TargetUri(origin.scheme(), origin.authority(), path).toString();
    }

    private static String bounded(String what, String value) {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("this request cannot be signed: its " + what + " has " + value.length()
                    + " characters, and verifiers take " + MAX_LENGTH);
        }
        return value;
    }

    @Override
    public boolean shouldSendAgain(SignedRequest sent, AnswerHead answer) {
        Optional<String> offered = answer.single("DPoP-Nonce");
        if (answer.isRefusal(SCHEME, "use_dpop_nonce")) {
            return nonces.takeDemanded(sent, offered);
        }
        nonces.take(sent, offered);
        return false;
    }
}
