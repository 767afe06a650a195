// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;

/** What the cases begin with: a token and a request that would pass, and private keys of their own. */
final class Samples {

    private Samples() {}

    static Token good() {
        return Token.signed().confirming(Scene.CLIENT);
    }

    static FakeRequest request(String compact) {
        return FakeRequest.get().authorization("PoP " + compact);
    }

    static Map<String, Object> privateKey(String alg) throws Exception {
        boolean isRsa = alg.equals("RS256");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(isRsa ? "RSA" : "EC");
        if (isRsa) {
            generator.initialize(2048);
        } else {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        KeyPair pair = generator.generateKeyPair();
        var jwk = isRsa
                ? new com.nimbusds.jose.jwk.RSAKey.Builder((RSAPublicKey) pair.getPublic())
                        .privateKey((RSAPrivateCrtKey) pair.getPrivate())
                        .build()
                : new com.nimbusds.jose.jwk.ECKey.Builder(
                                com.nimbusds.jose.jwk.Curve.P_256, (ECPublicKey) pair.getPublic())
                        .privateKey(pair.getPrivate())
                        .build();
        return jwk.toJSONObject();
    }

    static String json(Map<String, Object> members) {
        return JSONObjectUtils.toJSONString(members);
    }
}
