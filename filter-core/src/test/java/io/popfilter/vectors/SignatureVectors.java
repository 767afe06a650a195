// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import com.nimbusds.jose.JOSEException;
import io.popfilter.reject.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;

/** The signature of the request: algorithms, keys, and what is no signature. */
final class SignatureVectors {

    private SignatureVectors() {}

    static void describe(VectorWriter writer) {
        describeAlgorithms(writer);
        describeKeysOfOtherAlgorithms(writer);
        describeForgeries(writer);
        describeDegenerateSignatures(writer);
    }

    private static void describeAlgorithms(VectorWriter writer) {
        for (String[] form : new String[][] {
            {"HS256", "client-secret-256"},
            {"HS256", "client-secret-512"},
            {"HS384", "client-secret-384"},
            {"HS512", "client-secret-512"},
            {"ES256", "client-p256"},
            {"ES384", "client-p384"},
            {"ES512", "client-p521"},
            {"EdDSA", "client-ed25519"},
            {"Ed25519", "client-ed25519"},
            {"PS256", "client-rsa"},
            {"RS256", "client-rsa"},
        }) {
            writer.accepts(
                            "signature/" + form[0].toLowerCase(Locale.ROOT) + "-" + form[1],
                            "An algorithm with a key of its type and size (RFC 7518 section 3, RFC 8037, RFC 9864).")
                    .token(Token.shared().boundTo(form[1]))
                    .key(form[1], form[0]);
        }
        writer.accepts("signature/key-with-alg", "A key that says which algorithm it is for (RFC 7517 section 4.4).")
                .token(Token.shared().cnf(jwkWithAlg("client-rsa", "PS256")))
                .key("client-rsa", "PS256");
        writer.accepts(
                        "signature/key-with-alg-eddsa",
                        "Both names of Ed25519 are one algorithm (RFC 9864 section 2.2).")
                .token(Token.shared().cnf(jwkWithAlg("client-ed25519", "EdDSA")))
                .key("client-ed25519", "Ed25519");
    }

    private static String jwkWithAlg(String kid, String alg) {
        return "{\"jwk\":" + Keys.jwk(kid).replaceFirst("\\{", "{\"alg\":\"" + alg + "\",") + "}";
    }

    private static void describeKeysOfOtherAlgorithms(VectorWriter writer) {
        refusesAlgorithm(writer, "hs384-with-256-bits", "client-secret-256", "HS384");
        refusesAlgorithm(writer, "hs512-with-384-bits", "client-secret-384", "HS512");
        refusesAlgorithm(writer, "es256-with-secret", "client-secret-256", "ES256")
                .signature(input -> new byte[64]);
        refusesAlgorithm(writer, "es384-with-p256", "client-p256", "ES384");
        refusesAlgorithm(writer, "es256-with-p384", "client-p384", "ES256");
        refusesAlgorithm(writer, "eddsa-with-p256", "client-p256", "EdDSA").signature(input -> new byte[64]);
        refusesAlgorithm(writer, "rs256-with-p256", "client-p256", "RS256").signature(input -> new byte[256]);
        refusesAlgorithm(writer, "rs256-with-key-for-ps256", "client-rsa", "RS256")
                .token(Token.shared().cnf(jwkWithAlg("client-rsa", "PS256")));
        refusesAlgorithm(writer, "hs256-with-jwk-text", "client-rsa", "HS256")
                .signature(input -> hmac(input, Keys.jwk("client-rsa")));
        refusesAlgorithm(writer, "hs256-with-der", "client-rsa", "HS256")
                .signature(input -> hmac(input, new String(der(), StandardCharsets.ISO_8859_1)));
        refusesAlgorithm(writer, "hs256-with-pem", "client-rsa", "HS256").signature(input -> hmac(input, pem()));
        refusesAlgorithm(writer, "hs256-with-pem-after-spaces", "client-rsa", "HS256")
                .signature(input -> hmac(input, "  " + pem()));
    }

    private static Exchange refusesAlgorithm(VectorWriter writer, String name, String kid, String alg) {
        return writer.refuses(
                        Reason.ALGORITHM_NOT_FOR_KEY,
                        "signature/" + name,
                        "The key decides which algorithm may be used, the message does not (RFC 8725 section 3.2; V-02, V-13).")
                .token(Token.shared().boundTo(kid))
                .key(kid, alg);
    }

