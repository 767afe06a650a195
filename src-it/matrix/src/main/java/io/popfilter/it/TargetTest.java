// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that two parties could read differently, and routes that need no proof. */
class TargetTest {

    private static final String EXCLUDED = "/public/* /health";

    @AutoClose
    private static final Server AT_ROOT = Server.start("", Map.of("exclude", EXCLUDED));

    @AutoClose
    private static final Server IN_CONTEXT = Server.start("/app", Map.of("exclude", EXCLUDED));

    /** The container refuses some of them itself. */
    @ParameterizedTest(name = "v42: {0}")
    @ValueSource(
            strings = {
                "/a/../b",
                "/a/./b",
                "/a/..",
                "/a//b",
                "//a",
                "/a;x=1",
                "/a;jsessionid=1/b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a/%2e/b",
                "/a/%2e%2e/b",
                "/a/%2E./b",
                "/a/..;/b",
                "/a/..;x/b",
                "/a%00",
                "/a%0ab",
                "/a%0d%0ab",
                "/a%25b",
                "/a%252fb",
                "/a%252e%252e/b",
                "/a%u002e",
                "/a%c0%af",
                "/a%ff",
                "/a%",
                "/a%zz"
            })
    void v42RefusesAnAmbiguousPathEvenWhenItIsSigned(String path) {
        Client client = Client.of(AT_ROOT);

        expectBadRequest(AT_ROOT, client, "GET", path);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/a?x=%", "/a?x=%zz", "/a?%"})
    void refusesABrokenQueryEvenWhenItIsSigned(String target) {
        expectBadRequest(AT_ROOT, Client.of(AT_ROOT), "GET", target);
    }

    @ParameterizedTest(name = "v38: {0}")
    @ValueSource(strings = {"get", "Get", "GET1", "G_ET"})
    void v38RefusesAMethodThatCannotBeSigned(String method) {
        expectBadRequest(AT_ROOT, Client.of(AT_ROOT), method, "/orders");
    }

    private static void expectBadRequest(Server server, Client client, String method, String target) {
        WireRequest request = client.plain(method, target)
                .field("Authorization", client.proof(method, target).authorization());
        server.application().forget();
        server.log().clear();

        Answer answer = server.send(request);

        assertThat(answer.status()).as(server.log().text()).isEqualTo(400);
        assertThat(server.application().seen()).isEmpty();
        if (server.log().text().contains("refused ")) {
            assertThat(server.log().text())
                    .containsAnyOf(
                            "reason=" + Reason.TARGET_AMBIGUOUS + " stage=PARSE",
                            "reason=" + Reason.METHOD_UNACCEPTABLE + " stage=PARSE");
            Refusals.assertChallenge(answer, Reason.TARGET_AMBIGUOUS.error());
            Refusals.assertNothingSecret(server, request, answer);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"/public", "/public/", "/public/a", "/public/a/b?c", "/%70ublic/a", "/health", "/health?x=1"})
    void letsAnExcludedRoutePassWithoutProof(String target) {
        expectPass(AT_ROOT, target);
        expectPass(IN_CONTEXT, "/app" + target);
    }

    private static void expectPass(Server server, String target) {
        server.application().forget();

        Answer answer = server.send(Client.of(server).plain("GET", target));

        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        assertThat(server.application().seen()).singleElement().satisfies(seen -> {
            assertThat(seen.principal()).isNull();
            assertThat(seen.remoteUser()).isNull();
        });
    }

    /** V-41, V-43, V-44, V-46. */
    @ParameterizedTest(name = "v41: {0}")
    @ValueSource(
            strings = {
                "/admin",
                "/publicx",
                "/Public/a",
                "/PUBLIC",
                "/health/",
                "/health/x",
                "/Health",
                "/admin?/health",
                "/admin?x=/public/a",
                "/public/..;/admin",
                "/public/%2e%2e/admin",
                "/public;x/../admin",
                "/public/../admin",
                "/public/;/../admin",
                "/public/..%2fadmin",
                "/public%2f..%2fadmin",
                "/%3b/admin",
                "/;/public/a",
                "//public/a",
                "/public//a",
                "/public/./a",
                "/public%00",
                "/health;x",
                "/health%3b",
                "/health%0a",
                "/health%20",
                "/admin/public/a",
                "/admin;/public/a",
                "/admin/..;/public/a",
                "/admin/%2e%2e/public/a",
                "/./public/a"
            })
    void v41OpensNothingElse(String target) {
        expectNotOpened(AT_ROOT, target);
        expectNotOpened(IN_CONTEXT, "/app" + target);
    }

    @ParameterizedTest(name = "v44: {0}")
    @ValueSource(
            strings = {
                "/app",
                "/app/",
                "/app/app/public/a",
                "/app/..;/public/a",
                "/public/..;/app/admin",
                "/app;/public/../admin",
                "/app/%2e%2e/app/admin",
                "//app/public/a",
                "/%61pp/admin",
                "/app%2fpublic/a"
            })
    void v44OpensNothingElseInAContext(String target) {
        expectNotOpened(IN_CONTEXT, target);
    }

    @ParameterizedTest(name = "v46: {0}")
    @ValueSource(
            strings = {
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Forwarded-Uri",
                "X-Forwarded-Prefix",
                "X-Forwarded-Path",
                "X-HTTP-Method-Override"
            })
    void v46OpensNothingForAField(String name) {
        WireRequest request = Client.of(AT_ROOT).plain("GET", "/admin").field(name, "/health");

        Refusals.expect(AT_ROOT, request, Reason.NO_CREDENTIALS);
    }

    private static void expectNotOpened(Server server, String target) {
        server.application().forget();

        Answer answer = server.send(Client.of(server).plain("GET", target));

        assertThat(answer.status()).isIn(301, 302, 400, 401, 404);
        assertThat(server.application().seen()).isEmpty();
    }
}
