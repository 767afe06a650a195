// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.Refused.authorization;
import static io.popfilter.it.Refused.proof;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are missing, malformed or made for something else. */
class BadAuthenticatorTest {

    @AutoClose
    private static final Server SERVER = Server.start();

    private final Client client = Client.of(SERVER);

    @ParameterizedTest(name = "{0}")
    @MethodSource({"credentials", "parts", "headers", "claims", "signatures"})
    void refuses(Refused refused) {
        Refusals.expect(SERVER, refused.request().apply(client), refused.reason());

        assertThat(SERVER.log().text()).contains(refused.fact());
    }

    @Test
    void acceptsTheAuthenticatorThatTheOthersSpoil() {
        SERVER.application().forget();

        Answer answer = SERVER.send(client.plain("GET", Refused.TARGET)
                .field("Authorization", client.proof("GET", Refused.TARGET).authorization()));

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        assertThat(SERVER.application().seen()).hasSize(1);
    }

    @ParameterizedTest(name = "v50: scheme {0}")
    @ValueSource(strings = {"PoP", "pop", "POP", "pOp"})
    void v50AcceptsTheSchemeInAnyLetterCase(String scheme) {
        String compact = client.proof("GET", "/orders").compact();

        Answer answer = SERVER.send(client.plain("GET", "/orders").field("Authorization", scheme + " " + compact));

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
    }

    @Test
    void v50AcceptsSpacesAfterTheScheme() { // RFC 9110 section 11.4: one or more
        String compact = client.proof("GET", "/orders").compact();

        Answer answer = SERVER.send(client.plain("GET", "/orders").field("Authorization", "PoP   " + compact));

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
    }

