// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.util.List;
import java.util.Locale;

/** Access tokens: their signature, their kind, their form and their headers. */
final class TokenVectors {

    private static final String ISSUER_KEY = "issuer-ed25519";

    private TokenVectors() {}

    static void describe(VectorWriter writer) {
        describeSignedTokens(writer);
        describeKinds(writer);
        describeForm(writer);
        describeHeaders(writer);
    }

    private static void describeSignedTokens(VectorWriter writer) {
        for (String[] form : new String[][] {
            {"issuer-p256", "ES256"},
            {"issuer-ed25519", "EdDSA"},
            {"issuer-ed25519", "Ed25519"},
            {"issuer-rsa", "RS256"},
            {"issuer-rsa", "PS256"},
        }) {
            writer.accepts(
                            "token/jws-" + form[1].toLowerCase(Locale.ROOT),
                            "A signed token in the clear (RFC 7519 section 7.2).")
                    .token(Token.signed().signedBy(form[0], form[1]))
                    .key("client-p256", "ES256");
        }
        writer.accepts("token/jws-without-kid", "Without a kid every fitting key is tried (RFC 7515 section 4.1.4).")
                .token(Token.signed().signedWith("{\"alg\":\"RS256\"}", "issuer-rsa", "RS256"))
                .key("client-p256", "ES256");
        refusesSignature(writer, "payload-changed")
                .token(Token.signed()
                        .thenPart(
                                1,
                                part -> Jws.encode(
                                        Jws.decode(part).replace("\"sub\":\"alice\"", "\"sub\":\"admin\""))));
        refusesSignature(writer, "header-changed")
                .token(Token.signed()
                        .thenPart(0, part -> Jws.encode(Jws.decode(part).replace("at+jwt", "JWT"))));
        refusesSignature(writer, "other-issuer")
                .token(Token.signed()
                        .signedWith("{\"alg\":\"EdDSA\",\"kid\":\"issuer-ed25519\"}", "other-issuer-ed25519", "EdDSA"));
        refusesSignature(writer, "empty").token(Token.signed().thenPart(2, part -> ""));
        writer.refuses(
                        Reason.TOKEN_SIGNATURE_INVALID,
                        "token/signature-embedded-key",
                        "The signer's key in the header, which nobody looks at (RFC 7515 section 4.1.3; V-04).")
                .token(Token.signed()
                        .signedWith(
                                "{\"alg\":\"ES256\",\"jwk\":" + Keys.jwk("thief-p256") + "}", "thief-p256", "ES256"))
                .key("client-p256", "ES256");
        writer.refuses(
                        Reason.TOKEN_SIGNATURE_INVALID,
                        "token/signature-jku",
                        "A jku in the header, which nobody follows (RFC 8725 section 3.10; V-05).")
                .token(Token.signed()
                        .signedWith(
                                "{\"alg\":\"ES256\",\"jku\":\"https://thief.example/keys\"}", "thief-p256", "ES256"))
                .key("client-p256", "ES256");
        writer.refuses(
                        Reason.TOKEN_KEY_UNKNOWN,
                        "token/signature-hmac-with-public-key",
                        "An HMAC with the text of the issuer's public key (RFC 8725 section 2.1; V-02).")
                .token(Token.signed().then(token -> hmacWithPublicKey(token)))
                .key("client-p256", "ES256");
    }

    private static String hmacWithPublicKey(String token) {
        String input = Jws.encode("{\"alg\":\"HS256\"}") + "." + token.split("\\.", -1)[1];
        return input + "." + Keys.base64url(SignatureVectors.hmac(input, Keys.jwk("issuer-rsa")));
    }

    private static Exchange refusesSignature(VectorWriter writer, String name) {
        return writer.refuses(
                        Reason.TOKEN_SIGNATURE_INVALID,
                        "token/signature-" + name,
                        "A signature that is not the issuer's over this text (RFC 7515 section 5.2).")
                .key("client-p256", "ES256");
    }

