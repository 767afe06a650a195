// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.popfilter.VerifiedRequest;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.jose.VerificationKey;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Authenticator;
import io.popfilter.scheme.SchemeName;
import io.popfilter.scheme.Schemes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-50 to V-55, as far as they show without a container; V-51 is in {@code FaultSecurityCasesTest}. */
class HttpSecurityCasesTest {

    private final Scene scene = Scene.standard();

    // ---- V-50 ----

    @Test
    void v50_twoAuthorizationLinesAreRefusedWhateverTheyAre() {
        String good = "PoP " + scene.proof().compact();
        for (String other : List.of(good, "PoP x", "Bearer x", "Basic eDp5", "")) {
            assertThat(scene.refusal(FakeRequest.get().authorization(good).authorization(other)))
                    .isEqualTo(Reason.AUTHORIZATION_REPEATED);
            assertThat(scene.refusal(FakeRequest.get().authorization(other).authorization(good)))
                    .isEqualTo(Reason.AUTHORIZATION_REPEATED);
            assertThat(scene.refusal(FakeRequest.get().authorization(good + ", " + other)))
                    .isEqualTo(Reason.AUTHORIZATION_REPEATED);
            assertThat(scene.refusal(FakeRequest.get().authorization(good + "," + other)))
                    .isEqualTo(Reason.AUTHORIZATION_REPEATED);
        }
    }

