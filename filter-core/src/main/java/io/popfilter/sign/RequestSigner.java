// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalQuery;
import io.popfilter.http.FieldLines;
import io.popfilter.http.FieldRules;
import io.popfilter.http.Method;
import io.popfilter.http.UriScheme;
import io.popfilter.jose.CompactJwsWriter;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonWriter;
import io.popfilter.parse.MalformedException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signs requests with scheme {@code PoP} (draft-ietf-oauth-signed-http-request-03), everything covered.
 *
 * <p>Holds a token and its key; safe for any number of threads. What the verifier would refuse as ambiguous is an
 * {@link IllegalArgumentException} here, before it is sent.
 */
public final class RequestSigner {

    private static final int ID_OCTETS = 16;

    private final String token;
    private final SigningKey key;
    private final boolean presentsKey;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Digests digests = new Digests();
    private final CompactJwsWriter writer = new CompactJwsWriter();

    private final TokenIdentifier identifier = new TokenIdentifier();

    private RequestSigner(String token, SigningKey key, boolean presentsKey, InstantSource clock) {
        this.token = token;
        this.key = key;
        this.presentsKey = presentsKey;
        this.clock = clock;
    }

    /** For a token that contains its key, or that was made for a symmetric one. */
    public static RequestSigner of(String token, SigningKey key, InstantSource clock) {
        return new RequestSigner(token, key, false, clock);
    }

    /** For a token that names its key by thumbprint ({@code cnf.jkt}, {@code cnf.kid}): the request brings the public key. */
    public static RequestSigner presentingKey(String token, SigningKey key, InstantSource clock) {
        if (key.publicJwk().isEmpty()) {
            throw new IllegalArgumentException("a secret key cannot be presented");
        }
        return new RequestSigner(token, key, true, clock);
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

    /** The value of the Authorization field for this request; good for one use. */
    public String authorization(RequestToSign request) {
        try {
            return "PoP " + writer.write(key, "pop", payload(request));
        } catch (MalformedException e) {
            throw new IllegalArgumentException("this request cannot be signed: " + e.defect(), e);
        }
    }

    private String payload(RequestToSign request) throws MalformedException {
        JsonWriter json = new JsonWriter();
        if (identifier.isUsable()) {
            json.text("ath", digests.sha256(token));
        } else {
            json.text("at", token);
        }
        json.number("ts", clock.instant().getEpochSecond());
        json.text("jti", newId());
        json.text("m", Method.canonical(request.method()));
        json.text("u", authority(request));
        json.text("p", CanonicalPath.of(request.uri().getRawPath()).value());
        CanonicalQuery query = CanonicalQuery.of(request.uri().getRawQuery());
        json.namesAndHash("q", query.names(), digests.sha256(query.text()));
        addFields(json, request.fields());
        json.text("b", request.bodyHash());
        if (presentsKey) {
            json.raw("cnf", "{\"jwk\":" + key.publicJwk().orElseThrow() + "}");
        }
        return json.toString();
    }

    private static String authority(RequestToSign request) throws MalformedException {
        String scheme = String.valueOf(request.uri().getScheme()).toLowerCase(Locale.ROOT);
        UriScheme uriScheme = switch (scheme) {
            case "https" -> UriScheme.HTTPS;
            case "http" -> UriScheme.HTTP;
            default -> throw new MalformedException("neither an https nor an http URI");
        };
        String authority = request.uri().getRawAuthority();
        if (authority == null) {
            throw new MalformedException("a URI without a host");
        }
        return Authority.of(authority, uriScheme).value();
    }

    private void addFields(JsonWriter json, List<Map.Entry<String, String>> fields) throws MalformedException {
        if (fields.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        FieldLines lines = new FieldLines();
        for (Map.Entry<String, String> field : fields) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            boolean isAscii = field.getKey().chars().allMatch(c -> c < 0x7F); // the Kelvin sign becomes a k
            if (!isAscii || !FieldRules.isCoverable(name) || names.contains(name)) {
                throw new MalformedException("field " + name + " cannot be covered, or is given twice");
            }
            names.add(name);
            lines.add(name, field.getValue());
        }
        json.namesAndHash("h", names, digests.sha256(lines.text()));
    }

    private String newId() {
        byte[] id = new byte[ID_OCTETS];
        random.nextBytes(id);
        return Base64Url.encode(id);
    }
}
