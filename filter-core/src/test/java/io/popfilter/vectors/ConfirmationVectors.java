// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;

/** The claim {@code cnf} of the token, and the key that a request brings along. */
final class ConfirmationVectors {

    private static final String JWK = Keys.jwk("client-p256");
    private static final String THUMBPRINT = Keys.thumbprint("client-p256");
    private static final String SECRET = Keys.jwk("client-secret-256");

    private ConfirmationVectors() {}

    static void describe(VectorWriter writer) {
        describeEmbeddedKeys(writer);
        describeWrappedKeys(writer);
        describeThumbprints(writer);
        describeMalformed(writer);
        describeCertificates(writer);
        describeConflicts(writer);
        describeUnacceptableKeys(writer);
        describePresentedKeys(writer);
    }

    private static void describeEmbeddedKeys(VectorWriter writer) {
        writer.accepts("confirmation/jwk-symmetric", "A secret in an encrypted token (RFC 7800 section 3.2).")
                .token(Token.shared());
        writer.accepts(
                        "confirmation/jwk-symmetric-nested",
                        "A secret in a signed token that is encrypted as a whole (RFC 7800 section 3.2).")
                .token(Token.shared().signedBy("issuer-ed25519", "EdDSA"));
        writer.accepts("confirmation/jwk-public", "A public key in the token (RFC 7800 section 3.2).")
                .token(Token.signed())
                .key("client-p256", "ES256");
        writer.accepts(
                        "confirmation/jwk-public-encrypted",
                        "A public key in an encrypted token (RFC 7800 section 3.2).")
                .token(Token.shared().boundTo("client-ed25519"))
                .key("client-ed25519", "EdDSA");
        writer.accepts("confirmation/jwk-and-jkt", "The key and its thumbprint agree (RFC 9449 section 6.1).")
                .token(Token.signed().cnf("{\"jwk\":" + JWK + ",\"jkt\":\"" + THUMBPRINT + "\"}"))
                .key("client-p256", "ES256");
        writer.accepts("confirmation/jwk-and-kid", "The key and its own kid (RFC 7800 section 3.4).")
                .token(Token.signed().cnf("{\"jwk\":" + withMember(JWK, "\"kid\":\"k1\"") + ",\"kid\":\"k1\"}"))
                .key("client-p256", "ES256");
        writer.accepts(
                        "confirmation/jwk-presented-too",
                        "The request brings the key that the token holds (RFC 7800 section 3.2).")
                .token(Token.signed())
                .key("client-p256", "ES256")
                .presents("client-p256");
        writer.refuses(
                        Reason.KEY_MISMATCH,
                        "confirmation/jwk-other-presented",
                        "The request brings another key than the token holds (RFC 9449 section 7.1; V-25).")
                .token(Token.signed())
                .key("thief-p256", "ES256")
                .presents("thief-p256");
        writer.refuses(
                        Reason.CONFIRMATION_KEY_EXPOSED,
                        "confirmation/jwk-symmetric-in-the-clear",
                        "A secret in a token that is signed only (RFC 7800 section 3.2).")
                .token(Token.signed().boundTo("client-secret-256"));
    }

    private static String withMember(String object, String member) {
        return object.substring(0, object.length() - 1) + "," + member + "}";
    }

