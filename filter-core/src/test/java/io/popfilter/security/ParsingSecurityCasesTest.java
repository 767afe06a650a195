// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static io.popfilter.security.Samples.good;
import static io.popfilter.security.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.Jws;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-10, V-11 and V-16 to V-18: texts that parsers read differently, or at length. */
class ParsingSecurityCasesTest {

    private final Scene scene = Scene.standard();

    // ---- V-10, V-11 ----

    @Test
    void v10_deepNestingIsRefusedWhereverJsonIsRead() throws Exception {
        for (int depth : List.of(33, 100_000)) {
            String arrays = "[".repeat(depth) + "]".repeat(depth);
            String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            for (String deep : List.of(arrays, objects, "[".repeat(depth), "{\"a\":".repeat(depth))) {
                String json = "{\"deep\":" + deep + "}";
                assertMalformed(json);
                if (depth < 100) {
                    Proof proof = scene.proof();
                    String header = Bytes.base64url(json);
                    assertThat(scene.refusal(request(proof.compact(proof.headerJson(), json))))
                            .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
                    assertThat(scene.refusal(request(proof.compact(json, proof.payloadJson()))))
                            .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
                    assertThat(refusalOfToken(good().text(json))).isEqualTo(Reason.TOKEN_MALFORMED);
                    assertThat(refusalOfToken(Token.encrypted().text(json))).isEqualTo(Reason.TOKEN_MALFORMED);
                    assertThat(refusalOfToken(header + ".e30.AA")).isEqualTo(Reason.TOKEN_MALFORMED);
                    assertThat(refusalOfToken(good().text("{\"cnf\":" + json + "}")))
                            .isEqualTo(Reason.TOKEN_MALFORMED);
                }
            }
        }
    }

