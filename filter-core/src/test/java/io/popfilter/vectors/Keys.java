// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.Base64;

/** The keys beside the vectors, by their {@code kid}. Everybody knows them. */
final class Keys {

    private Keys() {}

    static JWK of(String kid) {
        for (String file : new String[] {"private-keys.json", "decryption-keys.json"}) {
            JWK key = set(file).getKeyByKeyId(kid);
            if (key != null) {
                return key;
            }
        }
        throw new IllegalArgumentException("no key " + kid);
    }

    private static JWKSet set(String file) {
        try {
            return JWKSet.parse(Files.readString(Vector.FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] secret(String kid) {
        return ((OctetSequenceKey) of(kid)).toByteArray();
    }

    static Key jca(String kid) throws GeneralSecurityException, JOSEException {
        JWK key = of(kid);
        if (key instanceof OctetKeyPair pair) {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(
                            NamedParameterSpec.ED25519, pair.getD().decode()));
        }
        if (key instanceof ECKey pair) {
            return pair.toECPrivateKey();
        }
        return key instanceof RSAKey pair ? pair.toPrivateKey() : ((OctetSequenceKey) key).toSecretKey();
    }

    /** The members that RFC 7638 names: a public key without private members; a secret with its value. */
    static String jwk(String kid) {
        return JSONObjectUtils.toJSONString(of(kid).getRequiredParams());
    }

    static String thumbprint(String kid) {
        try {
            return of(kid).computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** One octet per character. */
    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String sha256(String text) {
        try {
            return base64url(MessageDigest.getInstance("SHA-256").digest(octets(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