    private static void describeWrappedKeys(VectorWriter writer) {
        String jwe = wrapped("shared-256", "A256KW");
        writer.accepts("confirmation/jwe", "A secret, wrapped, in a signed token (RFC 7800 section 3.3).")
                .token(Token.signed().cnf("{\"jwe\":\"" + jwe + "\"}"));
        writer.accepts("confirmation/jwe-encrypted", "A secret, wrapped, in an encrypted token (RFC 7800 section 3.3).")
                .token(Token.shared().cnf("{\"jwe\":\"" + wrapped("shared-128", "A128KW") + "\"}"));
        writer.accepts(
                        "confirmation/jwk-string",
                        "The form of 2014: jwk is a string that holds a JWE"
                                + " (draft-jones-oauth-proof-of-possession-00 section 3.2).")
                .token(Token.signed().cnf("{\"jwk\":\"" + jwe + "\"}"));
        writer.refuses(
                        Reason.CONFIRMATION_KEY_UNDECRYPTABLE,
                        "confirmation/jwe-other-key",
                        "The key is wrapped for somebody else (RFC 7800 section 3.3).")
                .token(Token.signed().cnf("{\"jwe\":\"" + wrapped("other-shared-256", "A256KW") + "\"}"));
        writer.refuses(
                        Reason.CONFIRMATION_KEY_UNDECRYPTABLE,
                        "confirmation/jwe-changed",
                        "The wrapped key was changed (RFC 7516 section 5.2).")
                .token(Token.signed()
                        .cnf("{\"jwe\":\"" + Exchange.changePart(jwe, 4, tag -> tag.substring(1) + "A") + "\"}"));
        writer.refuses(
                        Reason.CONFIRMATION_KEY_UNDECRYPTABLE,
                        "confirmation/jwk-string-other-key",
                        "The form of 2014, wrapped for somebody else"
                                + " (draft-jones-oauth-proof-of-possession-00 section 3.2).")
                .token(Token.signed().cnf("{\"jwk\":\"" + wrapped("other-shared-256", "A256KW") + "\"}"));
    }

    private static String wrapped(String key, String alg) {
        return Jwe.encrypt(alg, "A128CBC-HS256", key, null, SECRET, Seeded.of("cnf " + key));
    }

    private static void describeThumbprints(VectorWriter writer) {
        for (String member : new String[] {"jkt", "kid"}) {
            String cnf = "{\"" + member + "\":\"" + THUMBPRINT + "\"}";
            writer.accepts(
                            "confirmation/" + member,
                            "A thumbprint in the token and the key in the request (RFC 7800 section 3.4, RFC 9449 section 6.1).")
                    .token(Token.signed().cnf(cnf))
                    .key("client-p256", "ES256")
                    .presents("client-p256");
            writer.accepts(
                            "confirmation/" + member + "-encrypted",
                            "A thumbprint in an encrypted token and the key in the request (RFC 7800 section 3.4).")
                    .token(Token.shared().cnf("{\"" + member + "\":\"" + Keys.thumbprint("client-rsa") + "\"}"))
                    .key("client-rsa", "PS256")
                    .presents("client-rsa");
            writer.refuses(
                            Reason.PRESENTED_KEY_MISSING,
                            "confirmation/" + member + "-without-key",
                            "A thumbprint in the token and no key in the request (RFC 7800 section 3.4).")
                    .token(Token.signed().cnf(cnf))
                    .key("client-p256", "ES256");
            writer.refuses(
                            Reason.KEY_MISMATCH,
                            "confirmation/" + member + "-stolen-token",
                            "A stolen token and the thief's own key (RFC 9449 section 7.1; V-25).")
                    .token(Token.signed().cnf(cnf))
                    .key("thief-p256", "ES256")
                    .presents("thief-p256");
        }
        writer.refuses(
                        Reason.KEY_MISMATCH,
                        "confirmation/jkt-and-kid-differ",
                        "Two thumbprints in the token, of which the key has one (RFC 7800 section 3.1; V-40).")
                .token(Token.signed().cnf("{\"jkt\":\"" + THUMBPRINT + "\",\"kid\":\"k1\"}"))
                .key("client-p256", "ES256")
                .presents("client-p256");
    }

