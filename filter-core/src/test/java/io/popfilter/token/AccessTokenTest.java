// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.Token;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AccessTokenTest {

    private static final long NOW = Scene.NOW.getEpochSecond();
    private static final JwtAccessTokens TOKENS = Scene.jwts(
            Duration.ofSeconds(30),
            Scene.decryptionKeys(Token.SHARED_KEY.json()),
            Scene.verificationKeys(List.of(Token.ISSUER_KEY)));

    @ParameterizedTest
    @CsvSource({
        "exp, 1, OK", "exp, 0, OK", "exp, -29, OK", "exp, -30, TOKEN_EXPIRED", "exp, -31, TOKEN_EXPIRED",
        "nbf, 0, OK", "nbf, 30, OK", "nbf, 31, TOKEN_NOT_YET_VALID", "iat, 30, OK", "iat, 31, TOKEN_NOT_YET_VALID",
        "nbf, -99999, OK", "iat, -99999, OK"
    })
    void at06_datesAreCheckedWithTheSkew(String claim, long offset, String outcome) {
        assertThat(outcome(good().claim(claim, NOW + offset), Scene.NOW)).isEqualTo(outcome);
    }

    @Test
    void at06_datesAreCheckedToTheNanosecondAndFractionsAreCutOff() {
        Token token = good().claim("exp", NOW).without("iat");
        assertThat(outcome(token, Scene.NOW.plusSeconds(30).minusNanos(1))).isEqualTo("OK");
        assertThat(outcome(token, Scene.NOW.plusSeconds(30))).isEqualTo("TOKEN_EXPIRED");
        assertThat(outcome(good().claim("exp", new BigDecimal(NOW + ".9")), Scene.NOW.plusSeconds(30)))
                .isEqualTo("TOKEN_EXPIRED");
    }

    @Test
    void scopeMayBeAnArrayAsSomeServersWriteIt() throws Rejection {
        assertThat(resolve(good().claim("scope", List.of("read", "write"))).scopes())
                .containsExactly("read", "write");
        assertThat(outcome(good().claim("scope", List.of(7)), Scene.NOW)).isEqualTo("TOKEN_CLAIM_INVALID");
        assertThat(outcome(good().claim("scope", 7), Scene.NOW)).isEqualTo("TOKEN_CLAIM_INVALID");
    }

    @Test
    void aNumberThatIsHugeToWriteOutStaysAText() throws Rejection {
        AccessToken token =
                resolve(good().claim("huge", new BigDecimal("1e2000000000")).claim("small", new BigDecimal("1.5e3")));

        assertThat(token.claims().get("huge")).isInstanceOf(String.class);
        assertThat(token.claims().get("small")).isEqualTo(new BigDecimal("1.5e3"));
    }

    @Test
    void onlyIssuerAudienceAndExpiryAreRequired() throws Rejection {
        AccessToken token = resolve(
                good().without("iat").without("sub").without("client_id").without("scope"));
        assertThat(token.subject()).isEmpty();
        assertThat(token.clientId()).isEmpty();
        assertThat(token.scopes()).isEmpty();
        assertThat(outcome(good().without("exp"), Scene.NOW)).isEqualTo("TOKEN_CLAIM_MISSING");
    }

    @Test
    void registeredClaimsHaveTheirTypes() {
        for (String claim : List.of("iss", "sub", "client_id", "jti")) {
            for (Object odd : List.of(7, true, List.of("x"), Map.of())) {
                assertThat(outcome(good().claim(claim, odd), Scene.NOW))
                        .as(claim)
                        .isEqualTo("TOKEN_CLAIM_INVALID");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'',0", "' ',0", "a,1", "'a b',2", "'  a   b ',2", "'a a',1", "'a\tb',1"})
    void scopesAreSplitAtSpaces(String scope, int count) throws Rejection {
        assertThat(resolve(good().claim("scope", scope)).scopes()).hasSize(count);
    }

    @Test
    void claimsArePlainValuesWithoutTheConfirmation() throws Rejection {
        Token token = good().claim("n", 7)
                .claim("d", new BigDecimal("1.50"))
                .claim("l", Arrays.asList(true, "x", List.of()))
                .claim("o", Map.of("a", Map.of("b", 1)));
        Map<String, Object> claims = resolve(token).claims();
        assertThat(claims)
                .containsEntry("n", 7L)
                .containsEntry("d", new BigDecimal("1.50"))
                .containsEntry("l", List.of(true, "x", List.of()))
                .containsEntry("o", Map.of("a", Map.of("b", 1L)))
                .doesNotContainKey("cnf");
        assertThatThrownBy(() -> claims.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void numbersThatAreCostlyToConvertStayTexts() throws Rejection {
        String claims = good().claimsJson()
                .replaceFirst(
                        "\\{",
                        "{\"a\":" + "9".repeat(500) + ",\"b\":1e99999999999,\"c\":null,\"e\":9223372036854775808,");
        Map<String, Object> read =
                TOKENS.resolve(good().text(claims), Scene.NOW).claims();
        assertThat(read)
                .containsEntry("a", "9".repeat(500))
                .containsEntry("b", "1e99999999999")
                .doesNotContainKey("c");
        assertThat(read).containsEntry("e", new BigDecimal("9223372036854775808"));
    }

    @Test
    void at07_bcp03_kindsOfTokenWithoutKeysAreNotAccepted() {
        JwtAccessTokens none = Scene.jwts(Duration.ZERO, List.of(), List.of());
        for (Token token : List.of(good(), Token.encrypted().confirming(Scene.CLIENT))) {
            assertThatThrownBy(() -> none.resolve(token.text(), Scene.NOW))
                    .isInstanceOfSatisfying(
                            Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOKEN_KIND_NOT_ACCEPTED));
        }
    }

    // ---- the cache ----

    private final List<String> resolved = new ArrayList<>();
    private final SettableClock clock = new SettableClock(Scene.NOW);
    private final AccessTokens cached = new CachedAccessTokens(
            (text, now) -> {
                resolved.add(text);
                return TOKENS.resolve(text, now);
            },
            100,
            clock);

    @Test
    void aKnownTokenIsNotResolvedAgain() throws Rejection {
        String text = good().text();
        AccessToken first = cached.resolve(text, Scene.NOW);
        assertThat(cached.resolve(text, Scene.NOW.plusSeconds(1))).isSameAs(first);
        assertThat(resolved).hasSize(1);
        cached.resolve(good().text(), Scene.NOW); // the same claims in another text
        assertThat(resolved).hasSize(2);
    }

    @Test
    void at06_aKnownTokenExpiresInTime() throws Rejection {
        String text = good().claim("exp", NOW + 10).claim("nbf", NOW - 10).text();
        cached.resolve(text, Scene.NOW);
        for (Instant late : List.of(Scene.NOW.plusSeconds(40), Scene.NOW.plusSeconds(100_000))) {
            assertThatThrownBy(() -> cached.resolve(text, late))
                    .isInstanceOfSatisfying(
                            Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOKEN_EXPIRED));
        }
        assertThatThrownBy(() -> cached.resolve(text, Scene.NOW.minusSeconds(41)))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOKEN_NOT_YET_VALID));
    }

    @Test
    void aRefusedTokenIsNotRemembered() {
        String text = good().key(Scene.STRANGER).text();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> cached.resolve(text, Scene.NOW)).isInstanceOf(Rejection.class);
        }
        assertThat(resolved).hasSize(2);
    }

    @Test
    void aTokenThatExpiresWhileItIsRememberedIsNoFault() throws Rejection {
        String text = good().claim("exp", NOW + 10).text();
        clock.set(Scene.NOW.plusSeconds(1000)); // the request came before, its time was taken then
        assertThat(cached.resolve(text, Scene.NOW).subject()).contains("alice");
        String eternal = good().claim("exp", 253_402_300_799L).text();
        assertThat(cached.resolve(eternal, Scene.NOW).subject()).contains("alice");
    }

    @Test
    void aTokenThatWasVerifiedWhileKeysChangedIsNotRemembered() throws Rejection {
        List<CachedAccessTokens> itself = new ArrayList<>();
        itself.add(new CachedAccessTokens(
                (text, now) -> {
                    resolved.add(text);
                    AccessToken token = TOKENS.resolve(text, now);
                    if (resolved.size() == 1) {
                        itself.get(0).forgetAll();
                    }
                    return token;
                },
                100,
                clock));
        String text = good().text();
        for (int i = 0; i < 3; i++) {
            itself.get(0).resolve(text, Scene.NOW);
        }
        assertThat(resolved).hasSize(2);
        itself.get(0).forgetAll();
        itself.get(0).resolve(text, Scene.NOW);
        assertThat(resolved).hasSize(3);
    }

    // ---- fuzzing ----

    @MethodSource("texts")
    @FuzzTest
    void anyTextIsResolvedOrRefused(String text) {
        try {
            TOKENS.resolve(String.valueOf(text), Scene.NOW);
        } catch (Rejection e) {
            assertThat(e.reason().error().status()).isEqualTo(401);
        }
    }

    static Stream<String> texts() {
        return Stream.of(
                "",
                ".",
                "..",
                "....",
                good().text(),
                Token.encrypted().confirming(Scene.CLIENT).text(),
                good().text("[]"),
                good().text("{\"iss\":null}"),
                Token.encrypted().text("e"),
                Token.encrypted().text(good().text()),
                "e30.e30.AA",
                "e30....");
    }

    private static Token good() {
        return Token.signed().confirming(Scene.CLIENT);
    }

    private static AccessToken resolve(Token token) throws Rejection {
        return TOKENS.resolve(token.text(), Scene.NOW);
    }

    private static String outcome(Token token, Instant now) {
        try {
            TOKENS.resolve(token.text(), now);
            return "OK";
        } catch (Rejection e) {
            return e.reason().name();
        }
    }
}
