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
import io.popfilter.jose.VerificationKey;
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
import java.util.Set;

/**
 * JWT access tokens: signed, or wrapped in a JWE.
 *
 * <p>A JWE under a secret that is shared with the authorization server proves its origin, so it may hold the claims. A JWE
 * under a public key proves nothing: it has to hold a signed JWT (RFC 8725 section 3.3, CVE-2026-29000).
 */
public final class JwtAccessTokens implements AccessTokens {

    // RFC 9068 section 2.1; BCP-13: a signed request, an id token and the like are not access tokens
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

    private final TokenPolicy policy;
    private final List<DecryptionKey> decryptionKeys;
    private final boolean acceptsSigned;
    private final JwsVerifier verifier;
    private final JweDecrypter decrypter = new JweDecrypter();
    private final ConfirmationReader confirmations;

    /** Tokens that these keys decrypt or verify; either list may be empty. */
    public JwtAccessTokens(
            TokenPolicy policy,
            List<DecryptionKey> decryptionKeys,
            List<VerificationKey> verificationKeys,
            Signatures signatures) {
        this.policy = policy;
        this.decryptionKeys = List.copyOf(decryptionKeys);
        this.acceptsSigned = !verificationKeys.isEmpty();
        this.verifier = new JwsVerifier(verificationKeys, signatures);
        this.confirmations = new ConfirmationReader(decrypter, this.decryptionKeys);
    }

    @Override
    public AccessToken resolve(String text, Instant now) throws Rejection {
        JwtContent content;
        try {
            content = open(text);
        } catch (MalformedException e) {
            throw new Rejection(Reason.TOKEN_MALFORMED, Facts.about(e.defect()));
        }
        RegisteredClaims registered = RegisteredClaims.check(content.claims(), policy);
        Confirmation confirmation = confirmations.read(content);
        AccessToken token = new AccessToken(registered, Claims.without(content.claims(), "cnf"), confirmation);
        token.requireAlive(now);
        return token;
    }

    private JwtContent open(String text) throws Rejection, MalformedException {
        return switch (parts(text)) {
            case 3 -> new JwtContent(verify(text), false);
            case 5 -> new JwtContent(decrypt(text), true);
            default -> throw new MalformedException("neither three nor five parts");
        };
    }

    private static int parts(String text) {
        int parts = 1;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            parts++;
        }
        return parts;
    }

    private JsonObject verify(String text) throws Rejection, MalformedException {
        if (!acceptsSigned) {
            throw new Rejection(Reason.TOKEN_KIND_NOT_ACCEPTED, Facts.expected("encrypted", "signed"));
        }
        CompactJws jws = CompactJws.parse(text);
        checkType(jws.header());
        try {
            verifier.verify(jws);
        } catch (JoseException e) {
            throw rejection(e, Reason.TOKEN_SIGNATURE_INVALID);
        }
        return jws.claims();
    }

    private JsonObject decrypt(String text) throws Rejection, MalformedException {
        if (decryptionKeys.isEmpty()) {
            throw new Rejection(Reason.TOKEN_KIND_NOT_ACCEPTED, Facts.expected("signed", "encrypted"));
        }
        CompactJwe jwe = CompactJwe.parse(text);
        checkType(jwe.header());
        Decrypted decrypted;
        try {
            decrypted = decrypter.decrypt(jwe, decryptionKeys);
        } catch (JoseException e) {
            throw rejection(e, Reason.TOKEN_UNDECRYPTABLE);
        }
        byte[] plaintext = decrypted.plaintext();
        boolean isNested = plaintext.length > 0 && plaintext[0] == 'e'; // base64url of {" begins with ey
        if (isNested) {
            return verify(new String(plaintext, StandardCharsets.ISO_8859_1));
        }
        if (!decrypted.isFromHolderOfSharedSecret()) {
            throw new Rejection(Reason.TOKEN_NOT_SIGNED);
        }
        return Json.object(plaintext);
    }

    private static void checkType(JsonObject header) throws Rejection, MalformedException {
        String typ = header.text("typ");
        if (typ == null) {
            return;
        }
        String type = typ.toLowerCase(Locale.ROOT);
        // RFC 7515 section 4.1.9: application/ may be left out
        if (!TYPES.contains(type.startsWith("application/") ? type.substring("application/".length()) : type)) {
            throw new Rejection(Reason.TOKEN_TYPE_WRONG, Facts.expected(TYPES.toString(), typ));
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