    private static void describeMalformed(VectorWriter writer) {
        writer.refuses(
                        Reason.CONFIRMATION_MISSING,
                        "confirmation/missing",
                        "A token that is bound to no key (RFC 7800 section 3.1; V-26).")
                .token(Token.shared().without("cnf"));
        for (String[] cnf : new String[][] {
            {"string", "\"jkt\""},
            {"empty", "{}"},
            {"null", "null"},
            {"list", "[]"},
            {"jkt-number", "{\"jkt\":1}"},
            {"jwk-number", "{\"jwk\":1}"},
            {"jwk-null", "{\"jwk\":null}"},
            {"jwe-object", "{\"jwe\":{}}"},
            {"jwe-three-parts", "{\"jwe\":\"a.b.c\"}"},
            {"jwk-string-of-json", "{\"jwk\":" + JsonText.string(SECRET) + "}"},
        }) {
            writer.refuses(
                            Reason.CONFIRMATION_MALFORMED,
                            "confirmation/malformed-" + cnf[0],
                            "A binding that cannot be read is none (RFC 7800 section 3.1; V-26).")
                    .token(Token.shared().cnf(cnf[1]));
        }
        for (String[] cnf : new String[][] {
            {"jku", "{\"jku\":\"https://as.example.com/keys\",\"kid\":\"k1\"}"},
            {"unknown", "{\"osc\":{}}"},
            {"jwk-and-unknown", "{\"jwk\":" + SECRET + ",\"osc\":{}}"},
        }) {
            writer.refuses(
                            Reason.CONFIRMATION_UNSUPPORTED,
                            "confirmation/unsupported-" + cnf[0],
                            "A member that cannot be checked here, alone or beside others (RFC 7800 section 3.1; V-05, V-26, V-40).")
                    .token(Token.shared().cnf(cnf[1]));
        }
    }

    private static void describeCertificates(VectorWriter writer) {
        String certificate = "\"x5t#S256\":\"" + THUMBPRINT + "\"";
        writer.refuses(
                        Reason.CONFIRMATION_NOT_FOR_SCHEME,
                        "confirmation/certificate-alone",
                        "A token that is bound to no key cannot sign (RFC 8705 section 3).")
                .token(Token.shared().cnf("{" + certificate + "}"));
        writer.refuses(
                        Reason.CLIENT_CERTIFICATE_MISSING,
                        "confirmation/certificate-and-jwk",
                        "Both have to hold, and there is no certificate in clear text (RFC 8705 section 3; V-40).")
                .token(Token.shared().cnf("{\"jwk\":" + SECRET + "," + certificate + "}"));
        writer.refuses(
                        Reason.CONFIRMATION_MALFORMED,
                        "confirmation/certificate-number",
                        "A thumbprint is a string (RFC 8705 section 3.1).")
                .token(Token.shared().cnf("{\"jwk\":" + SECRET + ",\"x5t#S256\":7}"));
    }

    private static void describeConflicts(VectorWriter writer) {
        String thief = Keys.thumbprint("thief-p256");
        for (String[] cnf : new String[][] {
            {"jwk-and-jwe", "{\"jwk\":" + SECRET + ",\"jwe\":\"" + wrapped("shared-256", "A256KW") + "\"}"},
            {"jwk-and-jkt", "{\"jwk\":" + JWK + ",\"jkt\":\"" + thief + "\"}"},
            {"jwk-and-kid", "{\"jwk\":" + JWK + ",\"kid\":\"k1\"}"},
            {"jwe-and-jkt", "{\"jwe\":\"" + wrapped("shared-256", "A256KW") + "\",\"jkt\":\"" + thief + "\"}"},
        }) {
            writer.refuses(
                            Reason.CONFIRMATION_CONFLICT,
                            "confirmation/conflict-" + cnf[0],
                            "A binding to one key (RFC 7800 section 3.1; V-40).")
                    .token(Token.shared().cnf(cnf[1]));
        }
    }

