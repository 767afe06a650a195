// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.examples.quickstart.as.TokenRefusal.Code;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which key the client wants its token to be bound to (draft-ietf-oauth-pop-key-distribution).
 *
 * <p>A client with a key of its own sends {@code req_cnf}: base64url of {@code {"jwk": public key}}, or of
 * {@code {"kid": thumbprint}}. Without it this server makes the key, for the first algorithm in {@code alg} that it knows:
 * {@code HS256}, which is the default, or {@code ES256}.
 */
final class RequestedKey {

    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

    private RequestedKey() {}

    static BoundKey read(Parameters parameters) throws TokenRefusal, JOSEException {
        Optional<String> confirmation = parameters.single("req_cnf");
        if (confirmation.isPresent()) {
            return ofClient(confirmation.get());
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
        throw new TokenRefusal(Code.INVALID_REQUEST, "alg: this server makes keys for HS256 and ES256 only");
    }

    private static BoundKey ofClient(String confirmation) throws TokenRefusal {
        try {
            Map<String, Object> members = JSONObjectUtils.parse(new Base64URL(confirmation).decodeToString());
            Map<String, Object> jwk = JSONObjectUtils.getJSONObject(members, "jwk");
            String kid = JSONObjectUtils.getString(members, "kid");
            if (jwk != null && kid == null) {
                return BoundKey.ofClient(publicKey(JWK.parse(jwk)));
            }
            if (kid != null && jwk == null && kid.matches("[A-Za-z0-9_-]{43}")) {
                return BoundKey.named(kid);
            }
        } catch (ParseException e) {
            // not JSON, or not a key: refused below
        }
        throw new TokenRefusal(
                Code.INVALID_REQUEST, "req_cnf: send base64url of {\"jwk\":...} or {\"kid\":thumbprint}");
    }

    private static JWK publicKey(JWK key) throws TokenRefusal {
        if (key.isPrivate()) { // so is every symmetric one
            throw new TokenRefusal(Code.INVALID_REQUEST, "req_cnf: send the public key only");
        }
        if (!isFit(key)) {
            throw new TokenRefusal(Code.INVALID_REQUEST, "req_cnf: this type or size of key cannot be used");
        }
        return key;
    }

    private static boolean isFit(JWK key) {
        if (key instanceof ECKey ec) {
            return CURVES.contains(ec.getCurve());
        }
        if (key instanceof OctetKeyPair okp) {
            return okp.getCurve().equals(Curve.Ed25519);
        }
        return key instanceof RSAKey rsa && rsa.size() >= 2048;
    }
}
