// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.Refused.authorization;

import com.nimbusds.jose.util.Base64URL;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes requests with tokens that do not hold, each signed as it should be. */
final class BadToken {

    static final AuthorizationServer AS = AuthorizationServer.ONLY;
    static final ClientKey SECRET = ClientKey.of(SignatureAlgorithm.HS256);
    static final ClientKey PAIR = ClientKey.of(SignatureAlgorithm.ES256);

    private BadToken() {}

    static Refused confirmation(String what, Reason reason, Map<String, Object> cnf) {
        return claims(what, reason, c -> c.put("cnf", cnf));
    }

    static Refused claims(String what, Reason reason, Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = bound(SECRET);
        change.accept(claims);
        return token(what, reason, SECRET, AS.token(TokenForm.A256KW_A256GCM, claims));
    }

    static Refused token(String what, Reason reason, ClientKey key, String token) {
        return authorization(
                what,
                reason,
                c -> Proof.of(token, key, "GET", c.server().authority(), Refused.TARGET)
                        .authorization());
    }

    static Map<String, Object> bound(ClientKey key) {
        return AS.claims(ConfirmationForm.JWK.of(key, AS));
    }

    static String changedPart(String token, int index) {
        return replacePart(token, index, part -> {
            byte[] octets = new Base64URL(part).decode();
            octets[octets.length / 2] ^= 1;
            return Base64URL.encode(octets).toString();
        });
    }

    static String replacePart(String token, int index, UnaryOperator<String> change) {
        String[] parts = token.split("\\.", -1);
        parts[index] = change.apply(parts[index]);
        return String.join(".", parts);
    }
}
