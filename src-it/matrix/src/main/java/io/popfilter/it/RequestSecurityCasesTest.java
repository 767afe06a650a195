// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V-38 to V-40, V-43, and V-46 to V-49, as octets on a connection. */
class RequestSecurityCasesTest {

    private static final String LONG = "x".repeat(10_000);

    @AutoClose
    private static final Server DIRECT = Server.start("", Map.of("exclude", "/public/* /health"));

    @AutoClose
    private static final Server BEHIND = Server.start(
            "",
            Map.of("public-base-uri", "https://api.example.com https://xn--bcher-kva.example https://[2001:db8::1]"));

    private final Client client = Client.of(DIRECT);
    private final Client behind = Client.of(BEHIND);

    // ---- V-38 ----

    @ParameterizedTest(name = "v38: {0}")
    @ValueSource(strings = {"QUERY", "PROPFIND", "REPORT", "VERSION-CONTROL", "BREW"})
    void v38AnUnusualMethodPassesAsItselfAndAsNothingElse(String method) {
        assertThat(passed(DIRECT, client.signed(method, "/orders")).method()).isEqualTo(method);

        WireRequest signedForGet = client.plain(method, "/orders")
                .field("Authorization", client.proof("GET", "/orders").authorization());
        Refusals.expect(DIRECT, signedForGet, Reason.METHOD_MISMATCH);
    }

    @ParameterizedTest(name = "v38: {0}")
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void v38AMethodOverrideHasToBeSigned(String name) {
        Refusals.expect(DIRECT, client.get("/orders").field(name, "DELETE"), Reason.SENSITIVE_FIELD_NOT_COVERED);

        WireRequest signed = client.plain("GET", "/orders")
                .field(name, "DELETE")
                .field(
                        "Authorization",
                        client.proof("GET", "/orders")
                                .fields(name.toLowerCase(Locale.ROOT), "DELETE")
                                .authorization());
        passed(DIRECT, signed);
    }

    // ---- V-39 ----

    @ParameterizedTest(name = "v39: {0} is the same authority")
    @ValueSource(
            strings = {
                "api.example.com",
                "API.example.COM",
                "api.example.com:443",
                "xn--bcher-kva.example",
                "XN--BCHER-KVA.example:443",
                "[2001:db8::1]",
                "[2001:DB8::1]:443"
            })
    void v39OneAuthorityHasTheseSpellings(String authority) {
        passed(BEHIND, behind.getSignedFor(authority, "/orders", "/orders"));
    }

    @ParameterizedTest(name = "v39: {0} is another authority")
    @ValueSource(
            strings = {
                "",
                "api.example.com.",
                "api.example.com:80",
                "api.example.com:0443",
                "api.example.com:",
                "api.example.com:443:443",
                "user@api.example.com",
                "api.example.com@evil.example",
                "api.example.com/",
                "api.example.com#x",
                "api.example.com,api.example.com",
                " api.example.com",
                "https://api.example.com",
                "api%2Eexample.com",
                "ap\u0131.example.com",
                "b\u00fccher.example",
                "[2001:db8:0::1]",
                "[2001:db8::1%25eth0]",
                "2001:db8::1",
                "evil.example"
            })
    void v39NothingElseIsTheSameAuthority(String authority) {
        Refusals.expect(BEHIND, behind.getSignedFor(authority, "/orders", "/orders"), Reason.AUTHORITY_MISMATCH);
    }

    @Test
    void v39AnAuthorityOfTenKilobytesIsRefusedBeforeItIsRead() {
        Refusals.expect(BEHIND, behind.getSignedFor(LONG, "/orders", "/orders"), Reason.AUTHENTICATOR_TOO_LARGE);
    }

    @ParameterizedTest(name = "v39: {0} is {1}")
    @CsvSource({
        "/orders/%7ea, /orders/~a",
        "/orders/~a, /orders/%7Ea",
        "/%6frders, /orders",
        "/a%c3%a9, /a%C3%A9",
        "/a:b, /a%3Ab"
    })
    void v39OnePathHasTheseSpellings(String signed, String sent) {
        passed(BEHIND, behind.getSignedFor("api.example.com", signed, sent));
    }

    @ParameterizedTest(name = "v39: {0} is not {1}")
    @CsvSource({
        "/orders/, /orders",
        "/orders, /Orders",
        "/orders/../orders, /orders",
        "/orders/./x, /orders/x",
        "//orders, /orders",
        "/orders;x, /orders",
        "/orders%2Fx, /orders/x",
        "/orders%00, /orders",
        "orders, /orders",
        "https://api.example.com/orders, /orders",
        "/orders?x, /orders",
        "/orders#x, /orders",
        "'', /orders",
        "*, /orders"
    })
    void v39NothingElseIsTheSamePath(String signed, String sent) {
        WireRequest request = behind.plain("GET", sent)
                .field(
                        "Authorization",
                        behind.proof("GET", sent)
                                .claim("u", "api.example.com")
                                .claim("p", signed)
                                .authorization());

        Refusals.expect(BEHIND, request, Reason.PATH_MISMATCH);
    }

    // ---- V-40 ----

