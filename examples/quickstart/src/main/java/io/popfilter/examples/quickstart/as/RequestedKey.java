// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.examples.quickstart.as.Refusal.Code;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which key the client wants its token to be bound to (draft-ietf-oauth-pop-key-distribution).
 *
 * <p>A client with a key of its own sends {@code req_cnf}: base64url of {@code {"jwk": public key}}, of
 * {@code {"kid": name of a registered key}}, or of {@code {"kid": thumbprint}}. Without it this server makes the key, for the first algorithm in {@code alg} that it knows:
 * {@code HS256}, which is the default, or {@code ES256}.
 */
final class RequestedKey {

    private RequestedKey() {}

    static BoundKey read(Parameters parameters, RegisteredClient client, Instant now) throws Refusal, JOSEException {
        Optional<String> confirmation = parameters.single("req_cnf");
        if (confirmation.isPresent()) {
            return ofClient(confirmation.get(), client, now);
        }
        List<String> algorithms =
                Arrays.asList(parameters.single("alg").orElse("HS256").split(" "));
        for (String algorithm : algorithms) {
            if (algorithm.equals("HS256")) {
                return BoundKey.newSecret();
            }
            if (algorithm.equals("ES256")) {
                return BoundKey.newPair();
            }
        }
        throw new Refusal(Code.INVALID_REQUEST, "alg: this server makes keys for HS256 and ES256 only");
    }

    private static BoundKey ofClient(String confirmation, RegisteredClient client, Instant now) throws Refusal {
        try {
            Map<String, Object> members = JSONObjectUtils.parse(new Base64URL(confirmation).decodeToString());
            if (members == null) { // the text was null
                throw new ParseException("an object with a key", 0);
            }
            Map<String, Object> jwk = JSONObjectUtils.getJSONObject(members, "jwk");
            String kid = JSONObjectUtils.getString(members, "kid");
            if (jwk != null && kid == null) {
                return BoundKey.ofClient(PublicKeys.require(JWK.parse(jwk)));
            }
            if (kid != null && jwk == null && client.keys().named(kid, now).isPresent()) {
                return BoundKey.registered(kid);
            }
            if (kid != null && jwk == null && kid.matches("[A-Za-z0-9_-]{43}")) {
                return BoundKey.named(kid);
            }
        } catch (ParseException e) {
            // not JSON, or not a key that can be used: refused below
        }
        throw new Refusal(Code.INVALID_REQUEST, "req_cnf: send base64url of {\"jwk\":public key} or {\"kid\":...}");
    }
}