    @Test
    void v11_bcp16_longAuthenticatorsAreRefusedUnread() {
        String dots = ".".repeat(1_000_000);
        assertThat(scene.refusal(request(dots))).isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
        assertThat(scene.refusal(request("a".repeat(8_000_000)))).isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
        assertThat(scene.refusal(request(".".repeat(8000)))).isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
        assertThat(refusalOfToken(".".repeat(5000))).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    // ---- V-16 ----

    @Test
    void v16_duplicateMembersAreRefusedAtAnyDepth() {
        Proof proof = scene.proof();
        String claims = good().claimsJson();
        for (String duplicate : List.of(
                claims.replace("{\"iss\"", "{\"iss\":\"https://evil.example\",\"iss\""),
                claims.replace("\"kty\"", "\"kty\":\"RSA\",\"kty\""),
                claims.replace("{\"jwk\"", "{\"jkt\":\"a\",\"jkt\":\"b\",\"jwk\""),
                claims.replace("{\"iss\"", "{\"i\\u0073s\":\"https://evil.example\",\"iss\""))) {
            assertThat(duplicate).isNotEqualTo(claims);
            assertThat(refusalOfToken(good().text(duplicate))).isEqualTo(Reason.TOKEN_MALFORMED);
            assertThat(refusalOfToken(Token.encrypted().text(duplicate))).isEqualTo(Reason.TOKEN_MALFORMED);
        }
        String payload = proof.payloadJson();
        assertThat(scene.refusal(
                        request(proof.compact(proof.headerJson(), payload.replace("\"m\"", "\"m\":\"POST\",\"m\"")))))
                .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
        assertThat(scene.refusal(request(
                        proof.compact(proof.headerJson().replace("\"alg\"", "\"alg\":\"none\",\"alg\""), payload))))
                .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    @Test
    void v16_bcp07_whatParsersDisagreeAboutIsRefused() {
        Proof proof = scene.proof();
        String payload = proof.payloadJson();
        for (String odd : List.of(
                "\uFEFF" + payload,
                payload + "x",
                payload + payload,
                payload + "\u0000",
                payload.replace('"', '\''),
                payload.replace("{", "{/**/"),
                payload.replace("}", ",}"),
                payload.replaceFirst(":", "="),
                "[" + payload + "]",
                payload.replace("\"ts\":", "\"ts\":0"),
                payload.replace("\"ts\":", "\"ts\":+"),
                "")) {
            assertThat(scene.refusal(request(proof.compact(proof.headerJson(), odd))))
                    .as(odd)
                    .isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
        }
        byte[] utf16 = payload.getBytes(java.nio.charset.StandardCharsets.UTF_16);
        String input = Bytes.base64url(proof.headerJson()) + "." + Bytes.base64url(utf16);
        assertThat(scene.refusal(request(Jws.signed(input, Scene.CLIENT)))).isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    // ---- V-17 ----

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void v17_bcp15_otherSpellingsOfAPartAreRefusedEvenWhenTheyAreSigned(int part) {
        Proof proof = scene.proof();
        for (String spelling : spellings(proof.compact().split("\\.", -1)[part])) {
            if (part == 0 && spelling.startsWith(" ")) {
                continue; // more spaces behind the scheme name, which are none of the JWS
            }
            String[] parts = proof.compact().split("\\.", -1);
            parts[part] = spelling;
            String compact = part == 2 ? String.join(".", parts) : Jws.signed(parts[0] + "." + parts[1], Scene.CLIENT);
            Reason expected = spelling.contains(",") ? Reason.AUTHORIZATION_REPEATED : Reason.AUTHENTICATOR_MALFORMED;
            assertThat(scene.refusal(request(compact))).as(spelling).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4})
    void v17_bcp15_otherSpellingsOfATokenAreRefusedAndShareNoCacheEntry(int part) {
        String token = Token.encrypted().confirming(Scene.CLIENT).text();
        scene.accept(Proof.of(token, Scene.CLIENT));
        String[] parts = token.split("\\.", -1);
        for (String spelling : spellings(parts[part])) {
            String[] other = parts.clone();
            other[part] = spelling;
            assertThat(refusalOfToken(String.join(".", other))).as(spelling).isEqualTo(Reason.TOKEN_MALFORMED);
        }
        assertThat(refusalOfToken(" " + token)).isEqualTo(Reason.TOKEN_MALFORMED);
        assertThat(refusalOfToken(token + "\n")).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    // ---- V-18 ----

    @Test
    void v18_datesOutOfRangeOrOfAnotherTypeAreRefused() {
        for (String odd : List.of(
                "1e300",
                "9223372036854775807",
                "9223372036854775808",
                "-1",
                "253402300800",
                "\"1\"",
                "null",
                "true",
                "[]",
                "1.5e3",
                "1E9",
                "-0")) {
            for (String name : List.of("exp", "nbf", "iat")) {
                String claims = good().claimsJson().replaceFirst("\"" + name + "\":\\d+,?", "");
                String with = claims.replaceFirst("\\{", "{\"" + name + "\":" + odd + ",")
                        .replace(",}", "}");
                assertThat(refusalOfToken(good().text(with)))
                        .as("%s %s", name, odd)
                        .isEqualTo(Reason.TOKEN_CLAIM_INVALID);
            }
            Proof proof = scene.proof();
            String payload = proof.payloadJson().replaceFirst("\"ts\":\\d+", "\"ts\":" + odd);
            assertThat(scene.refusal(request(proof.compact(proof.headerJson(), payload))))
                    .as(odd)
                    .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
        }
        Proof proof = scene.proof();
        String fraction = proof.payloadJson().replaceFirst("\"ts\":(\\d+)", "\"ts\":$1.0");
        assertThat(scene.refusal(request(proof.compact(proof.headerJson(), fraction))))
                .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
    }

    // ---- how ----

    private Reason refusalOfToken(String text) {
        return scene.refusal(Proof.of(text, Scene.CLIENT));
    }

    private static void assertMalformed(String json) {
        assertThatThrownBy(() -> io.popfilter.parse.Json.object(Bytes.utf8(json)))
                .isInstanceOf(MalformedException.class);
    }

    private static List<String> spellings(String part) {
        char last = part.charAt(part.length() - 1);
        String front = part.substring(0, part.length() - 1);
        List<String> spellings = new ArrayList<>(List.of(
                part + "=",
                part + "==",
                part + "\n",
                " " + part,
                part + "+",
                part + "/",
                part + ",",
                part + "\u00E9",
                part + "!",
                "-" + part + "A",
                front));
        if (part.length() % 4 != 0) {
            spellings.add(front + (char) (last + 1)); // a set bit that no octet holds
        }
        return spellings.stream()
                .filter(s -> s.length() % 4 == 1 || !s.matches("[A-Za-z0-9_-]*") || s.length() == part.length())
                .toList();
    }
}