    /** That a key of the token is proved is not enough. */
    @Test
    void v40ATokenThatIsBoundToACertificateTooIsRefusedWithoutIt() {
        ClientKey key = ClientKey.of(SignatureAlgorithm.ES256);
        Map<String, Object> both = Map.of("jwk", key.jwk(), "x5t#S256", "x".repeat(43));
        String token = AuthorizationServer.ONLY.token(TokenForm.SIGNED, AuthorizationServer.ONLY.claims(both));

        Refusals.expect(DIRECT, Client.holding(DIRECT, token, key).get("/orders"), Reason.CLIENT_CERTIFICATE_MISSING);
    }

    // ---- V-43 ----

    @ParameterizedTest(name = "v43: {0}")
    @ValueSource(
            strings = {"/health/", "/HEALTH", "/Public/x", "/publicity", "/health%0A", "/health%0D%0A", "/health%20"})
    void v43AnExclusionOpensWhatItSaysToTheLetter(String path) {
        DIRECT.application().forget();

        Answer answer = DIRECT.send(client.plain("GET", path));

        assertThat(answer.status()).isIn(400, 401);
        assertThat(DIRECT.application().seen()).isEmpty();
    }

    // ---- V-46 ----

    @ParameterizedTest(name = "v46: {0}")
    @ValueSource(strings = {"/orders?/health", "/orders?/public/x", "/orders?x=/../public/x", "/orders?#/health"})
    void v46AQueryOpensNothing(String target) {
        DIRECT.application().forget();

        Answer answer = DIRECT.send(client.plain("GET", target));

        assertThat(answer.status()).isIn(400, 401);
        assertThat(DIRECT.application().seen()).isEmpty();
    }

    // ---- V-47 ----

    @ParameterizedTest(name = "v47: {0}")
    @ValueSource(
            strings = {
                "X_Forwarded_Host",
                "X_Forwarded_Proto",
                "X_HTTP_Method_Override",
                "X_Original_URL",
                "Client_Cert"
            })
    void v47ANameWithUnderscoresIsNotTheNameWithHyphens(String name) {
        assertThat(passed(DIRECT, client.get("/orders").field(name, "evil.example.com"))
                        .method())
                .isEqualTo("GET");
        WireRequest forged =
                client.getSignedFor("api.example.com", "/orders", "/orders").field(name, "api.example.com");
        Refusals.expect(DIRECT, forged, Reason.AUTHORITY_MISMATCH);
    }

    @Test
    void v47AFieldNameWithUnderscoresCannotBeCovered() {
        WireRequest request = client.plain("GET", "/orders")
                .field("X_Order", "1")
                .field(
                        "Authorization",
                        client.proof("GET", "/orders").fields("x_order", "1").authorization());

        Refusals.expect(DIRECT, request, Reason.FIELD_NOT_COVERABLE);
    }

    /** Jetty and Tomcat take a bare LF for the end of a line. */
    @Test
    void v47AFieldThatIsSmuggledBehindALineFeedIsSeenAsAField() {
        WireRequest request = client.get("/orders").rawLine("X-Note: a\nX-HTTP-Method-Override: DELETE");
        DIRECT.application().forget();
        DIRECT.log().clear();

        Answer answer = DIRECT.send(request);

        assertThat(answer.status()).isIn(400, 401);
        assertThat(DIRECT.application().seen()).isEmpty();
        if (answer.status() == 401) {
            assertThat(DIRECT.log().text()).contains("reason=" + Reason.SENSITIVE_FIELD_NOT_COVERED);
        }
    }

    // ---- V-48 ----

    @ParameterizedTest(name = "v48: {0}")
    @ValueSource(
            strings = {
                "Client-Cert",
                "Client-Cert-Chain",
                "X-Client-Cert",
                "X-SSL-Client-Cert",
                "SSL_CLIENT_CERT",
                "ssl-client-cert",
                "X-Forwarded-Client-Cert"
            })
    void v48ACertificateInAFieldProvesNothing(String name) {
        ClientKey key = ClientKey.of(SignatureAlgorithm.ES256);
        String bound = AuthorizationServer.ONLY.token(
                TokenForm.SIGNED,
                AuthorizationServer.ONLY.claims(Map.of("jwk", key.jwk(), "x5t#S256", "x".repeat(43))));

        Refusals.expect(
                DIRECT,
                Client.holding(DIRECT, bound, key).get("/orders").field(name, ":MIIB:"),
                Reason.CLIENT_CERTIFICATE_MISSING);
    }

    // ---- V-49 ----

    @ParameterizedTest(name = "v49: {0}")
    @ValueSource(strings = {"GET /public/x", "GET /orders", "HEAD /orders", "HEAD /public/x", "GET /orders HTTP/0.9"})
    void v49HttpBeforeOneReachesNoProtectedRoute(String requestLine) {
        WireRequest request = WireRequest.line(requestLine);
        DIRECT.application().forget();
        try {
            DIRECT.send(request);
        } catch (UncheckedIOException closed) {
            assertThat(closed).hasCauseInstanceOf(IOException.class);
        } catch (RuntimeException noStatusLine) {
            // HTTP/0.9 answers have none
        }

        assertThat(DIRECT.application().seen()).allSatisfy(seen -> {
            assertThat(seen.uri()).isEqualTo("/public/x");
            assertThat(seen.method()).isEqualTo("GET");
        });
    }

    private static Seen passed(Server server, WireRequest request) {
        server.application().forget();
        server.log().clear();
        Answer answer = server.send(request);
        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        assertThat(server.application().seen()).hasSize(1);
        return server.application().seen().get(0);
    }
}
