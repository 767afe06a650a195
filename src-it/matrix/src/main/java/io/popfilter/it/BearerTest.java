// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.token.Binding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bearer tokens beside PoP and DPoP, where they are named (RFC 6750, RFC 9449 section 7.2). */
class BearerTest {

    @AutoClose
    private static final Server SERVER = Server.start("", Map.of("schemes", "PoP DPoP Bearer"));

    private static final ClientKey KEY = ClientKey.of(SignatureAlgorithm.ES256);

    @BeforeEach
    void forget() {
        SERVER.application().forget();
        SERVER.log().clear();
    }

    private static String token(UnaryOperator<Map<String, Object>> change) {
        Map<String, Object> claims = AuthorizationServer.ONLY.claims(Map.of());
        claims.remove("cnf");
        return AuthorizationServer.ONLY.token(TokenForm.SIGNED, change.apply(claims));
    }

    private static String unbound() {
        return token(claims -> claims);
    }

    private static String bound(Object cnf) {
        return token(claims -> {
            claims.put("cnf", cnf);
            return claims;
        });
    }

    private static WireRequest bearer(String token) {
        return WireRequest.of("GET", "/stream", SERVER.authority()).field("Authorization", "Bearer " + token);
    }

    private static Answer refused(WireRequest request, Reason reason) {
        Answer answer = SERVER.send(request);
        assertThat(SERVER.log().text()).contains("reason=" + reason + " ");
        assertThat(SERVER.application().seen()).isEmpty();
        assertThat(answer.status()).isEqualTo(reason.error().status());
        assertThat(answer.lines("cache-control")).containsExactly("no-store");
        return answer;
    }

    @Test
    void letsATokenThatIsBoundToNothingIn() {
        Answer answer = SERVER.send(bearer(unbound()));

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        Seen seen = SERVER.application().seen().get(0);
        PopPrincipal principal = (PopPrincipal) seen.principal();
        assertThat(seen.authType()).isEqualTo("Bearer");
        assertThat(seen.remoteUser()).isEqualTo("alice");
        assertThat(principal.binding()).isEqualTo(Binding.NONE);
        assertThat(principal.coveredComponents()).isEmpty();
    }

    @Test
    void leavesABodyToTheApplication() {
        WireRequest request = WireRequest.of("POST", "/stream", SERVER.authority())
                .field("Authorization", "Bearer " + unbound())
                .field("Content-Type", "text/plain")
                .body("body".getBytes(StandardCharsets.US_ASCII));

        assertThat(SERVER.send(request).status()).isEqualTo(200);
        assertThat(SERVER.application().seen().get(0).body()).isEqualTo("body");
    }

    static List<Arguments> bindings() {
        String thumbprint = KEY.thumbprint();
        return List.of(
                Arguments.of(Map.of("jkt", thumbprint), Reason.BOUND_TOKEN_WITHOUT_PROOF),
                Arguments.of(Map.of("kid", thumbprint), Reason.BOUND_TOKEN_WITHOUT_PROOF),
                Arguments.of(Map.of("new", "x"), Reason.CONFIRMATION_UNSUPPORTED),
                Arguments.of(Map.of(), Reason.CONFIRMATION_MALFORMED),
                Arguments.of("text", Reason.CONFIRMATION_MALFORMED),
                Arguments.of(List.of(thumbprint), Reason.CONFIRMATION_MALFORMED));
    }

    @ParameterizedTest(name = "v26: {0}")
    @MethodSource("bindings")
    void dp21V26Dp27RefusesEveryDowngrade(Object cnf, Reason reason) {
        Answer answer = refused(bearer(bound(cnf)), reason);

        List<String> challenges = answer.lines("www-authenticate");
        assertThat(challenges).hasSize(3);
        assertThat(challenges.subList(0, 2)).noneMatch(line -> line.contains("error"));
        assertThat(challenges.get(2)).startsWith("Bearer error=\"invalid_token\"");
    }

    @Test
    void v26RefusesAnUnboundTokenWithAProof() {
        String token = unbound();
        DpopProof proof = DpopProof.of(token, KEY, "GET", "http://" + SERVER.authority() + "/stream");

        refused(
                WireRequest.of("GET", "/stream", SERVER.authority())
                        .field("Authorization", "DPoP " + token)
                        .field("DPoP", proof.compact()),
                Reason.CONFIRMATION_MISSING);
    }

    @Test
    void bt01Dp27RefusesTwoWaysOfSendingTheTokenInTheChallengeOfEach() {
        Answer answer = refused(bearer(unbound()).field("Authorization", "DPoP x"), Reason.AUTHORIZATION_REPEATED);

        assertThat(answer.status()).isEqualTo(400);
        List<String> challenges = answer.lines("www-authenticate");
        assertThat(challenges).hasSize(3);
        assertThat(challenges.get(0)).startsWith("PoP ").doesNotContain("error");
        assertThat(challenges.subList(1, 3)).allSatisfy(line -> assertThat(line).contains("error=\"invalid_request\""));
    }

    @Test
    void bt02RefusesATokenThatIsExpired() {
        long past = AuthorizationServer.ONLY.now().getEpochSecond() - 600;
        String expired = token(claims -> {
            claims.put("exp", past);
            return claims;
        });

        assertThat(refused(bearer(expired), Reason.TOKEN_EXPIRED).lines("www-authenticate"))
                .last()
                .asString()
                .startsWith("Bearer error=\"invalid_token\"");
    }

    @Test
    void bt04Dp26SaysNothingOfAnErrorWhenNothingWasSent() {
        Answer answer = refused(WireRequest.of("GET", "/stream", SERVER.authority()), Reason.NO_CREDENTIALS);

        assertThat(answer.lines("www-authenticate"))
                .hasSize(3)
                .noneMatch(line -> line.contains("error"))
                .last()
                .isEqualTo("Bearer");
    }

    @Test
    void bt06KeepsRefusalsOutOfCachesAndLeavesTheRestToTheApplication() {
        Answer answer = SERVER.send(bearer(unbound()));
        SERVER.application().forget();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lines("cache-control")).isEmpty();
        assertThat(refused(bearer("x"), Reason.TOKEN_MALFORMED).lines("cache-control"))
                .containsExactly("no-store");
    }

    @Test
    void bt07Bt08DoesNotLookForTokensElsewhere() {
        refused(WireRequest.of("GET", "/stream?access_token=" + unbound(), SERVER.authority()), Reason.NO_CREDENTIALS);
        refused(
                WireRequest.of("POST", "/stream", SERVER.authority())
                        .field("Content-Type", "application/x-www-form-urlencoded")
                        .body(("access_token=" + unbound()).getBytes(StandardCharsets.US_ASCII)),
                Reason.NO_CREDENTIALS);
    }

    @Test
    void dp22OffersAndTakesNothingThatIsForAProxy() {
        Answer answer = refused(
                WireRequest.of("GET", "/stream", SERVER.authority())
                        .field("Proxy-Authorization", "Bearer " + unbound()),
                Reason.NO_CREDENTIALS);

        assertThat(answer.lines("proxy-authenticate")).isEmpty();
    }
}
