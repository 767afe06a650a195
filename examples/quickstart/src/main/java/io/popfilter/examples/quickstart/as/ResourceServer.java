// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;

/** A resource server that tokens are issued for, and the long-term key that only it and this server know. */
public final class ResourceServer {

    /** The form of its tokens. */
    public enum TokenFormat {
        /** {@link #ENCRYPTED} if the key in the token is a secret, else {@link #SIGNED}. */
        BY_KEY,
        /** A JWT, encrypted under the shared key. */
        ENCRYPTED,
        /** A signed JWT (RFC 9068); a secret key in it is wrapped under the shared key. */
        SIGNED,
        /** A random text: the resource server asks what it means (RFC 7662). */
        OPAQUE
    }

    private final String identifier;
    private final TokenFormat format;
    private final Credentials credentials;
    private final OctetSequenceKey sharedKey;

    private ResourceServer(String identifier, TokenFormat format, Credentials credentials, OctetSequenceKey sharedKey) {
        this.identifier = identifier;
        this.format = format;
        this.credentials = credentials;
        this.sharedKey = sharedKey;
    }

    /** A new resource server, with a new shared key; it introspects with these credentials. */
    public static ResourceServer register(String identifier, TokenFormat format, Credentials credentials) {
        try {
            OctetSequenceKey sharedKey = new OctetSequenceKeyGenerator(256)
                    .keyIDFromThumbprint(true)
                    .keyUse(KeyUse.ENCRYPTION)
                    .algorithm(JWEAlgorithm.A256KW)
                    .generate();
            return new ResourceServer(identifier, format, credentials, sharedKey);
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

    TokenFormat format() {
        return format;
    }

    Credentials credentials() {
        return credentials;
    }

    OctetSequenceKey sharedKey() {
        return sharedKey;
    }
}
