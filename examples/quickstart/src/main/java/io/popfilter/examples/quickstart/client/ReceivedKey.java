// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import java.io.IOException;
import java.text.ParseException;

/** The key beside a token, which the authorization server made: {@code cnf} in its answer. */
final class ReceivedKey {

    private ReceivedKey() {}

    /** As it is: {@code {"jwk": ...}}. */
    static SigningKey read(JsonNode cnf) throws IOException {
        return signingKey(cnf.path("jwk").toString());
    }

    /** In a JWE to a key of the client: {@code {"jwe": ...}}. */
    static SigningKey open(JsonNode cnf, ECKey receiver) throws IOException {
        try {
            JWEObject jwe = JWEObject.parse(cnf.path("jwe").asText());
            jwe.decrypt(new ECDHDecrypter(receiver));
            return signingKey(jwe.getPayload().toString());
        } catch (ParseException | JOSEException e) {
            throw new IOException("the key cannot be opened", e);
        }
    }

    private static SigningKey signingKey(String jwk) throws IOException {
        try {
            JWK key = JWK.parse(jwk);
            return key instanceof OctetSequenceKey secret
                    ? SigningKey.secret(SignatureAlgorithm.HS256, secret.toByteArray())
                    : SigningKey.pair(SignatureAlgorithm.ES256, key.toECKey().toKeyPair());
        } catch (ParseException | JOSEException e) {
            throw new IOException("no key for HS256 or ES256", e);
        }
    }
}
