// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.util.Optional;

/**
 * The signature algorithms (RFC 7518 section 3.1, RFC 8037, RFC 9864), each for one type of key.
 *
 * <p>{@code none} is not among them.
 */
public enum SignatureAlgorithm {
    /** HMAC with SHA-256. */
    HS256("HS256", "HmacSHA256", KeyType.SECRET, 32),
    /** HMAC with SHA-384. */
    HS384("HS384", "HmacSHA384", KeyType.SECRET, 48),
    /** HMAC with SHA-512. */
    HS512("HS512", "HmacSHA512", KeyType.SECRET, 64),
    /** ECDSA with P-256 and SHA-256. */
    ES256("ES256", "SHA256withECDSAinP1363Format", KeyType.P256, 64),
    /** ECDSA with P-384 and SHA-384. */
    ES384("ES384", "SHA384withECDSAinP1363Format", KeyType.P384, 96),
    /** ECDSA with P-521 and SHA-512. */
    ES512("ES512", "SHA512withECDSAinP1363Format", KeyType.P521, 132),
    /** Ed25519 under its first name. */
    EDDSA("EdDSA", "Ed25519", KeyType.ED25519, 64),
    /** Ed25519 under its fully specified name (RFC 9864). */
    ED25519("Ed25519", "Ed25519", KeyType.ED25519, 64),
    /** RSASSA-PSS with SHA-256. */
    PS256("PS256", "RSASSA-PSS", KeyType.RSA, 256),
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256("RS256", "SHA256withRSA", KeyType.RSA, 256);

    private final String joseName;
    private final String jcaName;
    private final KeyType keyType;
    private final int octets;

    SignatureAlgorithm(String joseName, String jcaName, KeyType keyType, int octets) {
        this.joseName = joseName;
        this.jcaName = jcaName;
        this.keyType = keyType;
        this.octets = octets;
    }

    /** The algorithm of this {@code alg} value, letter case included. */
    public static Optional<SignatureAlgorithm> of(String alg) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.joseName.equals(alg)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The {@code alg} value. */
    public String joseName() {
        return joseName;
    }

    /** The type of key that it is for. */
    public KeyType keyType() {
        return keyType;
    }

    @Override
    public String toString() {
        return joseName;
    }

    String jcaName() {
        return jcaName;
    }

    /** Size of the signature in octets; the least one with RSA. For HMAC also the least size of the key (RFC 7518 3.2). */
    int octets() {
        return octets;
    }
}
