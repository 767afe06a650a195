// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;

/** Keys of clients, and what they sign. */
final class ClientKeyPairs {

    private ClientKeyPairs() {}

    static ECKey signing(String kid) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    }

    static ECKey encryption(String kid) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(kid)
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
    }

    /** The public halves. */
    static String jwks(JWK... keys) {
        return new JWKSet(List.of(keys)).toString();
    }

    static String sign(ECKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
