// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** Access tokens: their encryption. */
final class TokenEncryptionVectors {

    private static final String ISSUER_KEY = "issuer-ed25519";

    private TokenEncryptionVectors() {}

    static void describe(VectorWriter writer) {
        describeSharedSecrets(writer);
        describePrivateKeys(writer);
        describeDecryption(writer);
    }

    private static void describeSharedSecrets(VectorWriter writer) {
        for (String[] form : new String[][] {
            {"dir", "A128GCM", "shared-128"},
            {"dir", "A192GCM", "shared-192"},
            {"dir", "A256GCM", "shared-256"},
            {"dir", "A128CBC-HS256", "shared-256"},
            {"dir", "A192CBC-HS384", "shared-384"},
            {"dir", "A256CBC-HS512", "shared-512"},
            {"A128KW", "A128GCM", "shared-128"},
            {"A128KW", "A128CBC-HS256", "shared-128"},
            {"A192KW", "A192GCM", "shared-192"},
            {"A192KW", "A192CBC-HS384", "shared-192"},
            {"A256KW", "A256GCM", "shared-256"},
            {"A256KW", "A256CBC-HS512", "shared-256"},
            {"A128GCMKW", "A128GCM", "shared-128"},
            {"A128GCMKW", "A256CBC-HS512", "shared-128"},
            {"A192GCMKW", "A192GCM", "shared-192"},
            {"A192GCMKW", "A128CBC-HS256", "shared-192"},
            {"A256GCMKW", "A256GCM", "shared-256"},
            {"A256GCMKW", "A192CBC-HS384", "shared-256"},
        }) {
            String name = (form[0] + "-" + form[1]).toLowerCase(Locale.ROOT);
            writer.accepts("token/jwe-" + name, "Claims encrypted with a shared secret (RFC 7518 sections 4 and 5).")
                    .token(Token.shared().encryptedFor(form[2], form[0], form[1]));
        }
        writer.accepts(
                        "token/jwe-dir-nested",
                        "A signed token, encrypted with a shared secret (RFC 7519 section 11.2).")
                .token(Token.shared().signedBy(ISSUER_KEY, "EdDSA"));
        writer.accepts(
                        "token/jwe-a256kw-nested",
                        "A signed token, wrapped with a shared secret (RFC 7519 section 11.2).")
                .token(Token.shared().signedBy("issuer-p256", "ES256").encryptedFor("shared-256", "A256KW", "A256GCM"));
        writer.accepts("token/jwe-without-kid", "Without a kid every fitting key is tried (RFC 7516 section 4.1.6).")
                .token(Token.shared().encryptedWithoutKid("shared-256-previous", "A256KW", "A256GCM"));
        writer.accepts("token/jwe-previous-key", "The secret of before the last rotation (RFC 7516 section 4.1.6).")
                .token(Token.shared().encryptedFor("shared-256-previous", "dir", "A256GCM"));
    }

    private static void describePrivateKeys(VectorWriter writer) {
        for (String[] form : new String[][] {
            {"RSA-OAEP-256", "A256GCM", "server-rsa"},
            {"RSA-OAEP-256", "A128CBC-HS256", "server-rsa"},
            {"ECDH-ES", "A256GCM", "server-p256"},
            {"ECDH-ES", "A256CBC-HS512", "server-p384"},
            {"ECDH-ES+A128KW", "A128GCM", "server-p256"},
            {"ECDH-ES+A192KW", "A192GCM", "server-p256"},
            {"ECDH-ES+A256KW", "A256GCM", "server-p256"},
        }) {
            String name = (form[0] + "-" + form[1]).toLowerCase(Locale.ROOT).replace('+', '-');
            writer.accepts(
                            "token/jwe-" + name + "-nested",
                            "A signed token, encrypted to the server's own key (RFC 8725 section 3.3).")
                    .token(Token.shared().signedBy(ISSUER_KEY, "EdDSA").encryptedFor(form[2], form[0], form[1]));
        }
        refusesUnsigned(writer, "rsa-oaep-256", "server-rsa", "RSA-OAEP-256");
        refusesUnsigned(writer, "ecdh-es", "server-p256", "ECDH-ES");
        refusesUnsigned(writer, "ecdh-es-a256kw", "server-p256", "ECDH-ES+A256KW");
        writer.refuses(
                        Reason.TOKEN_ALGORITHM_NOT_ACCEPTED,
                        "token/forged-unsecured-inside",
                        "An unsecured JWS, encrypted by anybody to the server's public key (RFC 8725 section 3.3; V-07).")
                .token(Token.shared()
                        .unsecured("{\"alg\":\"none\"}")
                        .encryptedFor("server-rsa", "RSA-OAEP-256", "A256GCM"));
        writer.refuses(
                        Reason.TOKEN_SIGNATURE_INVALID,
                        "token/forged-other-signer-inside",
                        "A token signed by another issuer under our issuer's kid, encrypted to the server's public key"
                                + " (RFC 8725 section 3.3; V-07).")
                .token(Token.shared()
                        .signedWith("{\"alg\":\"EdDSA\",\"kid\":\"issuer-ed25519\"}", "other-issuer-ed25519", "EdDSA")
                        .encryptedFor("server-rsa", "RSA-OAEP-256", "A256GCM"));
        writer.refuses(
                        Reason.TOKEN_MALFORMED,
                        "token/forged-jwe-inside",
                        "A JWE within a JWE (RFC 8725 section 3.3; V-07).")
                .token(Token.shared()
                        .content(Token.shared().text(Seeded.of("inner")))
                        .encryptedFor("server-rsa", "RSA-OAEP-256", "A256GCM"));
    }

