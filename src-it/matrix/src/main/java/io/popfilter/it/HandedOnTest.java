// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.scheme.Component;
import io.popfilter.sign.RequestToSign;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application gets the request as if no filter had been there, and a principal. */
class HandedOnTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @AutoClose
    private static final Server SERVER = Server.start();

    private final Client client = Client.of(SERVER, SignatureAlgorithm.EDDSA);

    @Test
    void tellsWhoSigned() {
        Seen seen = pass(client.signed("POST", "/stream?a=1", "application/json", utf8("{}")));

        assertThat(seen.remoteUser()).isEqualTo("alice");
        assertThat(seen.authType()).isEqualTo("PoP");
        assertThat(seen.isReader()).isTrue();
        assertThat(seen.isAdmin()).isFalse();
        assertThat(seen.principal().getName()).isEqualTo("alice");
        PopPrincipal principal = (PopPrincipal) seen.principal();
        assertThat(principal.subject()).hasValue("alice");
        assertThat(principal.client()).hasValue("client-1");
        assertThat(principal.scopes()).containsExactly("read", "write");
        assertThat(principal.claims())
                .containsEntry("iss", AuthorizationServer.ISSUER)
                .doesNotContainKey("cnf");
        assertThat(principal.keyThumbprint()).hasValue(client.key().thumbprint());
        assertThat(principal.scheme()).isEqualTo("PoP");
        assertThat(principal.coveredComponents()).containsExactlyInAnyOrder(Component.values());
        assertThat(principal.coveredFields()).containsExactly("content-type");
    }

    @Test
    void letsTheHttpClientOfTheJdkIn() throws IOException, InterruptedException {
        byte[] body = utf8("{\"a\":1}");
        RequestToSign toSign =
                RequestToSign.of("POST", client.uri("/stream?x=1")).body("application/json", body);
        HttpRequest request = HttpRequest.newBuilder(client.uri("/stream?x=1"))
                .header("Authorization", client.authorization(toSign))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void answersHead() {
        Seen seen = pass(client.signed("HEAD", "/stream"));

        assertThat(seen.method()).isEqualTo("HEAD");
    }

    @Test
    void letsTheReaderDecodeAsTheMediaTypeSays() {
        byte[] body = utf8("gr\u00fc\u00dfe");

        assertThat(pass(client.signed("POST", "/reader", "text/plain;charset=utf-8", body))
                        .body())
                .isEqualTo("gr\u00fc\u00dfe");
        assertThat(pass(client.signed("POST", "/reader", "text/plain;charset=ISO-8859-1", body))
                        .body())
                .isEqualTo("gr\u00c3\u00bc\u00c3\u009fe");
    }

    @Test
    void mergesTheParametersOfQueryAndForm() {
        Seen seen = pass(client.signed("POST", "/parameters?a=q&c=%C3%A9", FORM, utf8("a=f&b=1+2&d=%C3%BC&e")));

        assertThat(seen.facts())
                .isEqualTo(Map.of(
                        "a", List.of("q", "f"),
                        "b", List.of("1 2"),
                        "c", List.of("\u00e9"),
                        "d", List.of("\u00fc"),
                        "e", List.of("")));
    }

    @Test
    void decodesAFormAsItsCharsetSays() {
        Seen seen = pass(client.signed("POST", "/parameters", FORM + ";charset=ISO-8859-1", utf8("a=%FC")));

        assertThat(seen.facts()).isEqualTo(Map.of("a", List.of("\u00fc")));
    }

    @Test
    void takesNoParametersFromABodyThatIsNoForm() {
        Seen seen = pass(client.signed("POST", "/parameters?a=q", "text/plain", utf8("a=f")));

        assertThat(seen.facts()).isEqualTo(Map.of("a", List.of("q")));
    }

    @Test
    void offersTheStreamOctetByOctet() {
        Seen seen = pass(client.signed("PUT", "/octets", "text/plain", utf8("abc")));

        assertThat(seen.body()).isEqualTo("abc");
        assertThat(seen.facts())
                .isEqualTo(Map.of(
                        "finished before", List.of("false"),
                        "ready", List.of("true"),
                        "finished after", List.of("true"),
                        "available after", List.of("0")));
    }

    @ParameterizedTest(name = "{0} octets")
    @ValueSource(ints = {0, 1, 2500, 100_000})
    void feedsAReadListener(int length) {
        String body = "x".repeat(length);
        WireRequest request = length == 0
                ? client.signed("POST", "/listener")
                : client.signed("POST", "/listener", "text/plain", utf8(body));

        Seen seen = pass(request);

        assertThat(seen.body()).isEqualTo(body);
        assertThat(seen.dispatcher()).isEqualTo(DispatcherType.REQUEST);
    }

    private static Seen pass(WireRequest request) {
        SERVER.application().forget();
        Answer answer = SERVER.send(request);
        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        List<Seen> seen = SERVER.application().seen();
        assertThat(seen).hasSize(1);
        return seen.get(0);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
