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
import java.util.Optional;

/**
 * The key that a token will be bound to.
 *
 * @param isSecret whether nobody but client and resource server may read the confirmation, because the key in it is a secret
 * @param confirmation the {@code cnf} claim (RFC 7800)
 * @param madeHere the key with its private part, if this server made it: it has to be sent to the client
 */
record BoundKey(boolean isSecret, Map<String, Object> confirmation, Optional<JWK> madeHere) {

    /** A new 256-bit secret. */
    static BoundKey newSecret() throws JOSEException {
        JWK secret =
                new OctetSequenceKeyGenerator(256).algorithm(JWSAlgorithm.HS256).generate();
        return new BoundKey(true, Map.of("jwk", secret.toJSONObject()), Optional.of(secret));
    }

    /** A new key pair, for a client that cannot make one: its private half goes to the client only. */
    static BoundKey newPair() throws JOSEException {
        ECKey pair =
                new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES256).generate();
        return new BoundKey(false, Map.of("jwk", pair.toPublicJWK().toJSONObject()), Optional.of(pair));
    }

    /** A public key that the client sent. */
    static BoundKey ofClient(JWK publicKey) {
        return new BoundKey(false, Map.of("jwk", publicKey.toJSONObject()), Optional.empty());
    }

    /** A key that the client named by its RFC 7638 thumbprint, and will show in each request. */
    static BoundKey named(String thumbprint) {
        return new BoundKey(false, Map.of("jkt", thumbprint), Optional.empty());
    }

    /** A key that the client registered: the token is bound to the client, and the resource server looks the key up. */
    static BoundKey registered(String kid) {
        return new BoundKey(false, Map.of("kid", kid), Optional.empty());
    }

    /** {@code cnf} for a place that others may read too: a secret is wrapped for the resource server. */
    Map<String, Object> confirmationFor(ResourceServer reader) throws JOSEException {
        return isSecret ? Map.of("jwe", WrappedKey.of(madeHere.orElseThrow(), reader.sharedKey())) : confirmation;
    }

    /** {@code cnf} beside the token: the key that was made here, wrapped if the client has a key for that. */
    Optional<Map<String, Object>> confirmationFor(Optional<JWK> clientsKey) throws JOSEException {
        if (madeHere.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                clientsKey.isPresent()
                        ? Map.of("jwe", WrappedKey.of(madeHere.get(), clientsKey.get()))
                        : Map.of("jwk", madeHere.get().toJSONObject()));
    }
}
