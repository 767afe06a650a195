// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A client's proof-of-possession key and the algorithm that it signs with.
 *
 * <p>Its {@link #toString()} shows nothing of the key. Unfit keys are an {@link IllegalArgumentException}.
 */
public final class SigningKey {

    private final SignatureAlgorithm algorithm;
    private final Key key;
    private final VerificationKey verificationKey;
    private final @Nullable String publicJwk;

    private SigningKey(SignatureAlgorithm algorithm, Key key, String jwk, @Nullable String publicJwk) {
        this.algorithm = algorithm;
        this.key = key;
        this.verificationKey = verificationKey(jwk);
        this.publicJwk = publicJwk;
        if (!verificationKey.fits(algorithm)) {
            throw new IllegalArgumentException(algorithm + " does not fit a key of type " + verificationKey.type());
        }
    }

    private static VerificationKey verificationKey(String jwk) {
        try {
            return VerificationKey.fromJwk(Json.object(jwk.getBytes(StandardCharsets.US_ASCII)));
        } catch (MalformedException | KeyDefectException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The secret that the authorization server handed out, as raw octets; for the HMAC algorithms. */
    public static SigningKey secret(SignatureAlgorithm algorithm, byte[] secret) {
        String jwk = "{\"kty\":\"oct\",\"k\":\"" + Base64Url.encode(secret) + "\"}";
        return new SigningKey(algorithm, new SecretKeySpec(secret, "HMAC"), jwk, null);
    }

    /** A key pair of the algorithm's type. */
    public static SigningKey pair(SignatureAlgorithm algorithm, KeyPair pair) {
        String jwk = PublicJwk.of(pair.getPublic());
        return new SigningKey(algorithm, pair.getPrivate(), jwk, jwk);
    }

    /** A new key of the algorithm's type, from the JDK's secure random source; RSA with 2048 bits. */
    public static SigningKey generate(SignatureAlgorithm algorithm) {
        try {
            return switch (algorithm.keyType()) {
                case SECRET -> secret(algorithm, randomOctets(algorithm.octets()));
                case RSA -> {
                    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                    rsa.initialize(2048);
                    yield pair(algorithm, rsa.generateKeyPair());
                }
                case P256 -> pair(algorithm, ecPair("secp256r1"));
                case P384 -> pair(algorithm, ecPair("secp384r1"));
                case P521 -> pair(algorithm, ecPair("secp521r1"));
                case ED25519 ->
                    pair(algorithm, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a key for " + algorithm, e);
        }
    }

    private static KeyPair ecPair(String curve) throws GeneralSecurityException {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec(curve));
        return ec.generateKeyPair();
    }

    private static byte[] randomOctets(int count) {
        byte[] octets = new byte[count];
        new SecureRandom().nextBytes(octets);
        return octets;
    }

    /** The algorithm that it signs with. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** RFC 7638; what a token bound by {@code cnf.jkt} or {@code cnf.kid} names. */
    public Thumbprint thumbprint() {
        return verificationKey.thumbprint();
    }

    /** The public key as a JWK text; none for a secret. */
    public Optional<String> publicJwk() {
        return Optional.ofNullable(publicJwk);
    }

    Key key() {
        return key;
    }

    VerificationKey verificationKey() {
        return verificationKey;
    }

    @Override
    public String toString() {
        return algorithm + " " + verificationKey;
    }
}
