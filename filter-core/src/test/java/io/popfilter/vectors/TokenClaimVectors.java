// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.util.List;

/** The claims of access tokens, cnf aside. */
final class TokenClaimVectors {

    private TokenClaimVectors() {}

    static void describe(VectorWriter writer) {
        describeClaims(writer);
        describeLifetime(writer);
        describeProfile(writer);
    }

    private static void describeClaims(VectorWriter writer) {
        writer.accepts("token/aud-list", "Our identifier among others in aud (RFC 7519 section 4.1.3).")
                .token(Token.shared().claim("aud", "[\"https://other.example.com\",\"https://api.example.com\"]"));
        writer.accepts("token/sub-missing", "A token of the client's own, without sub (RFC 7519 section 4.1.2).")
                .token(Token.shared().without("sub"));
        for (String claim : List.of("iss", "aud", "exp")) {
            writer.refuses(
                            Reason.TOKEN_CLAIM_MISSING,
                            "token/claim-without-" + claim,
                            "A required claim is missing (RFC 9068 section 2.2; V-21).")
                    .token(Token.shared().without(claim));
        }
        for (String[] claim : new String[][] {
            {"iss-number", "iss", "1"},
            {"iss-array", "iss", "[\"https://as.example.com\"]"},
            {"aud-number", "aud", "1"},
            {"aud-list-of-numbers", "aud", "[\"https://api.example.com\",1]"},
            {"aud-null", "aud", "null"},
            {"exp-string", "exp", "\"1768479000\""},
            {"exp-huge-exponent", "exp", "1e300"},
            {"exp-negative", "exp", "-1"},
            {"exp-64-bits", "exp", "9223372036854775807"},
            {"exp-null", "exp", "null"},
            {"nbf-string", "nbf", "\"0\""},
            {"iat-huge-exponent", "iat", "-1e300"},
            {"sub-number", "sub", "1"},
            {"scope-number", "scope", "7"},
            {"client-id-object", "client_id", "{}"},
        }) {
            writer.refuses(
                            Reason.TOKEN_CLAIM_INVALID,
                            "token/claim-" + claim[0],
                            "A registered claim of the wrong type or out of range (RFC 7519 section 4.1; V-18).")
                    .token(Token.shared().claim(claim[1], claim[2]));
        }
        for (String[] issuer : new String[][] {
            {"other", "https://other.example.com"},
            {"trailing-slash", "https://as.example.com/"},
            {"letter-case", "https://AS.example.com"},
            {"prefix", "https://as.example.com.thief.example"},
        }) {
            writer.refuses(
                            Reason.TOKEN_ISSUER_WRONG,
                            "token/iss-" + issuer[0],
                            "Not exactly our issuer (RFC 9068 section 4; V-21).")
                    .token(Token.shared().claim("iss", JsonText.string(issuer[1])));
        }
        for (String[] audience : new String[][] {
            {"other", "\"https://other.example.com\""},
            {"trailing-slash", "\"https://api.example.com/\""},
            {"letter-case", "\"https://API.example.com\""},
            {"longer", "\"https://api.example.com/admin\""},
            {"shorter", "\"https://api.example\""},
            {"empty-list", "[]"},
        }) {
            writer.refuses(
                            Reason.TOKEN_AUDIENCE_WRONG,
                            "token/aud-" + audience[0],
                            "Not exactly our identifier (RFC 7519 section 4.1.3; V-22).")
                    .token(Token.shared().claim("aud", audience[1]));
        }
    }

    private static void describeLifetime(VectorWriter writer) {
        long now = Exchange.NOW;
        writer.accepts(
                        "token/exp-within-skew",
                        "Expired 29 seconds ago, which is within the skew (RFC 7519 section 4.1.4).")
                .token(Token.shared().claim("exp", Long.toString(now - 29)));
        writer.accepts("token/exp-fraction", "A NumericDate may have a fraction (RFC 7519 section 2).")
                .token(Token.shared().claim("exp", now + 60 + ".75"));
        writer.refuses(
                        Reason.TOKEN_EXPIRED,
                        "token/exp-skew-used-up",
                        "Expired 30 seconds ago, all the skew there is (RFC 7519 section 4.1.4).")
                .token(Token.shared().claim("exp", Long.toString(now - 30)));
        writer.refuses(Reason.TOKEN_EXPIRED, "token/exp-yesterday", "Expired a day ago (RFC 7519 section 4.1.4).")
                .token(Token.shared().claim("exp", Long.toString(now - 86_400)));
        writer.accepts(
                        "token/nbf-within-skew",
                        "Valid in 30 seconds, which is within the skew (RFC 7519 section 4.1.5).")
                .token(Token.shared().claim("nbf", Long.toString(now + 30)));
        writer.refuses(
                        Reason.TOKEN_NOT_YET_VALID,
                        "token/nbf-beyond-skew",
                        "Valid in 31 seconds (RFC 7519 section 4.1.5).")
                .token(Token.shared().claim("nbf", Long.toString(now + 31)));
        writer.refuses(
                        Reason.TOKEN_NOT_YET_VALID,
                        "token/iat-beyond-skew",
                        "Issued in 31 seconds (RFC 7519 section 4.1.6).")
                .token(Token.shared().claim("iat", Long.toString(now + 31)));
    }

    private static void describeProfile(VectorWriter writer) {
        String key = "issuer-ed25519";
        for (String typ : List.of("at+jwt", "application/at+jwt", "AT+JWT")) {
            String name = typ.equals("AT+JWT") ? "at-jwt-capital" : typ.replaceAll("[^a-z]", "-");
            String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + key + "\",\"typ\":\"" + typ + "\"}";
            ofProfile(writer.accepts(
                            "token/profile-typ-" + name,
                            "The type of an access token, in each of its spellings (RFC 9068 section 2.1)."))
                    .token(profiled().signedWith(header, key, "EdDSA"));
        }
        for (String[] typ : new String[][] {{"jwt", ",\"typ\":\"JWT\""}, {"absent", ""}}) {
            String header = "{\"alg\":\"EdDSA\",\"kid\":\"" + key + "\"" + typ[1] + "}";
            ofProfile(writer.refuses(
                            Reason.TOKEN_TYPE_WRONG,
                            "token/profile-typ-" + typ[0],
                            "What could be an ID token (RFC 9068 section 4; V-20)."))
                    .token(profiled().signedWith(header, key, "EdDSA"));
        }
        for (String claim : List.of("iss", "exp", "aud", "sub", "client_id", "iat", "jti")) {
            ofProfile(writer.refuses(
                            Reason.TOKEN_CLAIM_MISSING,
                            "token/profile-without-" + claim.replace('_', '-'),
                            "A claim that every access token of the profile has is missing (RFC 9068 section 2.2)."))
                    .token(profiled().without(claim));
        }
        writer.accepts("token/any-jwt-without-jti", "An issuer that predates the profile (RFC 7519 section 4.1).")
                .token(Token.signed().without("sub").without("client_id").without("iat"))
                .key("client-p256", "ES256");
    }

    private static Token profiled() {
        return Token.signed().claim("jti", "\"token-1\"");
    }

    private static Exchange ofProfile(Exchange exchange) {
        return exchange.with(Setting.PROFILE, "rfc9068").key("client-p256", "ES256");
    }
}
