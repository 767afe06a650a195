// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.util.List;

/** The Authorization field and what is in it, before anything is verified. */
final class AuthenticatorVectors {

    private AuthenticatorVectors() {}

    static void describe(VectorWriter writer) {
        describeConveyance(writer);
        describeBase64(writer);
        describeJson(writer);
        describeHeader(writer);
        describeClaims(writer);
        describeIds(writer);
        describePresentedKey(writer);
    }

    private static void describeConveyance(VectorWriter writer) {
        writer.refuses(Reason.NO_CREDENTIALS, "authenticator/none", "No Authorization field (RFC 6750 section 3.1).")
                .conveyed(jws -> List.of());
        writer.refuses(
                        Reason.SCHEME_NOT_ACCEPTED,
                        "authenticator/scheme-basic",
                        "Another scheme (RFC 9110 section 11.4).")
                .conveyed(jws -> List.of("Basic YWxpY2U6c2VjcmV0"));
        writer.refuses(
                        Reason.SCHEME_NOT_ACCEPTED,
                        "authenticator/scheme-empty",
                        "An Authorization field without a value (RFC 9110 section 11.4).")
                .conveyed(jws -> List.of(""));
        writer.refuses(
                        Reason.SCHEME_NOT_ACCEPTED,
                        "authenticator/scheme-longer-name",
                        "A scheme whose name begins with PoP (RFC 9110 section 11.1).")
                .conveyed(jws -> List.of("PoPs " + jws));
        writer.accepts(
                        "authenticator/scheme-lower-case",
                        "The name of a scheme has no letter case (RFC 9110 section 11.1).")
                .conveyed(jws -> List.of("pop " + jws));
        writer.accepts(
                        "authenticator/scheme-two-spaces",
                        "Several spaces behind the name of the scheme (RFC 9110 section 11.4).")
                .conveyed(jws -> List.of("PoP  " + jws));
        writer.refuses(
                        Reason.AUTHENTICATOR_MALFORMED,
                        "authenticator/scheme-tab",
                        "A tab behind the name of the scheme (RFC 9110 section 11.4; V-50).")
                .conveyed(jws -> List.of("PoP\t" + jws));
        writer.refuses(
                        Reason.AUTHENTICATOR_MALFORMED,
                        "authenticator/empty",
                        "The name of the scheme and nothing else (RFC 7515 section 7.1; V-50).")
                .conveyed(jws -> List.of("PoP"));
        writer.refuses(
                        Reason.BEARER_NOT_ACCEPTED,
                        "authenticator/bearer",
                        "A bound token as Bearer, which is how a thief would use it (RFC 9449 section 7.2; V-26).")
                .conveyed(jws -> List.of("Bearer " + Token.signed().text(Seeded.of("bearer"))));
        writer.refuses(
                        Reason.BEARER_NOT_ACCEPTED,
                        "authenticator/bearer-lower-case",
                        "A bound token as bearer, in lower case (RFC 9449 section 7.2; V-26).")
                .conveyed(jws -> List.of("bearer " + Token.signed().text(Seeded.of("bearer"))));
        writer.refuses(
                        Reason.AUTHORIZATION_REPEATED,
                        "authenticator/two-lines",
                        "The same line twice (RFC 9110 section 5.3; V-50).")
                .conveyed(jws -> List.of("PoP " + jws, "PoP " + jws));
        writer.refuses(
                        Reason.AUTHORIZATION_REPEATED,
                        "authenticator/two-schemes",
                        "A line for each of two schemes (RFC 9110 section 5.3; V-50).")
                .conveyed(jws -> List.of("Basic YWxpY2U6c2VjcmV0", "PoP " + jws));
        writer.refuses(
                        Reason.AUTHORIZATION_REPEATED,
                        "authenticator/joined-lines",
                        "Two lines as a proxy joins them (RFC 9110 section 5.3; R-X).")
                .conveyed(jws -> List.of("PoP " + jws + ", PoP " + jws));
        writer.refuses(
                        Reason.AUTHENTICATOR_TOO_LARGE,
                        "authenticator/too-large",
                        "A value of more than 8 KiB (RFC 9110 section 5.4; V-11).")
                .claim("padding", JsonText.string("x".repeat(6 * 1024)));
        writer.refuses(
                        Reason.AUTHENTICATOR_MALFORMED,
                        "authenticator/json-serialization",
                        "A JWS in JSON form (RFC 7515 section 7.2).")
                .then(jws -> jws.replaceFirst(
                        "(.*)\\.(.*)\\.(.*)", "{\"protected\":\"$1\";\"payload\":\"$2\";\"signature\":\"$3\"}"));
        writer.refuses(
                        Reason.AUTHENTICATOR_MALFORMED,
                        "authenticator/two-parts",
                        "A JWS without its signature part (RFC 7515 section 7.1).")
                .then(jws -> jws.substring(0, jws.lastIndexOf('.')));
        writer.refuses(
                        Reason.AUTHENTICATOR_MALFORMED,
                        "authenticator/four-parts",
                        "A JWS with a part too many (RFC 7515 section 7.1).")
                .then(jws -> jws + ".e30");
        writer.refuses(
                        Reason.AUTHENTICATOR_MALFORMED,
                        "authenticator/dots",
                        "Nothing but dots (RFC 7515 section 7.1; V-11).")
                .conveyed(jws -> List.of("PoP " + ".".repeat(4000)));
        writer.refuses(
                        Reason.AUTHENTICATOR_TYPE_WRONG,
                        "authenticator/access-token-as-proof",
                        "The access token where the authenticator belongs (RFC 8725 section 3.11; V-20).")
                .conveyed(jws -> List.of("PoP " + Token.signed().text(Seeded.of("proof"))));
    }

