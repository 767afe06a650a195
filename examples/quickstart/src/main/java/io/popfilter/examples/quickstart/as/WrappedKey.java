// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;

/** A key in a JWE, which only the receiver can open (RFC 7800 section 3.3). */
final class WrappedKey {

    static final EncryptionMethod ENCRYPTION = EncryptionMethod.A256GCM;

    private WrappedKey() {}

    /** The receiver's key is a public one, or a secret that it shares with this server. */
    static String of(JWK key, JWK receiver) throws JOSEException {
        if (receiver instanceof ECKey ec) {
            return wrap(key, JWEAlgorithm.ECDH_ES, receiver, new ECDHEncrypter(ec));
        }
        if (receiver instanceof RSAKey rsa) {
            return wrap(key, JWEAlgorithm.RSA_OAEP_256, receiver, new RSAEncrypter(rsa));
        }
        return wrap(key, JWEAlgorithm.A256KW, receiver, new AESEncrypter(receiver.toOctetSequenceKey()));
    }

    private static String wrap(JWK key, JWEAlgorithm algorithm, JWK receiver, JWEEncrypter encrypter)
            throws JOSEException {
        JWEHeader header = new JWEHeader.Builder(algorithm, ENCRYPTION)
                .contentType("jwk+json")
                .keyID(receiver.getKeyID())
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(key.toJSONString()));
        jwe.encrypt(encrypter);
        return jwe.serialize();
    }
}
