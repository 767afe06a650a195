// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key of the resource server that decrypts tokens: a secret that it shares with the authorization server, or its own RSA
 * or EC private key. Its {@link #toString()} shows the type and the {@code kid} only.
 */
public final class DecryptionKey {

    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final int MIN_SHARED_OCTETS = 16;
    private static final int MAX_SHARED_OCTETS = 64;

    private final KeyManagement.Family family;
    private final Key key;
    private final int octets;
    private final @Nullable EcCurve curve;
    private final @Nullable String kid;
    private final @Nullable String alg;

    private DecryptionKey(JwkMembers jwk, KeyManagement.Family family, Key key, int octets, @Nullable EcCurve curve)
            throws KeyDefectException {
        String use = jwk.optionalText("use");
        if (use != null && !use.equals("enc")) {
            throw KeyDefectException.unacceptable("use is not enc");
        }
        this.family = family;
        this.key = key;
        this.octets = octets;
        this.curve = curve;
        this.kid = jwk.optionalText("kid");
        this.alg = jwk.optionalText("alg");
        requireUse();
    }

    /** An {@code alg} that is never executed, or does not go with the key's size, shows at the start and not in requests. */
    private void requireUse() throws KeyDefectException {
        for (KeyManagement algorithm : KeyManagement.values()) {
            for (ContentEncryption encryption : ContentEncryption.values()) {
                if (fits(algorithm, encryption)) {
                    return;
                }
            }
        }
        throw KeyDefectException.unacceptable("no algorithm fits its alg, kty and size");
    }

    /** The key of this JWK: {@code oct}, or {@code RSA} or {@code EC} with its private members. */
    public static DecryptionKey fromJwk(JsonObject json) throws KeyDefectException {
        JwkMembers jwk = new JwkMembers(json);
        try {
            return switch (jwk.text("kty")) {
                case "oct" -> shared(jwk);
                case "RSA" -> rsa(jwk);
                case "EC" -> ec(jwk);
                default -> throw KeyDefectException.unacceptable("kty is not supported for decryption");
            };
        } catch (GeneralSecurityException e) {
            throw KeyDefectException.unacceptable("refused by the JDK");
        }
    }

    private static DecryptionKey shared(JwkMembers jwk) throws KeyDefectException {
        byte[] k = jwk.octets("k");
        if (k.length < MIN_SHARED_OCTETS || k.length > MAX_SHARED_OCTETS) {
            throw KeyDefectException.unacceptable("shared secret of " + k.length + " octets");
        }
        return new DecryptionKey(jwk, KeyManagement.Family.SHARED, new SecretKeySpec(k, "AES"), k.length, null);
    }

    private static DecryptionKey rsa(JwkMembers jwk) throws KeyDefectException, GeneralSecurityException {
        BigInteger n = jwk.number("n");
        if (n.bitLength() < MIN_RSA_BITS || n.bitLength() > MAX_RSA_BITS) {
            throw KeyDefectException.unacceptable("RSA modulus of " + n.bitLength() + " bits");
        }
        Key key = KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        n,
                        jwk.number("e"),
                        jwk.number("d"),
                        jwk.number("p"),
                        jwk.number("q"),
                        jwk.number("dp"),
                        jwk.number("dq"),
                        jwk.number("qi")));
        return new DecryptionKey(jwk, KeyManagement.Family.RSA, key, 0, null);
    }

    private static DecryptionKey ec(JwkMembers jwk) throws KeyDefectException, GeneralSecurityException {
        EcCurve curve =
                EcCurve.of(jwk.text("crv")).orElseThrow(() -> KeyDefectException.unacceptable("crv is not supported"));
        BigInteger d = new BigInteger(1, jwk.octets("d", curve.octets()));
        Key key = KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(d, curve.parameters()));
        return new DecryptionKey(jwk, KeyManagement.Family.EC, key, 0, curve);
    }

    /** The JWK's {@code kid}. */
    public Optional<String> kid() {
        return Optional.ofNullable(kid);
    }

    /** Whether the authorization server holds it too, so that what it decrypts was encrypted by one of the two. */
    public boolean isShared() {
        return family == KeyManagement.Family.SHARED;
    }

    /** RFC 8725 section 3.2: one key, one algorithm, as far as the JWK or the key's size says. */
    boolean fits(KeyManagement algorithm, ContentEncryption encryption) {
        if (algorithm.family() != family) {
            return false;
        }
        boolean isDirect = algorithm == KeyManagement.DIR;
        if (alg != null && !alg.equals(algorithm.joseName()) && !(isDirect && alg.equals(encryption.joseName()))) {
            return false;
        }
        if (family != KeyManagement.Family.SHARED) {
            return true;
        }
        return octets == (isDirect ? encryption.keyOctets() : algorithm.wrappingOctets());
    }

    Key key() {
        return key;
    }

    /** The curve of an EC key. */
    EcCurve curve() {
        if (curve == null) {
            throw new IllegalStateException("not an EC key");
        }
        return curve;
    }

    @Override
    public String toString() {
        return family + (kid == null ? "" : " kid " + kid);
    }
}