    private static void refusesUnsigned(VectorWriter writer, String name, String kid, String alg) {
        writer.refuses(
                        Reason.TOKEN_NOT_SIGNED,
                        "token/not-signed-" + name,
                        "Bare claims, which anybody can encrypt to the server's public key (RFC 8725 section 3.3; V-07).")
                .token(Token.shared().encryptedFor(kid, alg, "A256GCM"));
    }

    private static void describeDecryption(VectorWriter writer) {
        String[] parts = {"header", "encrypted-key", "iv", "ciphertext", "tag"};
        for (int i = 0; i < parts.length; i++) {
            Token token = Token.shared().encryptedFor("shared-256", "A256KW", "A256GCM");
            Token changed = i == 0
                    ? token.thenPart(0, part -> Jws.encode(Jws.decode(part).replace("at+jwt", "JWT")))
                    : token.thenPart(i, TokenEncryptionVectors::withFirstBitChanged);
            refusesDecryption(writer, parts[i] + "-changed", changed);
        }
        for (int i = 2; i < parts.length; i++) {
            refusesDecryption(
                    writer,
                    "cbc-" + parts[i] + "-changed",
                    Token.shared()
                            .encryptedFor("shared-256", "dir", "A128CBC-HS256")
                            .thenPart(i, TokenEncryptionVectors::withFirstBitChanged));
        }
        refusesDecryption(writer, "tag-shifted", Token.shared().then(TokenEncryptionVectors::withTagInCiphertext));
        refusesDecryption(writer, "tag-truncated", Token.shared().thenPart(4, part -> part.substring(0, 16)));
        refusesDecryption(writer, "tag-empty", Token.shared().thenPart(4, part -> ""));
        refusesDecryption(
                writer, "other-key", Token.shared().encryptedWithoutKid("other-shared-256", "A256KW", "A256GCM"));
        refusesDecryption(
                writer, "other-direct-key", Token.shared().encryptedWithoutKid("other-shared-256", "dir", "A256GCM"));
        refusesDecryption(
                writer,
                "rsa-encrypted-key-changed",
                Token.shared()
                        .signedBy(ISSUER_KEY, "EdDSA")
                        .encryptedFor("server-rsa", "RSA-OAEP-256", "A256GCM")
                        .thenPart(1, TokenEncryptionVectors::withFirstBitChanged));
    }

    private static void refusesDecryption(VectorWriter writer, String name, Token token) {
        writer.refuses(
                        Reason.TOKEN_UNDECRYPTABLE,
                        "token/undecryptable-" + name,
                        "Not encrypted with our key, or changed since; one answer for all of it (RFC 7516 section 11.5; V-14).")
                .token(token);
    }

    /** Ciphertext and tag joined are what they were: a decrypter that only joins them would take a tag of any length. */
    private static String withTagInCiphertext(String jwe) {
        String[] parts = jwe.split("\\.", -1);
        byte[] tag = Base64.getUrlDecoder().decode(parts[4]);
        byte[] ciphertext = Base64.getUrlDecoder().decode(parts[3]);
        byte[] longer = Arrays.copyOf(ciphertext, ciphertext.length + 4);
        System.arraycopy(tag, 0, longer, ciphertext.length, 4);
        parts[3] = Keys.base64url(longer);
        parts[4] = Keys.base64url(Arrays.copyOfRange(tag, 4, tag.length));
        return String.join(".", parts);
    }

    /** The first character of base64url holds the six highest bits of the first octet. */
    private static String withFirstBitChanged(String part) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(part.charAt(0)) ^ 1) + part.substring(1);
    }
}
