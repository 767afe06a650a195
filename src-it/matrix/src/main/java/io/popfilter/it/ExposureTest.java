// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V-49: which address has to be signed. */
class ExposureTest {

    @AutoClose
    private static final Server DIRECT = Server.start();

    @AutoClose
    private static final Server BEHIND =
            Server.start("/app", Map.of("public-base-uri", "https://api.example.com/v1 http://alt.example.com:8080"));

    private final Client client = Client.of(DIRECT);

    @Test
    void v49AcceptsTheAbsoluteFormOfTheSameAddress() {
        assertThat(status(
                        DIRECT,
                        direct("GET http://" + DIRECT.authority() + "/orders HTTP/1.1")
                                .field("Host", DIRECT.authority())))
                .isEqualTo(200);
    }

    @Test
    void v49RefusesAHostThatWasNotSigned() {
        WireRequest request = direct("GET /orders HTTP/1.1").field("Host", "api.example.com");

        Refusals.expect(DIRECT, request, Reason.AUTHORITY_MISMATCH);
    }

    /** Were the scheme of the target believed, 443 would be its default port. */
    @Test
    void v49DoesNotTakeTheSchemeFromTheTarget() {
        WireRequest request = WireRequest.line("GET https://127.0.0.1:443/orders HTTP/1.1")
                .field("Host", "127.0.0.1:443")
                .field(
                        "Authorization",
                        Proof.of(client.token(), client.key(), "GET", "127.0.0.1", "/orders")
                                .authorization());

        expectNotReached(DIRECT, request);
    }

    @Test
    void v49RefusesATargetForAnotherHostThanTheField() {
        expectNotReached(
                DIRECT, direct("GET http://api.example.com/orders HTTP/1.1").field("Host", DIRECT.authority()));
        expectNotReached(
                DIRECT,
                direct("GET http://" + DIRECT.authority() + "/orders HTTP/1.1").field("Host", "api.example.com"));
    }

    @Test
    void v49RefusesTwoHosts() {
        expectNotReached(
                DIRECT,
                direct("GET /orders HTTP/1.1").field("Host", DIRECT.authority()).field("Host", "api.example.com"));
        expectNotReached(
                DIRECT,
                direct("GET /orders HTTP/1.1").field("Host", DIRECT.authority()).field("Host", DIRECT.authority()));
    }

    @Test
    void v49RefusesNoHost() {
        expectNotReached(DIRECT, direct("GET /orders HTTP/1.1"));
        Refusals.expect(DIRECT, direct("GET /orders HTTP/1.0"), Reason.AUTHORITY_UNACCEPTABLE);
    }

    @ParameterizedTest(name = "v49: Host {0}")
    @ValueSource(strings = {"", "user@127.0.0.1", "127.0.0.1:0", "127.0.0.1:x", "127.0.0.1:99999", "a b", "127.0.0.1."})
    void v49RefusesAMalformedHost(String host) {
        expectNotReached(DIRECT, direct("GET /orders HTTP/1.1").field("Host", host));
    }

    @Test
    void v46BelievesNoForwardingField() {
        WireRequest honest = client.get("/orders")
                .field("X-Forwarded-Host", "evil.example.com")
                .field("X-Forwarded-Proto", "https")
                .field("X-Forwarded-Port", "443")
                .field("Forwarded", "host=evil.example.com;proto=https");
        assertThat(status(DIRECT, honest)).isEqualTo(200);

        WireRequest forged = client.getSignedFor("api.example.com", "/orders", "/orders")
                .field("X-Forwarded-Host", "api.example.com")
                .field("Forwarded", "host=api.example.com");
        Refusals.expect(DIRECT, forged, Reason.AUTHORITY_MISMATCH);
    }

    @Test
    void acceptsTheConfiguredAddressesWhateverTheHost() {
        assertThat(status(BEHIND, behind("api.example.com", "/v1/app/orders"))).isEqualTo(200);
        assertThat(status(BEHIND, behind("API.example.com:443", "/v1/app/orders")))
                .isEqualTo(200);
        assertThat(status(BEHIND, behind("alt.example.com:8080", "/app/orders")))
                .isEqualTo(200);
    }

    @Test
    void refusesWhatIsNoneOfTheConfiguredAddresses() {
        Refusals.expect(BEHIND, behind(BEHIND.authority(), "/app/orders"), Reason.AUTHORITY_MISMATCH);
        Refusals.expect(BEHIND, behind("backend", "/app/orders"), Reason.AUTHORITY_MISMATCH);
        Refusals.expect(BEHIND, behind("api.example.com:80", "/v1/app/orders"), Reason.AUTHORITY_MISMATCH);
        Refusals.expect(BEHIND, behind("alt.example.com", "/app/orders"), Reason.AUTHORITY_MISMATCH);
    }

    @Test
    void refusesThePrefixOfAnotherAddress() {
        Refusals.expect(BEHIND, behind("api.example.com", "/app/orders"), Reason.PATH_MISMATCH);
        Refusals.expect(BEHIND, behind("api.example.com", "/v2/app/orders"), Reason.PATH_MISMATCH);
        Refusals.expect(BEHIND, behind("alt.example.com:8080", "/v1/app/orders"), Reason.PATH_MISMATCH);
    }

    /** Signed for the address that the server listens on. */
    private WireRequest direct(String requestLine) {
        return WireRequest.line(requestLine)
                .field("Authorization", client.proof("GET", "/orders").authorization());
    }

    private static WireRequest behind(String signedAuthority, String signedPath) {
        Client one = Client.of(BEHIND);
        return WireRequest.of("GET", "/app/orders", "backend")
                .field(
                        "Authorization",
                        Proof.of(one.token(), one.key(), "GET", signedAuthority, signedPath)
                                .authorization());
    }

    private static int status(Server server, WireRequest request) {
        server.log().clear();
        Answer answer = server.send(request);
        assertThat(server.log().text()).isEmpty();
        return answer.status();
    }

    /** By the container, with 400, or by the filter. */
    private static void expectNotReached(Server server, WireRequest request) {
        server.application().forget();
        server.log().clear();

        Answer answer = server.send(request);

        assertThat(answer.status()).as(server.log().text()).isIn(400, 401);
        assertThat(server.application().seen()).isEmpty();
        if (answer.status() == 401) {
            assertThat(server.log().text()).contains("reason=AUTHORITY_MISMATCH");
        }
    }
}