    private static void describeBase64(VectorWriter writer) {
        String[] parts = {"header", "payload", "signature"};
        for (int i = 0; i < parts.length; i++) {
            refusesText(writer, parts[i] + "-padded", "Padding")
                    .thenPart(i, part -> part + "=".repeat(part.length() % 4 == 0 ? 1 : 4 - part.length() % 4));
            refusesText(writer, parts[i] + "-white-space", "A space in the middle")
                    .thenPart(i, part -> part.substring(0, 4) + " " + part.substring(4));
            refusesText(writer, parts[i] + "-illegal-character", "A character of plain base64")
                    .thenPart(i, part -> "+" + part.substring(1));
        }
        refusesText(writer, "signature-not-canonical", "Bits at the end that no octet holds")
                .thenPart(2, AuthenticatorVectors::withSpareBit);
        refusesText(writer, "signature-impossible-length", "A length that no octets have")
                .thenPart(2, part -> part + "AA");
    }

    private static Exchange refusesText(VectorWriter writer, String name, String what) {
        return writer.refuses(
                Reason.AUTHENTICATOR_MALFORMED,
                "authenticator/base64-" + name,
                what + " in base64url (RFC 7515 section 2; V-17).");
    }

    /** 32 octets are 43 characters, the last of which has two spare bits. */
    private static String withSpareBit(String part) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(part.charAt(part.length() - 1));
        return part.substring(0, part.length() - 1) + alphabet.charAt(last + 1);
    }

    private static void describeJson(VectorWriter writer) {
        String header = "{\"alg\":\"HS256\",\"typ\":\"pop\"";
        refusesJson(writer, "header-duplicate-member", "A member of the header twice")
                .header(header + ",\"alg\":\"HS256\"}");
        refusesJson(writer, "header-not-an-object", "A header that is an array").header("[\"HS256\",\"pop\"]");
        refusesJson(writer, "header-typ-number", "A typ that is a number").header("{\"alg\":\"HS256\",\"typ\":1}");
        refusesJson(writer, "header-alg-array", "An alg that is an array")
                .header("{\"alg\":[\"HS256\"],\"typ\":\"pop\"}");
        refusesJson(writer, "payload-duplicate-member", "A member of the payload twice")
                .payload("{\"at\":\"a.b.c\",\"ts\":" + Exchange.NOW + ",\"ts\":" + Exchange.NOW + "}");
        refusesJson(writer, "payload-escaped-duplicate-member", "A member twice, once with an escape in its name")
                .payload("{\"at\":\"a.b.c\",\"ts\":" + Exchange.NOW + ",\"\\u0074s\":" + Exchange.NOW + "}");
        refusesJson(writer, "payload-nested-duplicate-member", "A member of the presented key twice")
                .claim("cnf", "{\"jwk\":{\"kty\":\"EC\",\"kty\":\"EC\"}}");
        refusesJson(writer, "payload-byte-order-mark", "A byte order mark").payload("\uFEFF{\"at\":\"a.b.c\"}");
        refusesJson(writer, "payload-comment", "A comment").payload("{/* */\"at\":\"a.b.c\"}");
        refusesJson(writer, "payload-single-quotes", "Single quotes").payload("{'at':'a.b.c'}");
        refusesJson(writer, "payload-trailing-text", "Text behind the object").payload("{\"at\":\"a.b.c\"}{}");
        refusesJson(writer, "payload-trailing-comma", "A comma behind the last member")
                .payload("{\"at\":\"a.b.c\",}");
        refusesJson(writer, "payload-lone-surrogate", "Half of a surrogate pair")
                .claim("x", "\"\\ud800\"");
        refusesJson(writer, "payload-control-character", "A raw line feed in a string")
                .claim("x", "\"a\nb\"");
        refusesJson(writer, "payload-too-deep", "Arrays nested deeper than 32")
                .claim("x", "[".repeat(1000) + "]".repeat(1000));
        refusesJson(writer, "payload-leading-zero", "A number with a leading zero")
                .claim("ts", "0" + Exchange.NOW);
        refusesJson(writer, "payload-nan", "A number that is none").claim("ts", "NaN");
        refusesJson(writer, "payload-empty", "A payload of no octets").payload("");
        refusesJson(writer, "payload-not-an-object", "A payload that is a string")
                .payload("\"a.b.c\"");
    }

    private static Exchange refusesJson(VectorWriter writer, String name, String what) {
        return writer.refuses(
                Reason.AUTHENTICATOR_MALFORMED,
                "authenticator/json-" + name,
                what + " (RFC 7493 section 2; RFC 8259; V-16).");
    }

    private static void describeHeader(VectorWriter writer) {
        writer.accepts("authenticator/typ-mixed-case", "A typ has no letter case (RFC 7515 section 4.1.9).")
                .header("{\"alg\":\"HS256\",\"typ\":\"PoP\"}");
        refusesType(writer, "missing", "{\"alg\":\"HS256\"}");
        refusesType(writer, "jwt", "{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        refusesType(writer, "dpop", "{\"alg\":\"HS256\",\"typ\":\"dpop+jwt\"}");
        refusesAlgorithm(writer, "missing", "{\"typ\":\"pop\"}");
        refusesAlgorithm(writer, "lower-case", "{\"alg\":\"hs256\",\"typ\":\"pop\"}");
        refusesAlgorithm(writer, "unknown", "{\"alg\":\"HS1\",\"typ\":\"pop\"}");
        for (String none : List.of("none", "None", "nOnE")) {
            refusesAlgorithm(
                            writer,
                            none.equals("nOnE") ? "none-mixed-case" : none.equals("None") ? "none-capital" : none,
                            "{\"alg\":\"" + none + "\",\"typ\":\"pop\"}")
                    .signature(input -> new byte[0]);
        }
        writer.refuses(
                        Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED,
                        "authenticator/alg-not-on-the-list",
                        "An algorithm that this server could verify, but does not accept (RFC 8725 section 3.1).")
                .with(Setting.ALGORITHMS, "ES256 EdDSA");
        writer.accepts(
                        "authenticator/kid-is-ignored",
                        "A kid in the header, which names no key: the token does (RFC 7800 section 3.1).")
                .header("{\"alg\":\"HS256\",\"kid\":\"../../etc/passwd\",\"typ\":\"pop\"}");
        refusesHeader(writer, "crit", "\"crit\":[\"exp\"],\"exp\":0");
        refusesHeader(writer, "crit-empty", "\"crit\":[]");
        refusesHeader(writer, "b64", "\"b64\":false");
        refusesHeader(writer, "jwk", "\"jwk\":" + Keys.jwk("thief-p256"));
        refusesHeader(writer, "jku", "\"jku\":\"https://thief.example/keys\"");
        refusesHeader(writer, "x5c", "\"x5c\":[\"MIIB\"]");
        refusesHeader(writer, "x5u", "\"x5u\":\"https://thief.example/cert\"");
        refusesHeader(writer, "x5t", "\"x5t\":\"2jmj7l5rSw0yVb_vlWAYkK_YBwk\"");
        refusesHeader(writer, "x5t-s256", "\"x5t#S256\":\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\"");
    }

    private static Exchange refusesType(VectorWriter writer, String name, String header) {
        return writer.refuses(
                        Reason.AUTHENTICATOR_TYPE_WRONG,
                        "authenticator/typ-" + name,
                        "A typ that is not pop (RFC 8725 section 3.11; V-20).")
                .header(header);
    }

    private static Exchange refusesAlgorithm(VectorWriter writer, String name, String header) {
        return writer.refuses(
                        Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED,
                        "authenticator/alg-" + name,
                        "An alg that is none of ours, letter case included (RFC 8725 section 3.1; V-01).")
                .header(header);
    }

    private static void refusesHeader(VectorWriter writer, String name, String member) {
        writer.refuses(
                        Reason.AUTHENTICATOR_HEADER_FORBIDDEN,
                        "authenticator/header-" + name,
                        "A header that extends the JWS or brings a key (RFC 8725 section 3.10; V-04, V-05, V-12).")
                .header("{\"alg\":\"HS256\",\"typ\":\"pop\"," + member + "}");
    }

    private static void describeClaims(VectorWriter writer) {
        writer.accepts(
                        "authenticator/claims-unknown",
                        "Members that nobody knows are ignored (draft-ietf-oauth-signed-http-request-03 section 3).")
                .claim("exp", "1")
                .claim("http", "{\"a\":[null,true]}");
        writer.accepts("authenticator/claims-ath", "The hash of the token beside the token (RFC 9449 section 4.2).")
                .token(Token.signed())
                .key("client-p256", "ES256")
                .claim("ath", JsonText.string(Keys.sha256(Token.signed().text(Seeded.of("ath")))));
        for (String member : List.of("at", "ts")) {
            writer.refuses(
                            Reason.AUTHENTICATOR_CLAIM_MISSING,
                            "authenticator/claims-without-" + member,
                            "A required member is missing (draft-ietf-oauth-signed-http-request-03 section 3).")
                    .without(member);
        }
        writer.refuses(
                        Reason.TOKEN_IDENTIFIER_UNKNOWN,
                        "authenticator/claims-ath-only",
                        "The hash of a token that this server has never seen (RFC 9449 section 4.2).")
                .token(Token.signed())
                .key("client-p256", "ES256")
                .without("at")
                .claim("ath", JsonText.string(Keys.sha256("a token")));
        refusesClaim(writer, "at-number", "at", "42");
        refusesClaim(writer, "at-empty", "at", "\"\"");
        refusesClaim(writer, "ath-of-another-token", "ath", JsonText.string(Keys.sha256("another token")));
        refusesClaim(writer, "ath-number", "ath", "42");
        refusesClaim(writer, "ath-longer-than-a-hash", "ath", JsonText.string("x".repeat(44)));
        refusesClaim(writer, "ts-string", "ts", JsonText.string(Long.toString(Exchange.NOW)));
        refusesClaim(writer, "ts-fraction", "ts", Exchange.NOW + ".5");
        refusesClaim(writer, "ts-exponent", "ts", "1.7684784e9");
        refusesClaim(writer, "ts-huge-exponent", "ts", "1e300");
        refusesClaim(writer, "ts-negative", "ts", "-1");
        refusesClaim(writer, "ts-beyond-64-bits", "ts", "9223372036854775808");
        refusesClaim(writer, "ts-milliseconds", "ts", Exchange.NOW + "000");
        refusesClaim(writer, "ts-null", "ts", "null");
        refusesClaim(writer, "m-number", "m", "1");
        refusesClaim(writer, "u-array", "u", "[\"api.example.com\"]");
        refusesClaim(writer, "p-null", "p", "null");
        refusesClaim(writer, "b-number", "b", "0");
        refusesClaim(writer, "q-string", "q", "\"a=1\"");
        refusesClaim(writer, "q-without-hash", "q", "[[]]");
        refusesClaim(writer, "q-three-elements", "q", "[[],\"" + Keys.sha256("") + "\",\"S256\"]");
        refusesClaim(writer, "q-names-are-numbers", "q", "[[1],\"" + Keys.sha256("") + "\"]");
        refusesClaim(writer, "q-null", "q", "null");
        refusesClaim(writer, "h-object", "h", "{}");
        refusesClaim(writer, "h-hash-is-null", "h", "[[],null]");
        refusesClaim(writer, "cb-number", "cb", "1");
    }

    private static void describeIds(VectorWriter writer) {
        writer.accepts("authenticator/jti-longest", "A one-time id of 128 characters, the longest (V-31).")
                .claim("jti", JsonText.string("x".repeat(128)));
        refusesClaim(writer, "jti-too-long", "jti", JsonText.string("x".repeat(129)));
        refusesClaim(writer, "jti-empty", "jti", "\"\"");
        refusesClaim(writer, "jti-blank", "jti", "\" \\t\"");
        refusesClaim(writer, "jti-number", "jti", "7");
        refusesClaim(writer, "nonce-too-long", "nonce", JsonText.string("x".repeat(513)));
        refusesClaim(writer, "nonce-empty", "nonce", "\"\"");
    }

    private static void describePresentedKey(VectorWriter writer) {
        refusesClaim(writer, "cnf-string", "cnf", "\"jwk\"");
        refusesClaim(writer, "cnf-empty", "cnf", "{}");
        refusesClaim(writer, "cnf-kid", "cnf", "{\"kid\":\"1\"}");
        refusesClaim(
                writer,
                "cnf-two-members",
                "cnf",
                "{\"jwk\":" + Keys.jwk("client-p256").replace("}", "},\"kid\":\"1\"}"));
        refusesClaim(writer, "cnf-jwk-string", "cnf", "{\"jwk\":\"a.b.c.d.e\"}");
    }

    private static void refusesClaim(VectorWriter writer, String name, String member, String json) {
        writer.refuses(
                        Reason.AUTHENTICATOR_CLAIM_INVALID,
                        "authenticator/claims-" + name,
                        "A known member has an unacceptable value"
                                + " (draft-ietf-oauth-signed-http-request-03 section 3; V-18, V-31).")
                .claim(member, json);
    }
}
