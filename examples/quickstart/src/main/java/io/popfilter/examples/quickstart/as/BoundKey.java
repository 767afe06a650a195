// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.util.Map;

/**
 * The key that a token will be bound to.
 *
 * @param isSecret whether the token has to be encrypted, because the key in it is a secret
 * @param inToken the token's {@code cnf} claim (RFC 7800)
 * @param inAnswer the {@code cnf} member beside the token: the key, if this server made it; else empty
 */
record BoundKey(boolean isSecret, Map<String, Object> inToken, Map<String, Object> inAnswer) {

    /** A new 256-bit secret, which the resource server reads in the token and the client beside it. */
    static BoundKey newSecret() throws JOSEException {
        JWK secret =
                new OctetSequenceKeyGenerator(256).algorithm(JWSAlgorithm.HS256).generate();
        Map<String, Object> cnf = Map.of("jwk", secret.toJSONObject());
        return new BoundKey(true, cnf, cnf);
    }

    /** A new key pair, for a client that cannot make one: its private half goes to the client only. */
    static BoundKey newPair() throws JOSEException {
        ECKey pair =
                new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES256).generate();
        return new BoundKey(
                false, Map.of("jwk", pair.toPublicJWK().toJSONObject()), Map.of("jwk", pair.toJSONObject()));
    }

    /** A public key that the client sent. */
    static BoundKey ofClient(JWK publicKey) {
        return new BoundKey(false, Map.of("jwk", publicKey.toJSONObject()), Map.of());
    }

    /** A key that the client named by its RFC 7638 thumbprint, and will show in each request. */
    static BoundKey named(String thumbprint) {
        return new BoundKey(false, Map.of("jkt", thumbprint), Map.of());
    }
}