    static byte[] hmac(String input, String secret) {
        try {
            return Jws.mac(input, new SecretKeySpec(Keys.octets(secret), "HMAC"), "HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] der() {
        try {
            return Keys.of("client-rsa").toRSAKey().toPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der()) + "\n-----END PUBLIC KEY-----\n";
    }

    private static void describeForgeries(VectorWriter writer) {
        refuses(writer, "secret-of-a-thief", "client-secret-256", "HS256")
                .signature(input -> Jws.signature(input, "thief-secret-256", "HS256", Seeded.of("thief")));
        refuses(writer, "key-of-a-thief", "client-p256", "ES256")
                .signature(input -> Jws.signature(input, "thief-p256", "ES256", Seeded.of("thief")));
        refuses(writer, "payload-changed", "client-secret-256", "HS256")
                .thenPart(1, part -> Jws.encode(decode(part).replace("\"p\":\"/things/42\"", "\"p\":\"/things/43\"")));
        refuses(writer, "header-changed", "client-secret-256", "HS256")
                .thenPart(0, part -> Jws.encode(decode(part).replace("pop", "PoP")));
        refuses(writer, "empty", "client-secret-256", "HS256").signature(input -> new byte[0]);
        refuses(writer, "hmac-truncated", "client-secret-256", "HS256")
                .signature(
                        input -> Arrays.copyOf(Jws.signature(input, "client-secret-256", "HS256", Seeded.of("")), 16));
        refuses(writer, "hmac-extended", "client-secret-256", "HS256")
                .signature(
                        input -> Arrays.copyOf(Jws.signature(input, "client-secret-256", "HS256", Seeded.of("")), 33));
        refuses(writer, "hmac-of-another-hash", "client-secret-512", "HS256")
                .signature(input -> Jws.signature(input, "client-secret-512", "HS512", Seeded.of("")));
        refuses(writer, "rs256-as-ps256", "client-rsa", "PS256")
                .signature(input -> Jws.signature(input, "client-rsa", "RS256", Seeded.of("")));
        refuses(writer, "rsa-shorter", "client-rsa", "RS256").signature(input -> new byte[255]);
        refuses(writer, "ecdsa-in-der", "client-p256", "ES256").signature(SignatureVectors::ecdsaInDer);
        refuses(writer, "ed25519-zeros", "client-ed25519", "EdDSA").signature(input -> new byte[64]);
    }

    private static Exchange refuses(VectorWriter writer, String name, String kid, String alg) {
        return writer.refuses(
                        Reason.SIGNATURE_INVALID,
                        "signature/invalid-" + name,
                        "Not a signature of the confirmed key over this text (RFC 7515 section 5.2; V-23).")
                .token(Token.shared().boundTo(kid))
                .key(kid, alg);
    }

    private static byte[] ecdsaInDer(String input) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign((PrivateKey) Keys.jca("client-p256"), Seeded.of("der"));
            signature.update(Keys.octets(input));
            return signature.sign();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static void describeDegenerateSignatures(VectorWriter writer) {
        for (String[] form : new String[][] {
            {"ES256", "client-p256", "32"},
            {"ES384", "client-p384", "48"},
            {"ES512", "client-p521", "66"},
        }) {
            int octets = Integer.parseInt(form[2]);
            BigInteger n =
                    Keys.of(form[1]).toECKey().getCurve().toECParameterSpec().getOrder();
            BigInteger one = BigInteger.ONE;
            refusesValues(writer, form, "r-and-s-zero", pair(octets, BigInteger.ZERO, BigInteger.ZERO));
            refusesValues(writer, form, "r-and-s-order", pair(octets, n, n));
            refusesValues(writer, form, "r-zero", pair(octets, BigInteger.ZERO, one));
            refusesValues(writer, form, "s-zero", pair(octets, one, BigInteger.ZERO));
            refusesValues(writer, form, "s-beyond-order", pair(octets, one, n.add(one)));
        }
    }

    private static void refusesValues(VectorWriter writer, String[] form, String name, byte[] signature) {
        writer.refuses(
                        Reason.SIGNATURE_INVALID,
                        "signature/invalid-" + form[0].toLowerCase(Locale.ROOT) + "-" + name,
                        "r and s are from 1 to n - 1 (FIPS 186-5 section 6.4.2, CVE-2022-21449; V-03).")
                .token(Token.shared().boundTo(form[1]))
                .key(form[1], form[0])
                .signature(input -> signature);
    }

    private static byte[] pair(int octets, BigInteger r, BigInteger s) {
        byte[] pair = new byte[2 * octets];
        put(r, pair, octets);
        put(s, pair, 2 * octets);
        return pair;
    }

    private static void put(BigInteger value, byte[] into, int end) {
        byte[] octets = value.toByteArray();
        int from = octets[0] == 0 ? 1 : 0;
        System.arraycopy(octets, from, into, end - octets.length + from, octets.length - from);
    }
}
