// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.jose.CompactJwe;
import io.popfilter.jose.CompactJws;
import io.popfilter.jose.Decrypted;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.JoseException;
import io.popfilter.jose.JweDecrypter;
import io.popfilter.jose.JwsVerifier;
import io.popfilter.jose.Signatures;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * JWT access tokens: signed, or wrapped in a JWE.
 *
 * <p>A JWE under a secret that is shared with the authorization server proves its origin, so it may hold the claims. A JWE
 * under a public key proves nothing: it has to hold a signed JWT (RFC 8725 section 3.3, CVE-2026-29000).
 */
public final class JwtAccessTokens implements AccessTokens {

    private static final String AT_JWT = "at+jwt"; // RFC 9068 section 2.1

    private final TokenPolicy policy;
    private final Supplier<List<DecryptionKey>> decryptionKeys;
    private final Optional<VerificationKeys> verificationKeys;
    private final JwsVerifier verifier;
    private final JweDecrypter decrypter = new JweDecrypter();
    private final ConfirmationReader confirmations;

    /**
     * Tokens that these keys decrypt or verify.
     *
     * @param decryptionKeys asked for at every use; empty when no encrypted token is accepted
     * @param verificationKeys the issuer's keys; nothing when no signed token is accepted
     */
    public JwtAccessTokens(
            TokenPolicy policy,
            Supplier<List<DecryptionKey>> decryptionKeys,
            Optional<VerificationKeys> verificationKeys,
            Signatures signatures,
            ConfirmationReader confirmations) {
        this.policy = policy;
        this.decryptionKeys = decryptionKeys;
        this.verificationKeys = verificationKeys;
        this.verifier = new JwsVerifier(signatures);
        this.confirmations = confirmations;
    }

    /** Whether a text could be a JWT as far as its parts go; a server that takes opaque tokens too decides by this. */
    public static boolean hasShapeOfJwt(String text) {
        int parts = parts(text);
        return parts == 3 || parts == 5;
    }

    @Override
    public AccessToken resolve(String text, Instant now) throws Rejection {
        JwtContent content;
        try {
            content = open(text, now);
        } catch (MalformedException e) {
            throw new Rejection(Reason.TOKEN_MALFORMED, Facts.about(e.defect()));
        }
        JsonObject claims = content.claims();
        RegisteredClaims registered = RegisteredClaims.check(claims, policy);
        Confirmation confirmation = confirmations.read(claims, content.confidentiality(), now);
        AccessToken token = new AccessToken(registered, Claims.without(claims, "cnf"), confirmation);
        token.requireAlive(now);
        return token;
    }

    private JwtContent open(String text, Instant now) throws Rejection, MalformedException {
        return switch (parts(text)) {
            case 3 -> new JwtContent(readable(text, now), Confidentiality.READABLE);
            case 5 -> new JwtContent(decrypt(text, now), Confidentiality.CONFIDENTIAL);
            default -> throw new MalformedException("neither three nor five parts");
        };
    }

    private JsonObject readable(String text, Instant now) throws Rejection, MalformedException {
        return switch (policy.encryption()) {
            case OPTIONAL -> verify(text, now);
            case REQUIRED -> throw new Rejection(Reason.TOKEN_KIND_NOT_ACCEPTED, Facts.expected("encrypted", "signed"));
        };
    }

    private static int parts(String text) {
        int parts = 1;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            parts++;
        }
        return parts;
    }

    private JsonObject verify(String text, Instant now) throws Rejection, MalformedException {
        VerificationKeys keys = verificationKeys.orElseThrow(
                () -> new Rejection(Reason.TOKEN_KIND_NOT_ACCEPTED, Facts.expected("encrypted", "signed")));
        CompactJws jws = CompactJws.parse(text);
        checkType(jws.header(), policy.profile());
        try {
            verifier.verify(jws, keys.inForce(jws.kid(), now));
        } catch (JoseException e) {
            throw rejection(e, Reason.TOKEN_SIGNATURE_INVALID);
        }
        JsonObject claims = jws.claims();
        if (policy.profile() == TokenPolicy.Profile.RFC9068) {
            RegisteredClaims.requireAccessTokenClaims(claims);
        }
        return claims;
    }

    private JsonObject decrypt(String text, Instant now) throws Rejection, MalformedException {
        List<DecryptionKey> keys = decryptionKeys.get();
        if (keys.isEmpty()) {
            throw new Rejection(Reason.TOKEN_KIND_NOT_ACCEPTED, Facts.expected("signed", "encrypted"));
        }
        CompactJwe jwe = CompactJwe.parse(text);
        checkType(jwe.header(), TokenPolicy.Profile.ANY_JWT); // RFC 8725 section 3.11: the inner type counts
        Decrypted decrypted;
        try {
            decrypted = decrypter.decrypt(jwe, keys);
        } catch (JoseException e) {
            throw rejection(e, Reason.TOKEN_UNDECRYPTABLE);
        }
        byte[] plaintext = decrypted.plaintext();
        boolean isNested = plaintext.length > 0 && plaintext[0] == 'e'; // base64url of {" begins with ey
        if (isNested) {
            return verify(new String(plaintext, StandardCharsets.ISO_8859_1), now);
        }
        if (!decrypted.isFromHolderOfSharedSecret()) {
            throw new Rejection(Reason.TOKEN_NOT_SIGNED);
        }
        return Json.object(plaintext);
    }

    // BCP-13 of RFC 8725: a signed request, an id token or an introspection answer is not an access token
    private static void checkType(JsonObject header, TokenPolicy.Profile profile) throws Rejection, MalformedException {
        String typ = header.text("typ");
        String type = typ == null ? "" : typ.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/")) {
            type = type.substring("application/".length()); // RFC 7515 section 4.1.9
        }
        boolean isAccepted = switch (profile) {
            case RFC9068 -> type.equals(AT_JWT);
            case ANY_JWT -> type.equals(AT_JWT) || type.equals("jwt") || typ == null;
        };
        if (!isAccepted) {
            throw new Rejection(Reason.TOKEN_TYPE_WRONG, Facts.expected(AT_JWT, typ == null ? "none" : typ));
        }
    }

    private static Rejection rejection(JoseException e, Reason notAuthentic) {
        Reason reason = switch (e.fault()) {
            case ALGORITHM_NOT_ACCEPTED -> Reason.TOKEN_ALGORITHM_NOT_ACCEPTED;
            case HEADER_FORBIDDEN -> Reason.TOKEN_HEADER_FORBIDDEN;
            case KEY_UNKNOWN -> Reason.TOKEN_KEY_UNKNOWN;
            case NOT_AUTHENTIC -> notAuthentic;
        };
        return new Rejection(reason, Facts.about(e.detail()));
    }
}