    @Test
    void v50_otherWhiteSpaceThanSpacesAfterTheSchemeIsRefused() {
        String compact = scene.proof().compact();
        for (String odd : List.of(
                "PoP\t" + compact,
                "PoP \t" + compact,
                "PoP\u00A0" + compact,
                "PoP" + compact,
                "PoP: " + compact,
                "PoP " + compact + " ",
                "PoP " + compact + "\t",
                "PoP " + compact + " x",
                "PoP \r\n " + compact,
                "PoP " + compact + "\r\n",
                "PoP pop=" + compact,
                "PoP \"" + compact + "\"")) {
            assertThat(scene.refusal(FakeRequest.get().authorization(odd)))
                    .as(odd)
                    .isIn(Reason.AUTHENTICATOR_MALFORMED, Reason.SCHEME_NOT_ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PoP", "PoP ", "pop", "PoP      ", "PoP ..", "PoP .", "PoP a.b.c", "PoP ="})
    void v50_anEmptyOrHopelessAuthenticatorIsABrokenAttemptAndNotAnAnonymousOne(String line) {
        assertThat(scene.refusal(FakeRequest.get().authorization(line))).isEqualTo(Reason.AUTHENTICATOR_MALFORMED);
    }

    @Test
    void v50_noOrAnotherSchemeIsUnauthenticated() {
        assertThat(scene.refusal(FakeRequest.get())).isEqualTo(Reason.NO_CREDENTIALS);
        for (String line : List.of("", " ", " PoP x", "DPoP x", "Basic eDp5", "PoPx y", "\u017Fo", "P\u00F6P x")) {
            assertThat(scene.refusal(FakeRequest.get().authorization(line))).isEqualTo(Reason.SCHEME_NOT_ACCEPTED);
        }
    }

    @Test
    void v50_theLargestAuthenticatorPassesAndOneMoreCharacterDoesNot() {
        int limit = 8 * 1024;
        Map<Boolean, Integer> lengths = new HashMap<>();
        for (int padding = 5300; padding < 6200; padding++) {
            String line =
                    "PoP " + scene.proof().member("x", "x".repeat(padding)).compact();
            boolean fits = line.length() <= limit;
            if (lengths.put(fits, line.length()) == null && !fits) {
                assertThat(scene.refusal(FakeRequest.get().authorization(line)))
                        .isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
                break;
            }
            if (limit - line.length() < 3 && fits) {
                scene.accept(FakeRequest.get().authorization(line));
            }
        }
        assertThat(lengths).containsOnlyKeys(true, false);
    }

    // ---- V-52 ----

    @ParameterizedTest
    @EnumSource(Reason.class)
    void v52_whatClientsAreToldNeedsNoEscaping(Reason reason) {
        assertThat(reason.sentence()).matches("[ -~&&[^\"\\\\]]+");
        assertThat(reason.error().code().orElse("none")).matches("[a-z_]+");
    }

    @Test
    void v52_factsCannotForgeALineOfTheLog() {
        String evil = "x\r\nreason=FINE \"quoted\" \u001B[31m \u202E \\";
        List<Rejection> rejections = List.of(
                scene.rejection(FakeRequest.get().authorization(evil)),
                scene.rejection(FakeRequest.get().method(evil).signed(scene.proof())),
                scene.rejection(FakeRequest.get().signed(scene.proof().header("typ", evil))),
                scene.rejection(FakeRequest.get().signed(scene.proof().header("alg", evil))),
                scene.rejection(FakeRequest.get().signed(scene.proof().member("m", evil))),
                scene.rejection(FakeRequest.get().signed(scene.proof().member("u", evil))),
                scene.rejection(FakeRequest.get().signed(scene.proof().member("p", evil))),
                scene.rejection(FakeRequest.get().signed(scene.proof().member("b", evil))),
                scene.rejection(FakeRequest.get().signed(scene.proof().member("cb", evil))),
                scene.rejection(FakeRequest.get().signed(scene.proof().query(evil))),
                scene.rejection(FakeRequest.get().signed(scene.proof().fields(evil, "1"))),
                scene.rejection(
                        FakeRequest.get().signed(scene.proof(Token.signed().claim("iss", evil)))),
                scene.rejection(
                        FakeRequest.get().signed(scene.proof(Token.signed().claim("aud", evil)))),
                scene.rejection(
                        FakeRequest.get().signed(scene.proof(Token.signed().cnf(Map.of(evil, 1))))));
        for (Rejection rejection : rejections) {
            assertThat(rejection.getMessage()).matches("[ -~]+").hasSizeLessThan(1000);
            assertThat(rejection.facts().toString().replaceAll("\\\\.", ""))
                    .matches("((about|expected|received|cause)=\"[^\"]*\" ?)*");
        }
    }

    // ---- V-53 ----

    @Test
    void v53_aBadTokenAndABadSignatureAreBoth401() {
        List<Reason> reasons = List.of(
                scene.refusal(Token.signed().confirming(Scene.CLIENT).key(Scene.STRANGER)),
                scene.refusal(Token.encrypted().confirming(Scene.CLIENT).key(TestKey.of("foreign", "HS256"))),
                scene.refusal(Token.signed().confirming(Scene.CLIENT).header("kid", "unknown")),
                scene.refusal(scene.proof().key(Scene.STRANGER)));
        assertThat(reasons)
                .allSatisfy(reason -> assertThat(reason.error().status()).isEqualTo(401));
    }

    // ---- V-55 ----

    @Test
    void v55_noRefusalShowsATokenAKeyASignatureOrAnId() {
        TestKey secret = TestKey.of("client", "HS256");
        TestKey presented = TestKey.of("client", "EdDSA");
        Map<String, Object> leaky = presented.members();
        leaky.put("d", Bytes.base64url(Bytes.random(32)));
        List<Proof> proofs = new ArrayList<>();
        for (String member : List.of("at", "ts", "jti", "m", "u", "p", "q", "b", "h", "cb", "ath", "cnf", "nonce")) {
            for (Object value : List.of(7, "other", List.of("x"), Map.of("x", 1), "")) {
                proofs.add(scene.proof().member(member, value));
            }
            proofs.add(scene.proof().without(member));
        }
        for (String member : List.of("typ", "alg", "crit", "jwk")) {
            proofs.add(scene.proof().header(member, "x"));
            proofs.add(scene.proof().header(member, 7));
        }
        Map<String, Object> cnfs = new LinkedHashMap<>();
        for (String member : List.of("jwk", "jwe", "kid", "jkt", "x5t#S256")) {
            cnfs.put(member, presented.thumbprint());
            proofs.add(scene.proof(Token.signed().cnf(Map.of(member, presented.thumbprint()))));
            proofs.add(scene.proof(Token.signed().cnf(Map.of(member, 7))));
        }
        proofs.add(scene.proof(Token.signed().cnf(cnfs)));
        for (String claim : List.of("iss", "aud", "exp", "nbf", "iat", "sub", "client_id", "scope", "cnf", "jti")) {
            proofs.add(scene.proof(Token.signed().confirming(Scene.CLIENT).claim(claim, 7)));
            proofs.add(scene.proof(Token.signed().confirming(Scene.CLIENT).claim(claim, "x")));
            proofs.add(scene.proof(Token.signed().confirming(Scene.CLIENT).without(claim)));
        }
        proofs.add(scene.proof(Token.signed().confirming(secret)));
        proofs.add(scene.proof(Token.encrypted().confirming(secret)));
        proofs.add(scene.proof(Token.encrypted().confirming(secret)).presenting(presented));
        proofs.add(scene.proof(Token.encrypted().confirming(secret)).presenting(secret));
        proofs.add(scene.proof(Token.encrypted().confirming(TestKey.secret("HS256", 20))));
        proofs.add(scene.proof(Token.signed().confirming(presented)).presenting(presented));
        proofs.add(scene.proof(Token.signed().confirming(presented)).member("cnf", Map.of("jwk", leaky)));
        proofs.add(scene.proof(Token.signed().key(Scene.STRANGER)));
        proofs.add(scene.proof(Token.encrypted().key(secret)));
        proofs.add(scene.proof());

        for (Proof proof : proofs) {
            String line = proof.compact();
            List<String> secrets = new ArrayList<>(List.of(line, line.substring(line.lastIndexOf('.') + 1)));
            secrets.addAll(List.of(line.split("\\.", -1)));
            secrets.addAll(List.of(proof.token().split("\\.", -1)));
            secrets.add(proof.jti());
            secrets.add(secret.members().get("k").toString());
            secrets.add(secret.thumbprint()); // of a secret, it lets a weak one be guessed
            secrets.add(leaky.get("d").toString());
            secrets.removeIf(text -> text.length() < 16);
            for (String authorization :
                    List.of("PoP " + line, "Bearer " + line, line, "PoP:" + line, "X-" + line + " x")) {
                assertShowsNothing(FakeRequest.get().authorization(authorization), secrets);
                assertShowsNothing(FakeRequest.get().path("/x").authorization(authorization), secrets);
                assertShowsNothing(FakeRequest.get().body("x").authorization(authorization), secrets);
            }
        }
    }

    private void assertShowsNothing(FakeRequest request, List<String> secrets) {
        String shown;
        try {
            VerifiedRequest verified = scene.verify(request);
            shown = verified + " " + verified.principal();
        } catch (Rejection e) {
            shown = e + " " + e.getMessage() + " " + e.facts() + " " + e.facts().subject()
                    + e.facts().received();
        }
        for (String secret : secrets) {
            assertThat(shown).doesNotContain(secret.substring(0, 16));
            assertThat(shown).doesNotContain(secret.substring(secret.length() - 16));
        }
    }

    @Test
    void v55_noTextOfAKeyOrAnAuthenticatorShowsWhatIsSecret() throws Exception {
        TestKey secret = TestKey.of("client", "HS256");
        byte[] octets = secret.key().getEncoded();
        String k = secret.members().get("k").toString();
        VerificationKey verification = Scene.verificationKeys(List.of(secret)).get(0);
        DecryptionKey decryption = Scene.decryptionKeys(secret.json()).get(0);
        SigningKey signing = SigningKey.secret(SignatureAlgorithm.HS256, octets);
        Schemes schemes = Schemes.of(List.of(SchemeName.POP), EnumSet.allOf(SignatureAlgorithm.class), new Digests());
        Proof proof = scene.proof();
        Authenticator authenticator =
                (Authenticator) schemes.read(FakeRequest.get().signed(proof));
        for (Object shown : List.of(verification, decryption, signing, authenticator, authenticator.signature())) {
            assertThat(shown.toString())
                    .doesNotContain(k, secret.thumbprint(), proof.token(), proof.jti())
                    .hasSizeLessThan(200);
        }
    }

    @Test
    void v55_credentialsDoNotShowTheAuthenticatorEither() {
        assertThatCode(() -> {
                    Class<?> type = Class.forName("io.popfilter.scheme.Credentials");
                    var of = type.getDeclaredMethod("of", io.popfilter.http.ReceivedRequest.class);
                    of.setAccessible(true);
                    String shown = of.invoke(null, FakeRequest.get().authorization("PoP secret.secret.secret"))
                            .toString();
                    assertThat(shown).doesNotContain("secret");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void v55_theCauseOfAnOutageIsKeptButNotShown() {
        Rejection outage = Rejection.outage(Reason.INTERNAL_FAULT, new IllegalStateException("token eyJ"));
        assertThat(outage.getMessage()).doesNotContain("eyJ").contains("IllegalStateException");
        assertThat(outage.getStackTrace()).isEmpty();
    }
}
