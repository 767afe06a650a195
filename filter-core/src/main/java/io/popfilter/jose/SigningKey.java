// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonWriter;
import io.popfilter.parse.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
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
    private final @Nullable String kid;

    private SigningKey(SignatureAlgorithm algorithm, Key key, String jwk, @Nullable String publicJwk) {
        this(algorithm, key, jwk, publicJwk, null);
    }

    private SigningKey(
            SignatureAlgorithm algorithm, Key key, String jwk, @Nullable String publicJwk, @Nullable String kid) {
        this.algorithm = algorithm;
        this.kid = kid;
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

    /**
     * The secret that a checked key shares with somebody.
     *
     * @throws IllegalArgumentException when it is no secret, or too short for the algorithm
     */
    public static SigningKey shared(SignatureAlgorithm algorithm, VerificationKey secret) {
        if (secret.type() != KeyType.SECRET) {
            throw new IllegalArgumentException("a public key cannot sign");
        }
        return secret(algorithm, secret.key().getEncoded());
    }

    /** A key pair of the algorithm's type. */
    public static SigningKey pair(SignatureAlgorithm algorithm, KeyPair pair) {
        String jwk = PublicJwk.of(pair.getPublic());
        return new SigningKey(algorithm, pair.getPrivate(), jwk, jwk);
    }

    /**
     * The private key of a JWK, EC, RSA or Ed25519, with its {@code alg} and {@code kid}; without {@code alg} it signs with the
     * ES algorithm of its curve, with PS256 or with EdDSA.
     */
    public static SigningKey fromPrivateJwk(JsonObject json) throws KeyDefectException {
        JwkMembers jwk = new JwkMembers(json);
        jwk.requirePurpose("sig", "sign");
        try {
            return switch (jwk.text("kty")) {
                case "RSA" -> fromJwk(jwk, SignatureAlgorithm.PS256, PrivateKeys.rsa(jwk), List.of("e", "n"));
                case "EC" -> {
                    EcCurve curve = EcCurve.of(jwk.text("crv"))
                            .orElseThrow(() -> KeyDefectException.unacceptable("crv is not supported"));
                    yield fromJwk(jwk, defaultOf(curve), PrivateKeys.ec(jwk, curve), List.of("crv", "x", "y"));
                }
                case "OKP" -> fromJwk(jwk, SignatureAlgorithm.EDDSA, PrivateKeys.ed25519(jwk), List.of("crv", "x"));
                default -> throw KeyDefectException.unacceptable("kty is not supported for signing");
            };
        } catch (GeneralSecurityException e) {
            throw KeyDefectException.unacceptable("refused by the JDK");
        } catch (IllegalArgumentException e) {
            throw KeyDefectException.unacceptable("alg does not fit the key, or its public members are wrong");
        }
    }

    private static SignatureAlgorithm defaultOf(EcCurve curve) {
        return switch (curve) {
            case P_256 -> SignatureAlgorithm.ES256;
            case P_384 -> SignatureAlgorithm.ES384;
            case P_521 -> SignatureAlgorithm.ES512;
        };
    }

    private static SigningKey fromJwk(
            JwkMembers jwk, SignatureAlgorithm whenNotSaid, PrivateKey key, List<String> publicMembers)
            throws KeyDefectException {
        JsonWriter publicJwk = new JsonWriter();
        publicJwk.text("kty", jwk.text("kty"));
        for (String member : publicMembers) {
            publicJwk.text(member, jwk.text(member));
        }
        String alg = jwk.optionalText("alg");
        SignatureAlgorithm algorithm = alg == null
                ? whenNotSaid
                : SignatureAlgorithm.of(alg).orElseThrow(() -> KeyDefectException.unacceptable("alg is not supported"));
        String text = publicJwk.toString();
        return new SigningKey(algorithm, key, text, text, jwk.optionalText("kid"));
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

    /** The key's {@code kid}, when it came from a JWK that has one. */
    public Optional<String> kid() {
        return Optional.ofNullable(kid);
    }

    /** The same key pair under its own name, or under its thumbprint if it has none. */
    public SigningKey named() {
        return kid != null || publicJwk == null
                ? this
                : new SigningKey(
                        algorithm, key, publicJwk, publicJwk, thumbprint().value());
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

    /** What verifies its signatures: the public key, or the same secret. */
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    @Override
    public String toString() {
        return algorithm + " " + verificationKey;
    }
}