    private static void describeUnacceptableKeys(VectorWriter writer) {
        String zeros = Keys.base64url(new byte[32]);
        String ones = Keys.base64url(Keys.octets("\u00FF".repeat(32)));
        String modulus = Keys.jwk("client-rsa").replaceAll("\"e\":\"[^\"]*\"", "\"e\":\"%\"");
        for (String[] jwk : new String[][] {
            {"secret-248-bits", Keys.jwk("client-secret-248")},
            {"secret-empty", "{\"kty\":\"oct\",\"k\":\"\"}"},
            {"rsa-1024-bits", Keys.jwk("client-rsa-1024")},
            {"rsa-exponent-1", modulus.replace("%", "AQ")},
            {"rsa-exponent-even", modulus.replace("%", "AQAA")},
            {"rsa-exponent-huge", modulus.replace("%", "AQAAAAAAAAAB")},
            {"rsa-leading-zero", modulus.replace("%", "AAEAAQ")},
            {"ec-off-curve", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + zeros + "\",\"y\":\"" + zeros + "\"}"},
            {"ec-beyond-field", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + ones + "\",\"y\":\"" + ones + "\"}"},
            {"ec-short-coordinate", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}"},
            {"ec-curve-unknown", JWK.replace("P-256", "secp256k1")},
            {"okp-identity", ed25519(1)},
            {"okp-of-order-4", ed25519(0)},
            {"okp-no-point", ed25519(2)},
            {"okp-identity-not-reduced", ed25519NotReduced()},
            {"okp-x25519", Keys.jwk("client-ed25519").replace("Ed25519", "X25519")},
            {"kty-unknown", "{\"kty\":\"AKP\",\"pub\":\"\"}"},
            {"kty-missing", "{\"k\":\"" + zeros + "\"}"},
            {"alg-of-another-type", withMember(JWK, "\"alg\":\"RS256\"")},
            {"alg-none", withMember(SECRET, "\"alg\":\"none\"")},
            {"use-enc", withMember(JWK, "\"use\":\"enc\"")},
            {"key-ops-sign", withMember(JWK, "\"key_ops\":[\"sign\"]")},
            {"private-member", withMember(JWK, "\"d\":\"" + zeros + "\"")},
        }) {
            writer.refuses(
                            Reason.KEY_UNACCEPTABLE,
                            "confirmation/key-" + jwk[0],
                            "The confirmed key is too weak, malformed or for something else (RFC 8725 section 3.5; V-13, V-19).")
                    .token(Token.shared().cnf("{\"jwk\":" + jwk[1] + "}"));
        }
    }

    /** With this first octet, which is the lowest of y, and zeros. */
    private static String ed25519(int firstOctet) {
        byte[] octets = new byte[32];
        octets[0] = (byte) firstOctet;
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Keys.base64url(octets) + "\"}";
    }

    /** y is p + 1, which is 1 for whoever reduces it. */
    private static String ed25519NotReduced() {
        byte[] octets = Keys.octets("\u00EE" + "\u00FF".repeat(30) + "\u007F");
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Keys.base64url(octets) + "\"}";
    }

    private static void describePresentedKeys(VectorWriter writer) {
        String zeros = Keys.base64url(new byte[32]);
        for (String[] jwk : new String[][] {
            {"ec-off-curve", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + zeros + "\",\"y\":\"" + zeros + "\"}"},
            {"ec-of-another-curve", JWK.replace("P-256", "P-384")},
            {"rsa-1024-bits", Keys.jwk("client-rsa-1024")},
            {"okp-identity", ed25519(1)},
            {"kty-unknown", "{\"kty\":\"AKP\",\"pub\":\"\"}"},
            {"empty", "{}"},
        }) {
            presenting(writer, Reason.PRESENTED_KEY_UNACCEPTABLE, "presented-" + jwk[0], jwk[1], "V-13, V-19");
        }
        for (String member : new String[] {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
            presenting(
                    writer,
                    Reason.PRESENTED_KEY_PRIVATE,
                    "presented-private-" + member,
                    withMember(JWK, "\"" + member + "\":\"AQ\""),
                    "V-24");
        }
        presenting(writer, Reason.PRESENTED_KEY_PRIVATE, "presented-secret", SECRET, "V-24");
    }

    private static void presenting(VectorWriter writer, Reason reason, String name, String jwk, String cases) {
        writer.refuses(
                        reason,
                        "confirmation/" + name,
                        "The request brings a key that it must not bring (RFC 9449 section 4.3; " + cases + ").")
                .token(Token.signed().cnf("{\"jkt\":\"" + THUMBPRINT + "\"}"))
                .key("client-p256", "ES256")
                .claim("cnf", "{\"jwk\":" + jwk + "}");
    }
}