    /** A container joins the lines or refuses; RFC 9112 section 5.2 allows both. */
    @Test
    void v50DoesNotPassAFoldedAuthenticator() {
        String compact = client.proof("GET", "/orders").compact();
        int half = compact.length() / 2;
        SERVER.application().forget();

        Answer answer = SERVER.send(client.plain("GET", "/orders")
                .rawLine("Authorization: PoP " + compact.substring(0, half) + "\r\n " + compact.substring(half)));

        assertThat(answer.status()).isBetween(400, 401);
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @ParameterizedTest(name = "v11: {0} octets")
    @ValueSource(ints = {8193, 20_000})
    void v11RefusesAnOversizedAuthenticator(int length) {
        WireRequest request = client.plain("GET", "/orders").field("Authorization", "PoP " + "a".repeat(length));

        Refusals.expect(SERVER, request, Reason.AUTHENTICATOR_TOO_LARGE);
    }

    /** The container's answer. */
    @Test
    void v11RefusesAFieldBeyondTheLimitOfTheContainer() {
        SERVER.application().forget();

        Answer answer = SERVER.send(client.plain("GET", "/orders").field("Authorization", "PoP " + "a".repeat(40_000)));

        assertThat(answer.status()).isIn(400, 431);
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @Test
    void v52KeepsALineOfTheLogALineAndTheChallengeAChallenge() {
        Proof proof = client.proof("GET", "/orders").header("typ", "x\r\nSet-Cookie: a=\"b\"\n\u202e");

        Answer answer = Refusals.expect(
                SERVER,
                client.plain("GET", "/orders").field("Authorization", proof.authorization()),
                Reason.AUTHENTICATOR_TYPE_WRONG);

        assertThat(answer.lines("set-cookie")).isEmpty();
        assertThat(SERVER.log().text().lines())
                .noneMatch(line -> line.strip().startsWith("Set-Cookie"))
                .filteredOn(line -> line.contains(" INFO io.popfilter: "))
                .hasSize(1); // what follows at FINE is an explanation of several lines
    }

    static Stream<Refused> credentials() {
        return Stream.of(
                Refused.of("no credentials", Reason.NO_CREDENTIALS, c -> c.plain("GET", Refused.TARGET)),
                authorization("another scheme", Reason.SCHEME_NOT_ACCEPTED, c -> "Basic YTpi"),
                authorization("v26: the bound token as Bearer", Reason.BEARER_NOT_ACCEPTED, c -> "Bearer " + c.token()),
                authorization("v26: the bound token as bearer", Reason.BEARER_NOT_ACCEPTED, c -> "bearer " + c.token()),
                Refused.of(
                        "v50: two Authorization lines",
                        Reason.AUTHORIZATION_REPEATED,
                        c -> c.get("/orders")
                                .field(
                                        "Authorization",
                                        c.proof("GET", "/orders").authorization())),
                Refused.of(
                        "v50: Authorization and Basic",
                        Reason.AUTHORIZATION_REPEATED,
                        c -> c.get("/orders").field("authorization", "Basic YTpi")),
                authorization(
                        "v50: two authenticators joined by a comma",
                        Reason.AUTHORIZATION_REPEATED,
                        c -> c.proof("GET", Refused.TARGET).authorization() + ", "
                                + c.proof("GET", Refused.TARGET).authorization()),
                authorization("v50: scheme alone", Reason.AUTHENTICATOR_MALFORMED, c -> "PoP"),
                authorization(
                        "v50: tab after the scheme",
                        Reason.AUTHENTICATOR_MALFORMED,
                        c -> "PoP\t" + c.proof("GET", Refused.TARGET).compact()),
                authorization(
                        "v20: the token as authenticator", Reason.AUTHENTICATOR_MALFORMED, c -> "PoP " + c.token()),
                authorization("the words token and proof", Reason.AUTHENTICATOR_MALFORMED, c -> "PoP token proof"));
    }

    static Stream<Refused> parts() {
        return Stream.of(
                authorization("v11: dots", Reason.AUTHENTICATOR_MALFORMED, c -> "PoP " + ".".repeat(3000)),
                authorization(
                        "two parts",
                        Reason.AUTHENTICATOR_MALFORMED,
                        c -> "PoP " + c.proof("GET", Refused.TARGET).signingInput()),
                authorization("v17: padding", Reason.AUTHENTICATOR_MALFORMED, c -> honest(c) + "="),
                authorization("v17: + in base64url", Reason.AUTHENTICATOR_MALFORMED, c -> honest(c) + "+"),
                authorization("v17: non-canonical tail", Reason.AUTHENTICATOR_MALFORMED, c -> tail(honest(c))),
                proof(
                        "v16: duplicate member of the payload",
                        Reason.AUTHENTICATOR_MALFORMED,
                        p -> p.claimsText(text -> text.replaceFirst("\\{", "{\"m\":\"GET\","))),
                proof(
                        "v16: duplicate member of the header",
                        Reason.AUTHENTICATOR_MALFORMED,
                        p -> p.headerText(text -> text.replaceFirst("\\{", "{\"typ\":\"pop\","))),
                proof(
                        "v16: nested duplicate member",
                        Reason.AUTHENTICATOR_MALFORMED,
                        p -> p.claimsText(text -> text.replaceFirst("\\{", "{\"x\":[{\"y\":1,\"y\":1}],"))),
                proof("v16: trailing octets", Reason.AUTHENTICATOR_MALFORMED, p -> p.claimsText(text -> text + "x")),
                proof(
                        "v16: byte order mark",
                        Reason.AUTHENTICATOR_MALFORMED,
                        p -> p.claimsText(text -> "\ufeff" + text)),
                proof(
                        "v16: single quotes",
                        Reason.AUTHENTICATOR_MALFORMED,
                        p -> p.claimsText(text -> text.replace('"', '\''))),
                proof(
                        "v10: deeply nested arrays",
                        Reason.AUTHENTICATOR_MALFORMED,
                        p -> p.claimsText(text ->
                                text.replaceFirst("\\{", "{\"x\":" + "[".repeat(1000) + "]".repeat(1000) + ","))),
                proof("a payload that is no object", Reason.AUTHENTICATOR_MALFORMED, p -> p.claimsText(text -> "[]")));
    }

    static Stream<Refused> headers() {
        return Stream.of(
                proof("no typ", Reason.AUTHENTICATOR_TYPE_WRONG, p -> p.withoutHeader("typ")),
                proof("v20: typ of a DPoP proof", Reason.AUTHENTICATOR_TYPE_WRONG, p -> p.header("typ", "dpop+jwt"))
                        .logging("expected=\"pop\" received=\"dpop+jwt\""),
                proof("v20: typ of a token", Reason.AUTHENTICATOR_TYPE_WRONG, p -> p.header("typ", "at+jwt")),
                proof("no alg", Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED, p -> p.withoutHeader("alg")),
                proof("v01: alg none", Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED, p -> p.header("alg", "none")),
                proof("v01: alg nOnE", Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED, p -> p.header("alg", "nOnE")),
                authorization(
                        "v01: alg none, no signature",
                        Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED,
                        c -> "PoP "
                                + c.proof("GET", Refused.TARGET)
                                        .header("alg", "none")
                                        .signingInput() + "."),
                proof("alg hs256", Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED, p -> p.header("alg", "hs256")),
                proof("v12: unknown crit", Reason.AUTHENTICATOR_HEADER_FORBIDDEN, p -> p.header("crit", List.of("x"))),
                proof("v12: empty crit", Reason.AUTHENTICATOR_HEADER_FORBIDDEN, p -> p.header("crit", List.of())),
                proof(
                        "v12: crit with alg",
                        Reason.AUTHENTICATOR_HEADER_FORBIDDEN,
                        p -> p.header("crit", List.of("alg"))),
                proof("v12: b64", Reason.AUTHENTICATOR_HEADER_FORBIDDEN, p -> p.header("b64", false)),
                proof(
                        "v04: jwk",
                        Reason.AUTHENTICATOR_HEADER_FORBIDDEN,
                        p -> p.header(
                                "jwk", ClientKey.of(SignatureAlgorithm.ES256).jwk())),
                proof(
                        "v05: jku",
                        Reason.AUTHENTICATOR_HEADER_FORBIDDEN,
                        p -> p.header("jku", "https://as.example.com")),
                proof(
                        "v05: x5u",
                        Reason.AUTHENTICATOR_HEADER_FORBIDDEN,
                        p -> p.header("x5u", "https://as.example.com")),
                proof("v04: x5c", Reason.AUTHENTICATOR_HEADER_FORBIDDEN, p -> p.header("x5c", List.of("MAA="))));
    }

    static Stream<Refused> claims() {
        List<Refused> claims = new ArrayList<>(List.of(
                proof("no at", Reason.AUTHENTICATOR_CLAIM_MISSING, p -> p.without("at")),
                proof("no ts", Reason.AUTHENTICATOR_CLAIM_MISSING, p -> p.without("ts")),
                proof("at that is no text", Reason.AUTHENTICATOR_CLAIM_INVALID, p -> p.claim("at", 1)),
                proof("stale ts", Reason.CREATED_TOO_LONG_AGO, p -> p.claim("ts", (long) p.claim("ts") - 90)),
                proof("v34: future ts", Reason.CREATED_IN_FUTURE, p -> p.claim("ts", (long) p.claim("ts") + 30)),
                proof("v31: empty jti", Reason.AUTHENTICATOR_CLAIM_INVALID, p -> p.claim("jti", "")),
                proof("v31: blank jti", Reason.AUTHENTICATOR_CLAIM_INVALID, p -> p.claim("jti", "  ")),
                proof("v31: jti that is no text", Reason.AUTHENTICATOR_CLAIM_INVALID, p -> p.claim("jti", 7)),
                proof("v31: long jti", Reason.AUTHENTICATOR_CLAIM_INVALID, p -> p.claim("jti", "x".repeat(129))),
                proof("q that is no pair", Reason.AUTHENTICATOR_CLAIM_INVALID, p -> p.claim("q", List.of("a"))),
                proof(
                        "channel binding in clear text",
                        Reason.CHANNEL_BINDING_NOT_COMPARABLE,
                        p -> p.claim("cb", "tls-exporter:AAAA"))));
        Map<String, String> dates = Map.of(
                "1e300", "1e300", "2^63-1", "9223372036854775807", "negative", "-1", "text", "\"1\"", "null", "null");
        dates.forEach((name, json) -> claims.add(proof(
                "v18: ts " + name,
                Reason.AUTHENTICATOR_CLAIM_INVALID,
                p -> p.claimsText(text -> text.replaceFirst("\"ts\":\\d+", "\"ts\":" + json)))));
        return claims.stream();
    }

    static Stream<Refused> signatures() {
        return Stream.of(
                authorization(
                        "v23: changed signature",
                        Reason.SIGNATURE_INVALID,
                        c -> "PoP " + c.proof("GET", Refused.TARGET).signingInput() + "."
                                + Base64URL.encode(new byte[32])),
                authorization(
                        "v25: wrong key",
                        Reason.SIGNATURE_INVALID,
                        c -> Proof.of(
                                        c.token(),
                                        ClientKey.generate(SignatureAlgorithm.HS256),
                                        "GET",
                                        c.server().authority(),
                                        Refused.TARGET)
                                .authorization()),
                authorization(
                        "alg of another type of key",
                        Reason.ALGORITHM_NOT_FOR_KEY,
                        c -> Proof.of(
                                        c.token(),
                                        ClientKey.of(SignatureAlgorithm.ES256),
                                        "GET",
                                        c.server().authority(),
                                        Refused.TARGET)
                                .authorization()),
                authorization(
                        "HMAC key shorter than the hash",
                        Reason.ALGORITHM_NOT_FOR_KEY,
                        c -> c.proof("GET", Refused.TARGET)
                                .header("alg", "HS512")
                                .authorization()),
                authorization(
                        "v02: HMAC with a public key's octets",
                        Reason.ALGORITHM_NOT_FOR_KEY,
                        c -> confused(c, ClientKey.of(SignatureAlgorithm.RS256))),
                authorization("v03: signature of zeros", Reason.SIGNATURE_INVALID, c -> {
                    ClientKey key = ClientKey.of(SignatureAlgorithm.ES256);
                    String input = Proof.of(
                                    tokenFor(key), key, "GET", c.server().authority(), Refused.TARGET)
                            .signingInput();
                    return "PoP " + input + "." + Base64URL.encode(new byte[64]);
                }));
    }

    private static String confused(Client client, ClientKey key) {
        String input = Proof.of(tokenFor(key), key, "GET", client.server().authority(), Refused.TARGET)
                .header("alg", "HS256")
                .signingInput();
        try {
            byte[] mac = ClientKey.mac("HmacSHA256", key.publicKeyInfo(), input.getBytes(StandardCharsets.US_ASCII));
            return "PoP " + input + "." + Base64URL.encode(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tokenFor(ClientKey key) {
        return AuthorizationServer.ONLY.token(TokenForm.SIGNED, ConfirmationForm.JWK, key);
    }

    private static String honest(Client client) {
        return client.proof("GET", Refused.TARGET).authorization();
    }

    /** The same signature, were unused bits ignored: 32 octets end with two of them. */
    private static String tail(String compact) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(compact.charAt(compact.length() - 1));
        return compact.substring(0, compact.length() - 1) + alphabet.charAt(last + 1);
    }
}
