// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which keys of others are accepted. */
final class PublicKeys {

    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);
    private static final int MOST = 20;

    private PublicKeys() {}

    /** A JWK Set of acceptable keys, each with a {@code kid} of its own, by which tokens and assertions name it. */
    static JWKSet readAll(String jwks) throws ParseException {
        Map<String, Object> members = JSONObjectUtils.parse(jwks);
        // JWKSet.parse() expects no null
        if (members == null || !(members.get("keys") instanceof List<?> list) || list.contains(null)) {
            throw new ParseException("an object with keys", 0);
        }
        JWKSet keys = JWKSet.parse(members);
        if (keys.isEmpty() || keys.size() > MOST) {
            throw new ParseException("between 1 and " + MOST + " keys", 0);
        }
        Set<String> kids = new HashSet<>();
        for (JWK key : keys.getKeys()) {
            require(key);
            if (key.getKeyID() == null || !kids.add(key.getKeyID())) {
                throw new ParseException("each key needs a kid of its own", 0);
            }
        }
        return keys;
    }

    /** The key, if it is public and strong enough. */
    static JWK require(JWK key) throws ParseException {
        if (key.isPrivate()) { // so is every symmetric one
            throw new ParseException("send the public key only", 0);
        }
        if (!isFit(key)) {
            throw new ParseException("this type or size of key cannot be used", 0);
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
