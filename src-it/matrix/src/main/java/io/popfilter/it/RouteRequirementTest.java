// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes demand of a token, with each scheme: scopes, and how and when its user authenticated (RFC 9470). */
class RouteRequirementTest {

    private static final ClientKey KEY = ClientKey.of(SignatureAlgorithm.ES256);

    @AutoClose
    private static final Server SERVER = Server.start(
            "",
            Map.of(
                    "schemes", "PoP DPoP Bearer",
                    "route.scopes", "/stream = pay; /reader = read",
                    "route.acr-values", "/stream = phr mfa",
                    "route.max-age", "/stream = PT5M",
                    "route.schemes", "/parameters = PoP"),
            EnumSet.allOf(DispatcherType.class));

    @BeforeEach
    void forget() {
        SERVER.application().forget();
        SERVER.log().clear();
    }

    private static Map<String, Object> enough() {
        return new LinkedHashMap<>(Map.of(
                "scope",
                "read pay",
                "acr",
                "mfa",
                "auth_time",
                AuthorizationServer.ONLY.now().getEpochSecond()));
    }

    private static WireRequest request(String scheme, String path, Map<String, Object> more) {
        Map<String, Object> cnf = scheme.equals("PoP") ? Map.of("jwk", KEY.jwk()) : Map.of("jkt", KEY.thumbprint());
        Map<String, Object> claims = AuthorizationServer.ONLY.claims(cnf);
        if (scheme.equals("Bearer")) {
            claims.remove("cnf");
        }
        claims.putAll(more);
        String token = AuthorizationServer.ONLY.token(TokenForm.SIGNED, claims);
        WireRequest request = WireRequest.of("GET", path, SERVER.authority());
        return switch (scheme) {
            case "PoP" ->
                request.field(
                        "Authorization",
                        Proof.of(token, KEY, "GET", SERVER.authority(), path).authorization());
            case "DPoP" ->
                request.field("Authorization", "DPoP " + token)
                        .field(
                                "DPoP",
                                DpopProof.of(token, KEY, "GET", "http://" + SERVER.authority() + path)
                                        .compact());
            default -> request.field("Authorization", "Bearer " + token);
        };
    }

    /** The challenge of the scheme that was used. */
    private static String refused(String scheme, WireRequest request, Reason reason) {
        Answer answer = SERVER.send(request);
        assertThat(SERVER.log().text()).contains("reason=" + reason + " stage=AUTHORIZATION");
        assertThat(SERVER.application().seen()).isEmpty();
        assertThat(answer.status()).isEqualTo(reason.error().status());
        assertThat(answer.lines("cache-control")).containsExactly("no-store");
        assertThat(answer.body())
                .contains("\"error\":\"" + reason.error().code().orElseThrow() + "\"");
        List<String> challenges = answer.lines("www-authenticate");
        assertThat(challenges).hasSize(3);
        assertThat(challenges.stream().filter(line -> line.contains("error="))).hasSize(1);
        return challenges.stream()
                .filter(line -> line.startsWith(scheme + " "))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PoP", "DPoP", "Bearer"})
    void su04LetsATokenInThatIsEnough(String scheme) {
        Answer answer = SERVER.send(request(scheme, "/stream", enough()));

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        assertThat(SERVER.application().seen().get(0).authType()).isEqualTo(scheme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PoP", "DPoP", "Bearer"})
    void bt03AnswersAMissingScope(String scheme) {
        Map<String, Object> less = enough();
        less.put("scope", "read");

        String challenge = refused(scheme, request(scheme, "/stream", less), Reason.SCOPE_INSUFFICIENT);

        assertThat(challenge).contains("error=\"insufficient_scope\"").contains("scope=\"pay\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PoP", "DPoP", "Bearer"})
    void su01Su02AnswersAWeakAuthenticationAndAnOldOne(String scheme) {
        Map<String, Object> weak = enough();
        weak.put("acr", "pwd");
        Map<String, Object> old = enough();
        old.put("auth_time", AuthorizationServer.ONLY.now().getEpochSecond() - 600);

        for (Map<String, Object> less : List.of(weak, old)) {
            SERVER.log().clear();
            String challenge = refused(scheme, request(scheme, "/stream", less), Reason.AUTHENTICATION_INSUFFICIENT);

            assertThat(challenge)
                    .contains("error=\"insufficient_user_authentication\"")
                    .contains("acr_values=\"phr mfa\"")
                    .contains("max_age=\"300\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "Bearer"})
    void offersOnlyTheSchemeOfTheRoute(String scheme) {
        Answer answer = SERVER.send(request(scheme, "/parameters", enough()));

        assertThat(SERVER.log().text()).contains("reason=" + Reason.SCHEME_NOT_FOR_ROUTE);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.lines("www-authenticate")).singleElement().asString().startsWith("PoP algs=");
        assertThat(SERVER.application().seen()).isEmpty();
    }

    @Test
    void v45RefusesToTakeATokenToARouteThatDemandsMore() {
        Map<String, Object> less = enough();
        less.put("scope", "read");

        Answer answer = SERVER.send(request("PoP", "/forward", less)); // to /stream

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(403);
        assertThat(SERVER.log().text()).contains("reason=" + Reason.SCOPE_INSUFFICIENT);
        assertThat(SERVER.application().seen()).isEmpty();
        assertThat(SERVER.send(request("PoP", "/forward", enough())).status()).isEqualTo(200);
    }

    @Test
    void aRouteWithoutDemandsTakesEveryToken() {
        assertThat(SERVER.send(request("DPoP", "/unread", Map.of("scope", ""))).status())
                .isEqualTo(200);
    }
}
