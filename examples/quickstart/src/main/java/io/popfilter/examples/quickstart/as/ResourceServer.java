// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;

/** A resource server that tokens are issued for, and the long-term key that only it and this server know. */
public final class ResourceServer {

    static final JWEAlgorithm WRAPPING = JWEAlgorithm.A256KW;
    static final EncryptionMethod ENCRYPTION = EncryptionMethod.A256GCM;

    private final String identifier;
    private final OctetSequenceKey sharedKey;

    private ResourceServer(String identifier, OctetSequenceKey sharedKey) {
        this.identifier = identifier;
        this.sharedKey = sharedKey;
    }

    /** A new resource server, with a new shared key. */
    public static ResourceServer register(String identifier) {
        try {
            return new ResourceServer(
                    identifier,
                    new OctetSequenceKeyGenerator(256)
                            .keyIDFromThumbprint(true)
                            .keyUse(KeyUse.ENCRYPTION)
                            .algorithm(WRAPPING)
                            .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK cannot make an AES key", e);
        }
    }

    /** What a client says in {@code resource}, and the token in {@code aud}. */
    public String identifier() {
        return identifier;
    }

    /** The shared key as a JWK Set, for the resource server's {@code token.decryption-keys}. Secret. */
    public String decryptionKeys() {
        return new JWKSet(sharedKey).toString(false);
    }

    OctetSequenceKey sharedKey() {
        return sharedKey;
    }
}
