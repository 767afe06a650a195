// SPDX-License-Identifier: Apache-2.0
package io.popfilter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.RequestVerifierBuilder;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.token.TokenPolicy.Encryption;
import io.popfilter.token.TokenPolicy.Profile;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9068 section 4 asks of who receives a JWT access token; the number is in the name. */
class AccessTokenConformanceTest {

    private static final TestKey RSA = TestKey.of("issuer", "RS256");

    private final Scene scene = rfc9068(builder -> builder);

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "application/at+jwt", "AT+JWT", "Application/AT+jwt"})
    void at01_bcp12_acceptsTheTypeInBothItsForms(String typ) {
        scene.accept(good().header("typ", typ));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "application/jwt", "text/at+jwt", "at+jwt ", "at", "application/", ""})
    void at01_bcp12_refusesAnotherType(String typ) {
        assertThat(scene.refusal(good().header("typ", typ))).isEqualTo(Reason.TOKEN_TYPE_WRONG);
    }

    @Test
    void at01_refusesATokenWithoutATypeUnlessToldOtherwise() {
        Token untyped = good().withoutHeader("typ");

        assertThat(scene.refusal(untyped)).isEqualTo(Reason.TOKEN_TYPE_WRONG);
        Scene.with(builder -> builder.tokenProfile(Profile.ANY_JWT)).accept(untyped);
    }

    @Test
    void at02_acceptsRs256() {
        Scene rsaIssuer = rfc9068(builder -> builder.verificationKeys(Scene.verificationKeys(List.of(RSA))));

        rsaIssuer.accept(good().key(RSA).header("alg", "RS256"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"})
    void at03_refusesATokenWithoutARequiredClaim(String claim) {
        assertThat(scene.refusal(good().without(claim))).isEqualTo(Reason.TOKEN_CLAIM_MISSING);
    }

    @Test
    void at04_bcp08_refusesATokenOfTheIssuerThatAnotherSigned() {
        assertThat(scene.refusal(good().key(Scene.STRANGER))).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
    }

    @Test
    void at07_whereNobodySignsATokenHasToBeEncrypted() {
        Scene encryptedOnly = rfc9068(builder -> builder.verificationKeys(List.of()));

        encryptedOnly.accept(Token.encrypted().confirming(Scene.CLIENT));
        assertThat(encryptedOnly.refusal(good())).isEqualTo(Reason.TOKEN_KIND_NOT_ACCEPTED);
    }

    @Test
    void at07_whereEncryptionWasAgreedASignedTokenHasToBeEncryptedToo() {
        Scene agreed = rfc9068(builder -> builder.tokenEncryption(Encryption.REQUIRED));
        String signed = good().text();

        agreed.accept(Proof.of(Token.encrypted().text(signed), Scene.CLIENT));
        assertThat(agreed.refusal(Proof.of(signed, Scene.CLIENT))).isEqualTo(Reason.TOKEN_KIND_NOT_ACCEPTED);
        scene.accept(Proof.of(signed, Scene.CLIENT));
    }

    @Test
    void at07_bcp02_aKeyDecryptsWithTheAlgorithmThatItIsForAndNoOther() {
        for (String alg : List.of("dir", "A256GCM", "A256KW")) {
            Map<String, Object> jwk = Token.SHARED_KEY.members();
            jwk.put("alg", alg);
            String json = JSONObjectUtils.toJSONString(jwk);
            Scene pinned = rfc9068(builder -> builder.decryptionKeys(Scene.decryptionKeys(json)));
            Token direct = Token.encrypted().confirming(Scene.CLIENT);

            if (alg.equals("A256KW")) {
                assertThat(pinned.refusal(direct)).isEqualTo(Reason.TOKEN_KEY_UNKNOWN);
            } else {
                pinned.accept(direct);
            }
        }
    }

    @Test
    void at08_whateverIsWrongWithATokenTheErrorIsInvalidToken() {
        long now = Scene.NOW.getEpochSecond();
        List<Token> bad = List.of(
                good().header("typ", "JWT"),
                good().header("alg", "none"),
                good().header("crit", List.of("exp")),
                good().header("kid", "unknown"),
                good().key(Scene.STRANGER),
                good().without("jti"),
                good().claim("exp", "tomorrow"),
                good().claim("exp", now - 31),
                good().claim("nbf", now + 31),
                good().claim("iss", "https://other.example"),
                good().claim("aud", "https://other.example"),
                good().claim("cnf", Map.of()),
                good().without("cnf"),
                Token.encrypted().confirming(Scene.CLIENT).key(TestKey.of("foreign", "HS256")),
                Token.encrypted().confirming(Scene.CLIENT).header("zip", "DEF"));
        for (Token token : bad) {
            assertThat(scene.refusal(token).error()).isEqualTo(OAuthError.INVALID_TOKEN);
        }
        for (String text : List.of("x", "a.b.c", "e30.e30.", "....")) {
            FakeRequest request = FakeRequest.get().signed(Proof.of(text, Scene.CLIENT));
            assertThat(scene.refusal(request).error()).as(text).isEqualTo(OAuthError.INVALID_TOKEN);
        }
    }

    @Test
    void at09_handsOnWhatAuthorizationIsDecidedBy() {
        Map<String, Object> claims = Map.of(
                "acr", "mfa",
                "amr", List.of("pwd", "otp"),
                "auth_time", Scene.NOW.getEpochSecond(),
                "groups", List.of("staff"),
                "roles", List.of("buyer"),
                "entitlements", List.of("pay"));
        Token token = good().claim("scope", "read write");
        claims.forEach(token::claim);

        assertThat(scene.accept(token).principal().claims()).containsAllEntriesOf(claims);
        assertThat(scene.accept(token).principal().scopes()).containsExactly("read", "write");
    }

    private static Scene rfc9068(UnaryOperator<RequestVerifierBuilder> change) {
        return Scene.with(builder -> change.apply(builder.tokenProfile(Profile.RFC9068)));
    }

    private static Token good() {
        return Token.signed().claim("jti", "token-1").confirming(Scene.CLIENT);
    }
}
