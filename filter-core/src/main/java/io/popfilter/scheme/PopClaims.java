// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.jose.CompactJws;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.parse.NumericDate;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.TokenReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The payload of a signed request (draft-ietf-oauth-signed-http-request-03 section 3): every known member is read. */
final class PopClaims {

    private static final int MAX_ID_LENGTH = 128;
    private static final int MAX_NONCE_LENGTH = 512;
    private static final int MAX_BINDING_LENGTH = 256;
    private static final int MAX_HASH_LENGTH = 43; // SHA-256 as base64url

    private final JsonObject claims;

    private PopClaims(JsonObject claims) {
        this.claims = claims;
    }

    static Authenticator read(CompactJws jws, SignatureAlgorithm algorithm, Digests digests)
            throws MalformedException, Rejection {
        PopClaims claims = new PopClaims(jws.claims());
        try {
            TokenReference token = claims.token(digests);
            Instant createdAt = NumericDate.whole("ts", claims.required("ts"));
            String id = claims.oneTimeId(jws, digests);
            Optional<JsonObject> jwk = claims.presentedJwk();
            Optional<String> nonce = Optional.ofNullable(claims.bounded("nonce", MAX_NONCE_LENGTH));
            return new Authenticator(
                    SchemeName.POP, jws, algorithm, token, createdAt, id, nonce, jwk, claims.statements());
        } catch (MalformedException e) {
            throw invalid(e.defect());
        }
    }

    private TokenReference token(Digests digests) throws Rejection, MalformedException {
        String token = bounded("at", Integer.MAX_VALUE);
        String hash = bounded("ath", MAX_HASH_LENGTH);
        if (token != null) {
            if (hash != null && !Digests.isEqual(digests.sha256(token), hash)) {
                throw invalid("ath is not the hash of at");
            }
            return new TokenReference.Text(token);
        }
        if (hash != null) {
            return new TokenReference.Identifier(hash);
        }
        throw new Rejection(Reason.AUTHENTICATOR_CLAIM_MISSING, Facts.about("at"));
    }

    /** jti; else nonce; else the hash of the signing input, which no change of the signature alters. */
    private String oneTimeId(CompactJws jws, Digests digests) throws Rejection, MalformedException {
        String jti = bounded("jti", MAX_ID_LENGTH);
        String nonce = bounded("nonce", MAX_NONCE_LENGTH);
        if (jti != null) {
            return "j" + jti;
        }
        return nonce != null ? "n" + nonce : "h" + jws.signingInputHash(digests);
    }

    private Optional<JsonObject> presentedJwk() throws Rejection, MalformedException {
        JsonObject cnf = claims.object("cnf");
        if (cnf == null) {
            return Optional.empty();
        }
        JsonObject jwk = cnf.object("jwk");
        if (jwk == null || cnf.names().size() != 1) {
            throw invalid("cnf has to hold jwk and nothing else");
        }
        return Optional.of(jwk);
    }

    private List<Statement> statements() throws Rejection, MalformedException {
        List<Statement> statements = new ArrayList<>();
        String m = claims.text("m");
        if (m != null) {
            statements.add(new Statement.MethodIs(m));
        }
        String u = claims.text("u");
        if (u != null) {
            statements.add(new Statement.AuthorityIs(u));
        }
        String p = claims.text("p");
        if (p != null) {
            statements.add(new Statement.PathIs(p));
        }
        JsonValue q = claims.get("q");
        if (q != null) {
            statements.add(new Statement.QueryIs(names("q", q), hash("q", q)));
        }
        JsonValue h = claims.get("h");
        if (h != null) {
            statements.add(new Statement.FieldsAre(names("h", h), hash("h", h)));
        }
        String b = claims.text("b");
        if (b != null) {
            statements.add(new Statement.BodyIs(b));
        }
        String cb = claims.text("cb");
        if (cb != null) {
            statements.add(channel(cb));
        }
        return statements;
    }

    /** {@code type:base64url}; which types there are is known later. */
    private static Statement channel(String cb) throws MalformedException {
        int colon = cb.indexOf(':');
        if (colon <= 0 || cb.length() > MAX_BINDING_LENGTH) {
            throw new MalformedException("cb is not type:base64url");
        }
        String value = cb.substring(colon + 1);
        if (Base64Url.decode(value).length == 0) {
            throw new MalformedException("cb has no value");
        }
        return new Statement.ChannelIs(cb.substring(0, colon), value);
    }

    // section 3.1: [ [names in the order hashed], hash ]
    private static List<String> names(String name, JsonValue pair) throws MalformedException {
        return JsonObject.texts(name, half(name, pair, 0));
    }

    private static String hash(String name, JsonValue pair) throws MalformedException {
        if (half(name, pair, 1) instanceof JsonValue.Text hash) {
            return hash.value();
        }
        throw new MalformedException(name + " has no hash");
    }

    private static JsonValue half(String name, JsonValue pair, int index) throws MalformedException {
        if (pair instanceof JsonValue.Array array && array.elements().size() == 2) {
            return array.elements().get(index);
        }
        throw new MalformedException(name + " is not an array of names and hash");
    }

    private JsonValue required(String name) throws Rejection {
        JsonValue value = claims.get(name);
        if (value == null) {
            throw new Rejection(Reason.AUTHENTICATOR_CLAIM_MISSING, Facts.about(name));
        }
        return value;
    }

    private @Nullable String bounded(String name, int maxLength) throws Rejection, MalformedException {
        String value = claims.text(name);
        if (value != null && (value.isBlank() || value.length() > maxLength)) {
            throw invalid(name + " is blank or longer than " + maxLength + " characters");
        }
        return value;
    }

    private static Rejection invalid(String defect) {
        return new Rejection(Reason.AUTHENTICATOR_CLAIM_INVALID, Facts.about(defect));
    }
}