    private static void describeKinds(VectorWriter writer) {
        writer.refuses(
                        Reason.TOKEN_KIND_NOT_ACCEPTED,
                        "token/kind-signed",
                        "A signed token where only encrypted ones are accepted (RFC 7519 section 7.2).")
                .with(Setting.KEYS, "decryption-keys.json")
                .token(Token.signed())
                .key("client-p256", "ES256");
        writer.refuses(
                        Reason.TOKEN_KIND_NOT_ACCEPTED,
                        "token/kind-encrypted",
                        "An encrypted token where only signed ones are accepted (RFC 7519 section 7.2).")
                .with(Setting.KEYS, "verification-keys.json");
        writer.refuses(
                        Reason.TOKEN_KIND_NOT_ACCEPTED,
                        "token/kind-nested",
                        "A nested signed token where no issuer's keys are known (RFC 7519 section 7.2).")
                .with(Setting.KEYS, "decryption-keys.json")
                .token(Token.shared().signedBy(ISSUER_KEY, "EdDSA"));
        for (String typ : List.of("JWT", "at+jwt", "application/at+JWT")) {
            writer.accepts(
                            "token/typ-" + typ.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"),
                            "A typ of access tokens, letter case aside (RFC 9068 section 2.1).")
                    .token(Token.shared().direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":\"" + typ + "\"}"));
        }
        writer.accepts("token/typ-none", "A token without typ (RFC 7519 section 5.1).")
                .token(Token.shared().direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}"));
        for (String typ : List.of("pop", "dpop+jwt", "logout+jwt", "token-introspection+jwt")) {
            writer.refuses(
                            Reason.TOKEN_TYPE_WRONG,
                            "token/typ-" + typ.replace('+', '-'),
                            "A JWT that was made for something else (RFC 8725 section 3.11; V-20).")
                    .token(Token.shared().direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":\"" + typ + "\"}"));
        }
        writer.refuses(
                        Reason.TOKEN_TYPE_WRONG,
                        "token/typ-nested-pop",
                        "A signed request in the place of the nested token (RFC 8725 section 3.11; V-20).")
                .token(Token.shared().signedWith("{\"alg\":\"EdDSA\",\"typ\":\"pop\"}", ISSUER_KEY, "EdDSA"));
    }

    private static void describeForm(VectorWriter writer) {
        refusesForm(writer, "opaque", Token.shared().then(token -> "8uyhgt6789049dafsdf234g3"));
        refusesForm(writer, "four-parts", Token.shared().then(token -> token.substring(0, token.lastIndexOf('.'))));
        refusesForm(writer, "six-parts", Token.shared().then(token -> token + "."));
        for (int i = 0; i < 5; i++) {
            refusesForm(writer, "padding-in-jwe-part-" + (i + 1), Token.shared().thenPart(i, part -> part + "="));
        }
        for (int i = 0; i < 3; i++) {
            refusesForm(writer, "padding-in-jws-part-" + (i + 1), Token.signed().thenPart(i, part -> part + "="))
                    .key("client-p256", "ES256");
        }
        refusesForm(writer, "duplicate-claim", Token.shared().content("{\"iss\":\"a\",\"iss\":\"b\"}"));
        refusesForm(
                writer, "duplicate-nested-claim", Token.shared().content("{\"cnf\":{\"jkt\":\"a\",\"jkt\":\"b\"}}"));
        refusesForm(
                writer,
                "duplicate-header",
                Token.shared().direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"alg\":\"dir\"}"));
        refusesForm(writer, "claims-not-an-object", Token.shared().content("[]"));
        refusesForm(writer, "claims-empty", Token.shared().content(""));
        refusesForm(writer, "claims-too-deep", Token.shared().content("{\"a\":".repeat(500) + "1" + "}".repeat(500)));
        refusesForm(
                writer, "kid-object", Token.shared().direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":{\"a\":1}}"));
        refusesForm(writer, "encrypted-key-with-dir", Token.shared().thenPart(1, part -> "AAAA"));
        for (String[] epk : new String[][] {
            {"missing", ""},
            {"on-another-curve", ",\"epk\":" + Keys.jwk("client-p384")},
            {
                "off-its-curve",
                ",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + Keys.base64url(new byte[32]) + "\",\"y\":\""
                        + Keys.base64url(new byte[32]) + "\"}"
            },
        }) {
            writer.refuses(
                            Reason.TOKEN_MALFORMED,
                            "token/form-epk-" + epk[0],
                            "An ephemeral key that must not meet our private key (RFC 8725 section 3.4; V-13).")
                    .token(Token.shared()
                            .direct("{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"kid\":\"server-p256\"" + epk[1] + "}"));
        }
    }

    private static Exchange refusesForm(VectorWriter writer, String name, Token token) {
        return writer.refuses(
                        Reason.TOKEN_MALFORMED,
                        "token/form-" + name,
                        "Neither a strict JWS nor a strict JWE with strict JSON inside (RFC 7519 section 7.2; V-16, V-17).")
                .token(token);
    }

    private static void describeHeaders(VectorWriter writer) {
        for (String[] header : new String[][] {
            {"alg-missing", "{\"enc\":\"A256GCM\"}"},
            {"alg-none", "{\"alg\":\"none\",\"enc\":\"A256GCM\"}"},
            {"alg-rsa1-5", "{\"alg\":\"RSA1_5\",\"enc\":\"A256GCM\"}"},
            {"alg-rsa-oaep", "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}"},
            {
                "alg-pbes2",
                "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A256GCM\",\"p2s\":\"2WCTcJZ1Rvd_CJuJripQ1w\",\"p2c\":2147483647}"
            },
            {"alg-lower-case", "{\"alg\":\"DIR\",\"enc\":\"A256GCM\"}"},
            {"enc-missing", "{\"alg\":\"dir\"}"},
            {"enc-unknown", "{\"alg\":\"dir\",\"enc\":\"A256CTR\"}"},
        }) {
            writer.refuses(
                            Reason.TOKEN_ALGORITHM_NOT_ACCEPTED,
                            "token/" + header[0],
                            "An algorithm that is never executed (RFC 8725 section 3.1; V-08, V-15).")
                    .token(Token.shared().direct(header[1]));
        }
        for (String none : List.of("none", "None", "nOnE")) {
            writer.refuses(
                            Reason.TOKEN_ALGORITHM_NOT_ACCEPTED,
                            "token/jws-alg-"
                                    + (none.equals("nOnE")
                                            ? "none-mixed-case"
                                            : none.equals("None") ? "none-capital" : none),
                            "An unsecured token, in any letter case (RFC 8725 section 3.1; V-01).")
                    .token(Token.signed()
                            .then(token ->
                                    Jws.encode("{\"alg\":\"" + none + "\"}") + "." + token.split("\\.", -1)[1] + "."))
                    .key("client-p256", "ES256");
        }
        for (String[] member : new String[][] {
            {"crit", "\"crit\":[\"exp\"],\"exp\":0"},
            {"crit-empty", "\"crit\":[]"},
            {"zip", "\"zip\":\"DEF\""},
            {"b64", "\"b64\":false"},
        }) {
            writer.refuses(
                            Reason.TOKEN_HEADER_FORBIDDEN,
                            "token/header-" + member[0],
                            "An extension that is not known here, or compression (RFC 8725 sections 3.6 and 3.10; V-09, V-12).")
                    .token(Token.shared().direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\"," + member[1] + "}"));
        }
        writer.refuses(
                        Reason.TOKEN_HEADER_FORBIDDEN,
                        "token/header-nested-crit",
                        "An unknown extension in the header of a nested token (RFC 7515 section 4.1.11; V-12).")
                .token(Token.shared()
                        .signedWith("{\"alg\":\"EdDSA\",\"crit\":[\"exp\"],\"exp\":0}", ISSUER_KEY, "EdDSA"));
        for (String[] kid : new String[][] {
            {"unknown", "shared-256-next"},
            {"path", "../../../../etc/passwd"},
            {"quote", "x' OR '1'='1"},
            {"nul", "shared-256\\u0000"},
            {"of-a-key-for-another-alg", "shared-128"},
            {"long", "k".repeat(3000)},
        }) {
            writer.refuses(
                            Reason.TOKEN_KEY_UNKNOWN,
                            "token/kid-" + kid[0],
                            "A kid of no key that fits; it is only compared (RFC 8725 section 3.10; V-06).")
                    .token(Token.shared().direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":\"" + kid[1] + "\"}"));
        }
        writer.refuses(
                        Reason.TOKEN_KEY_UNKNOWN,
                        "token/kid-of-another-issuer",
                        "A signed token with the kid of a key that is not configured (RFC 7515 section 4.1.4; V-06).")
                .token(Token.signed().signedBy("other-issuer-ed25519", "EdDSA"))
                .key("client-p256", "ES256");
    }
}
