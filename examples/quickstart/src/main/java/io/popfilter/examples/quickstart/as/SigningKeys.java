// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.stream.Stream;

/** The keys of this server. The newest signs; the others are still published, for what they signed before. */
final class SigningKeys {

    static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

    private volatile List<ECKey> newestFirst = List.of(newKey());

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyIDFromThumbprint(true)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(ALGORITHM)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK cannot make a P-256 key", e);
        }
    }

    synchronized void rotate() {
        newestFirst = Stream.concat(Stream.of(newKey()), newestFirst.stream()).toList();
    }

    synchronized void removeOld() {
        newestFirst = List.of(newestFirst.get(0));
    }

    /** The public halves. */
    JWKSet published() {
        return new JWKSet(List.copyOf(newestFirst)).toPublicJWKSet();
    }

    String sign(JOSEObjectType type, JWTClaimsSet claims) throws JOSEException {
        ECKey key = newestFirst.get(0);
        JWSHeader header = new JWSHeader.Builder(ALGORITHM)
                .type(type)
                .keyID(key.getKeyID())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
