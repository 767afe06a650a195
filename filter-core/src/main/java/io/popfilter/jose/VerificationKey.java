// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key that verifies signatures: a public key, or a secret shared with the signer.
 *
 * <p>Made only from a JWK (RFC 7517) that passed every check: strong enough, on its curve, in canonical form, without
 * private members. Its {@link #toString()} shows the type and nothing of the key.
 */
public final class VerificationKey {

    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final int MAX_RSA_EXPONENT_BITS = 32;
    private static final int MIN_SECRET_OCTETS = 32;
    private static final int MAX_SECRET_OCTETS = 1024;
    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final KeyType type;
    private final Key key;
    private final int octets;
    private final Thumbprint thumbprint;
    private final @Nullable String kid;
    private final @Nullable SignatureAlgorithm onlyFor;

    private VerificationKey(JwkMembers jwk, KeyType type, Key key, int octets, String canonical)
            throws KeyDefectException {
        jwk.requirePurpose("sig", "verify");
        this.type = type;
        this.key = key;
        this.octets = octets;
        this.thumbprint = Thumbprint.ofCanonicalJson(canonical);
        this.kid = jwk.optionalText("kid");
        this.onlyFor = algorithm(jwk, type);
    }

    /** The key of this JWK, a public key or a shared secret ({@code oct}). */
    public static VerificationKey fromJwk(JsonObject json) throws KeyDefectException {
        JwkMembers jwk = new JwkMembers(json);
        String kty = jwk.text("kty");
        if (!kty.equals("oct")) {
            for (String member : PRIVATE_MEMBERS) {
                if (jwk.has(member)) {
                    throw new KeyDefectException(KeyDefectException.Defect.PRIVATE, "member " + member);
                }
            }
        }
        try {
            return switch (kty) {
                case "oct" -> secret(jwk);
                case "RSA" -> rsa(jwk);
                case "EC" -> ec(jwk);
                case "OKP" -> ed25519(jwk);
                default -> throw KeyDefectException.unacceptable("kty is not supported");
            };
        } catch (GeneralSecurityException e) {
            throw KeyDefectException.unacceptable("refused by the JDK");
        }
    }

    private static VerificationKey secret(JwkMembers jwk) throws KeyDefectException {
        byte[] k = jwk.octets("k");
        if (k.length < MIN_SECRET_OCTETS || k.length > MAX_SECRET_OCTETS) {
            throw KeyDefectException.unacceptable("secret of " + k.length + " octets");
        }
        String canonical = "{\"k\":\"" + Base64Url.encode(k) + "\",\"kty\":\"oct\"}";
        return new VerificationKey(jwk, KeyType.SECRET, new SecretKeySpec(k, "HMAC"), k.length, canonical);
    }

    private static VerificationKey rsa(JwkMembers jwk) throws KeyDefectException, GeneralSecurityException {
        BigInteger n = jwk.number("n");
        BigInteger e = jwk.number("e");
        if (n.bitLength() < MIN_RSA_BITS || n.bitLength() > MAX_RSA_BITS || !n.testBit(0)) {
            throw KeyDefectException.unacceptable("RSA modulus of " + n.bitLength() + " bits");
        }
        if (e.bitLength() < 2 || e.bitLength() > MAX_RSA_EXPONENT_BITS || !e.testBit(0)) {
            throw KeyDefectException.unacceptable("RSA exponent");
        }
        Key key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
        String canonical = "{\"e\":\"" + jwk.text("e") + "\",\"kty\":\"RSA\",\"n\":\"" + jwk.text("n") + "\"}";
        return new VerificationKey(jwk, KeyType.RSA, key, (n.bitLength() + 7) / 8, canonical);
    }

    private static VerificationKey ec(JwkMembers jwk) throws KeyDefectException, GeneralSecurityException {
        EcCurve curve =
                EcCurve.of(jwk.text("crv")).orElseThrow(() -> KeyDefectException.unacceptable("crv is not supported"));
        Key key =
                KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point(jwk, curve), curve.parameters()));
        String canonical = "{\"crv\":\"" + curve.joseName() + "\",\"kty\":\"EC\",\"x\":\"" + jwk.text("x")
                + "\",\"y\":\"" + jwk.text("y") + "\"}";
        return new VerificationKey(jwk, curve.keyType(), key, curve.octets(), canonical);
    }

    static ECPoint point(JwkMembers jwk, EcCurve curve) throws KeyDefectException {
        BigInteger x = new BigInteger(1, jwk.octets("x", curve.octets()));
        BigInteger y = new BigInteger(1, jwk.octets("y", curve.octets()));
        return curve.point(x, y).orElseThrow(() -> KeyDefectException.unacceptable("point is not on the curve"));
    }

    private static VerificationKey ed25519(JwkMembers jwk) throws KeyDefectException, GeneralSecurityException {
        if (!jwk.text("crv").equals("Ed25519")) {
            throw KeyDefectException.unacceptable("crv is not supported");
        }
        Key key = Ed25519.key(jwk.octets("x", Ed25519.OCTETS));
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + jwk.text("x") + "\"}";
        return new VerificationKey(jwk, KeyType.ED25519, key, Ed25519.OCTETS, canonical);
    }

    private static @Nullable SignatureAlgorithm algorithm(JwkMembers jwk, KeyType type) throws KeyDefectException {
        String alg = jwk.optionalText("alg");
        if (alg == null) {
            return null;
        }
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.of(alg).orElseThrow(() -> KeyDefectException.unacceptable("alg is not supported"));
        if (algorithm.keyType() != type) {
            throw KeyDefectException.unacceptable("alg does not fit kty");
        }
        return algorithm;
    }

    /** The type that algorithms are pinned to. */
    public KeyType type() {
        return type;
    }

    /** RFC 7638, with SHA-256. */
    public Thumbprint thumbprint() {
        return thumbprint;
    }

    /** The JWK's {@code kid}. */
    public Optional<String> kid() {
        return Optional.ofNullable(kid);
    }

    /** Whether this key may be used with that algorithm: its type, its size, and the JWK's own {@code alg} if any. */
    public boolean fits(SignatureAlgorithm algorithm) {
        return algorithm.keyType() == type
                && (type != KeyType.SECRET || octets >= algorithm.octets())
                && (onlyFor == null || onlyFor == algorithm || isSameEdDsa(algorithm));
    }

    private boolean isSameEdDsa(SignatureAlgorithm algorithm) {
        return onlyFor != null && onlyFor.keyType() == KeyType.ED25519 && algorithm.keyType() == KeyType.ED25519;
    }

    Key key() {
        return key;
    }

    /** Octets of an RSA signature. */
    int octets() {
        return octets;
    }

    /** Type and thumbprint of a public key; for a secret the type alone. */
    @Override
    public String toString() {
        return type == KeyType.SECRET ? type.name() : type + " " + thumbprint.value();
    }
}
