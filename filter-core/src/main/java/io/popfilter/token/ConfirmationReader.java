// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.jose.CompactJwe;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.JoseException;
import io.popfilter.jose.JweDecrypter;
import io.popfilter.jose.KeyDefectException;
import io.popfilter.jose.KeyType;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code cnf} (RFC 7800 section 3, RFC 9449 section 6). Every member has to hold, and one that cannot be checked
 * refuses: a binding that nobody checks is none.
 */
final class ConfirmationReader {

    private static final Set<String> CHECKED = Set.of("jwk", "jwe", "kid", "jkt");

    private final JweDecrypter decrypter;
    private final List<DecryptionKey> decryptionKeys;

    ConfirmationReader(JweDecrypter decrypter, List<DecryptionKey> decryptionKeys) {
        this.decrypter = decrypter;
        this.decryptionKeys = decryptionKeys;
    }

    Confirmation read(JwtContent token) throws Rejection {
        JsonValue value = token.claims().get("cnf");
        if (value == null) {
            throw new Rejection(Reason.CONFIRMATION_MISSING);
        }
        if (!(value instanceof JsonObject cnf) || cnf.names().isEmpty()) {
            throw new Rejection(Reason.CONFIRMATION_MALFORMED, Facts.about("cnf is not an object with members"));
        }
        for (String name : cnf.names()) {
            if (!CHECKED.contains(name)) {
                throw new Rejection(Reason.CONFIRMATION_UNSUPPORTED, Facts.about(name));
            }
        }
        try {
            return read(cnf, token.isEncrypted());
        } catch (MalformedException e) {
            throw new Rejection(Reason.CONFIRMATION_MALFORMED, Facts.about(e.defect()));
        }
    }

    private Confirmation read(JsonObject cnf, boolean isTokenEncrypted) throws Rejection, MalformedException {
        VerificationKey key = key(cnf, isTokenEncrypted);
        String jkt = cnf.text("jkt");
        String kid = cnf.text("kid");
        List<String> thumbprints = new ArrayList<>();
        if (jkt != null) {
            requireSame(key, jkt, "jkt");
            thumbprints.add(jkt);
        }
        if (kid != null && !isOwnKid(key, kid)) {
            requireSame(key, kid, "kid");
            thumbprints.add(kid);
        }
        return new Confirmation(key, thumbprints);
    }

    private static boolean isOwnKid(@Nullable VerificationKey key, String kid) {
        return key != null && key.kid().filter(kid::equals).isPresent();
    }

    private static void requireSame(@Nullable VerificationKey key, String thumbprint, String member) throws Rejection {
        if (key != null && !key.thumbprint().is(thumbprint)) {
            throw new Rejection(Reason.CONFIRMATION_CONFLICT, Facts.about(member));
        }
    }

    private @Nullable VerificationKey key(JsonObject cnf, boolean isTokenEncrypted)
            throws Rejection, MalformedException {
        JsonValue jwk = cnf.get("jwk");
        String jwe = cnf.text("jwe");
        if (jwk != null && jwe != null) {
            throw new Rejection(Reason.CONFIRMATION_CONFLICT, Facts.about("jwk and jwe"));
        }
        if (jwk instanceof JsonValue.Text wrapped) {
            return unwrap(wrapped.value()); // draft-jones-oauth-proof-of-possession-00 section 3.2
        }
        if (jwe != null) {
            return unwrap(jwe);
        }
        if (jwk == null) {
            return null;
        }
        if (!(jwk instanceof JsonObject object)) {
            throw new MalformedException("jwk is neither an object nor a string");
        }
        VerificationKey key = parse(object);
        // RFC 7800 section 3.2: in the clear, everybody who saw the token could sign
        if (key.type() == KeyType.SECRET && !isTokenEncrypted) {
            throw new Rejection(Reason.CONFIRMATION_KEY_EXPOSED);
        }
        return key;
    }

    private VerificationKey unwrap(String jwe) throws Rejection, MalformedException {
        try {
            byte[] jwk =
                    decrypter.decrypt(CompactJwe.parse(jwe), decryptionKeys).plaintext();
            return parse(Json.object(jwk));
        } catch (JoseException e) {
            throw new Rejection(Reason.CONFIRMATION_KEY_UNDECRYPTABLE, Facts.about(e.detail()));
        }
    }

    private static VerificationKey parse(JsonObject jwk) throws Rejection {
        try {
            return VerificationKey.fromJwk(jwk);
        } catch (KeyDefectException e) {
            throw new Rejection(Reason.KEY_UNACCEPTABLE, Facts.about(e.detail()));
        }
    }
}
