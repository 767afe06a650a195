// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.Token;
import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSignerTest {

    private static final URI ORDER = URI.create("https://api.example/orders/7?view=full&page=2");

    private final Scene scene = Scene.standard();
    private final SettableClock clock = new SettableClock(Scene.NOW);

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void theVerifierAcceptsWhatIsSigned(SignatureAlgorithm algorithm) {
        SigningKey key = SigningKey.generate(algorithm);
        if (key.publicJwk().isEmpty()) {
            byte[] secret = Bytes.random(64);
            key = SigningKey.secret(algorithm, secret);
            Map<String, Object> jwk = Map.of("kty", "oct", "k", Bytes.base64url(secret));
            String token = Token.encrypted().cnf(Map.of("jwk", jwk)).text();
            accept(RequestSigner.of(token, key, clock));
            return;
        }
        String bound =
                Token.signed().cnf(Map.of("jkt", key.thumbprint().value())).text();
        accept(RequestSigner.presentingKey(bound, key, clock));
        RequestSigner silent = RequestSigner.of(bound, key, clock);
        assertThat(scene.refusal(FakeRequest.get().authorization(silent.authorization(RequestToSign.of("GET", ORDER)))))
                .isEqualTo(Reason.PRESENTED_KEY_MISSING);
    }

    private void accept(RequestSigner signer) {
        scene.accept(FakeRequest.get().authorization(signer.authorization(RequestToSign.of("GET", ORDER))));
    }

    @Test
    void everySignatureIsGoodForOneUse() {
        RequestSigner signer = signer();
        RequestToSign request = RequestToSign.of("GET", ORDER);
        String once = signer.authorization(request);
        scene.accept(FakeRequest.get().authorization(once));
        assertThat(scene.refusal(FakeRequest.get().authorization(once))).isEqualTo(Reason.REPLAYED);
        scene.accept(FakeRequest.get().authorization(signer.authorization(request)));
    }

    @Test
    void randomRequestsPassAndChangedOnesDoNot() {
        long seed = 9110;
        Random random = new Random(seed);
        RequestSigner signer = signer();
        for (int round = 0; round < 400; round++) {
            String path = "/p" + text(random, "abc/d%20e+:@!$'()*,=~._-", true);
            String query = random.nextInt(4) == 0 ? "" : text(random, "ab=&+%20%C3%A9;?/:1[]'", false);
            byte[] body = Bytes.random(random.nextInt(3) * random.nextInt(5000));
            String method = List.of("QUERY", "POST", "PUT", "PATCH", "PROPFIND").get(random.nextInt(5));
            RequestToSign request = RequestToSign.of(method, uri(path, query)).field("x-trace", "t" + round);
            if (body.length > 0) {
                request = request.body("Application/JSON; charset=UTF-8", body);
            }
            String line = signer.authorization(request);
            String where = "seed " + seed + " round " + round + " " + method + " " + path + " " + query;
            assertThat(scene.refusal(
                            received(method + "X", path, query, body, round).authorization(line)))
                    .as(where)
                    .isEqualTo(Reason.METHOD_MISMATCH);
            assertThat(scene.refusal(
                            received(method, path + "y", query, body, round).authorization(line)))
                    .as(where)
                    .isEqualTo(Reason.PATH_MISMATCH);
            assertThat(scene.refusal(
                            received(method, path, query + "&z", body, round).authorization(line)))
                    .as(where)
                    .isIn(Reason.QUERY_MISMATCH, Reason.QUERY_PARAMETER_NOT_COVERED);
            assertThat(scene.refusal(
                            received(method, path, query, body, round + 1).authorization(line)))
                    .as(where)
                    .isEqualTo(Reason.FIELDS_MISMATCH);
            byte[] longer = java.util.Arrays.copyOf(body, body.length + 1);
            assertThat(scene.refusal(
                            received(method, path, query, longer, round).authorization(line)))
                    .as(where)
                    .isEqualTo(Reason.BODY_MISMATCH);
            scene.accept(received(method, path, query, body, round).authorization(line));
        }
    }

    private static URI uri(String path, String query) {
        return URI.create("https://api.example" + path + (query.isEmpty() ? "" : "?" + query));
    }

    private static FakeRequest received(String method, String path, String query, byte[] body, int trace) {
        FakeRequest request =
                FakeRequest.get().method(method).path(path).query(query).field("x-trace", " t" + trace);
        request.body(body.length, new ByteArrayInputStream(body));
        return body.length == 0 ? request : request.field("content-type", "application/json;charset=utf-8");
    }

    /** Characters and triplets of the alphabet; a path gets no empty and no dot segment. */
    private static String text(Random random, String alphabet, boolean isPath) {
        List<String> units = Stream.of(alphabet.split("(?<=%..)|(?=%)|(?<!%)(?<!%.)", -1))
                .filter(unit -> !unit.isEmpty() && (!unit.startsWith("%") || unit.length() == 3))
                .filter(unit -> !unit.equals("[") && !unit.equals("]"))
                .toList();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            String unit = units.get(random.nextInt(units.size()));
            text.append(isPath && unit.equals("/") ? "/s" : unit);
        }
        return text.toString();
    }

    @Test
    void theClientsClockAndKeyAreUsed() {
        clock.set(Scene.NOW.minusSeconds(61));
        assertThat(scene.refusal(
                        FakeRequest.get().authorization(signer().authorization(RequestToSign.of("GET", ORDER)))))
                .isEqualTo(Reason.CREATED_TOO_LONG_AGO);
    }

    static final String[] UNSIGNABLE_WITHOUT_QUERY = {
        "https://api.example/a/../b",
        "https://api.example//a",
        "https://api.example/a;b",
        "https://api.example/%2F",
        "https://api.example/%25",
        "https://api.example/\u00e9",
        "https://u@api.example/",
        "https://api.example./",
        "https://a_b.example/",
        "ftp://api.example/",
        "/relative",
        "//api.example/x",
        "https:opaque",
        "https:///x",
        "https:/x",
        "mailto:a@b",
        "https://api.example:0/",
        "",
        "?q",
        "https://b\u00fccher.example/"
    };

    static final String[] UNSIGNABLE = Stream.concat(
                    Stream.of("https://api.example/?q=\u00e9"), Stream.of(UNSIGNABLE_WITHOUT_QUERY))
            .toArray(String[]::new);

    @ParameterizedTest
    @FieldSource("UNSIGNABLE")
    void refusesToSignATargetThatTheVerifierWouldRefuse(String uri) {
        RequestToSign request = RequestToSign.of("GET", URI.create(uri));
        assertThatThrownBy(() -> signer().authorization(request)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "", "G T", "G\u00c9T", "GET\n"})
    void refusesToSignAMethodThatTheVerifierWouldRefuse(String method) {
        assertThatThrownBy(() -> signer().authorization(RequestToSign.of(method, ORDER)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToSignFieldsThatTheVerifierWouldRefuse() {
        RequestToSign request = RequestToSign.of("GET", ORDER);
        for (RequestToSign bad : List.of(
                request.field("authorization", "x"),
                request.field("Host", "x"),
                request.field("x_a", "x"),
                request.field("", "x"),
                request.field("x-\u212Aey", "x"),
                request.field("x-a", ""),
                request.field("x-a", "a  b"),
                request.field("x-a", "a\r\nx-b: c"),
                request.field("x-a", "\u00e9"),
                request.field("x-a", "1").field("X-A", "2"),
                request.body("text", new byte[1]),
                request.body("a/b", new byte[1]).body("a/b", new byte[1]))) {
            assertThatThrownBy(() -> signer().authorization(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|https://api.example/a%2Fb|path: encoded slash %2F; choose a name without a slash",
                "GET|https://api.example/a;b|path: path parameter ;; leave it out; write %3B",
                "GET|https://api.example/a/../b|path: dot segment; resolve it before signing",
                "GET|https://api.example/?q=\u00e9|query: character that is not ASCII; percent-encode it",
                "GET|https://a_b.example/|host: underscore in the host; use another name, or allow HOST_UNDERSCORE",
                "get|https://api.example/|method: method that is not in upper-case letters; write it in upper-case"
            })
    void theMessageSaysWhatToDo(String method, String uri, String message) {
        RequestToSign request = RequestToSign.of(method, URI.create(uri));
        assertThatThrownBy(() -> signer().authorization(request)).hasMessageContaining(message);
    }

    @Test
    void refusesABodyThatTheVerifierWouldRefuse() {
        RequestToSign request = RequestToSign.of("DELETE", ORDER).body("text/plain", Bytes.utf8("x"));
        assertThatThrownBy(() -> signer().authorization(request)).isInstanceOf(IllegalArgumentException.class);
        RequestToSign empty = RequestToSign.of("GET", ORDER).body("text/plain", new byte[0]);
        scene.accept(
                FakeRequest.get().field("content-type", "text/plain").authorization(signer().authorization(empty)));
    }

    @Test
    void refusesAnAuthenticatorThatNoVerifierReads() {
        SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256);
        RequestSigner signer = RequestSigner.of("t".repeat(6000), key, clock);
        assertThatThrownBy(() -> signer.authorization(RequestToSign.of("GET", ORDER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8192");
        assertThatThrownBy(() -> RequestSigner.of(" ", key, clock)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withTheSameRulesOnBothSidesWhatTheyAllowPasses() {
        CanonicalRules rules = new CanonicalRules(Set.of(Allowance.values()), Set.of("x-tags"));
        Scene allowing = Scene.with(builder -> builder.canonicalRules(rules));
        RequestSigner signer = signer().withRules(rules);
        RequestToSign request = RequestToSign.of("GET", URI.create("https://a_b.example/100%25;v=%31?view=full&page=2"))
                .field("x-tags", "a")
                .field("X-Tags", " b")
                .field("date", "Sun, 01 Mar 2026 12:00:00 GMT")
                .body("text/plain", Bytes.utf8("x"));
        FakeRequest received = FakeRequest.get()
                .host("a_b.example")
                .path("/100%25;%76=1")
                .field("x-tags", "a, b")
                .field("date", "Sun, 01 Mar 2026 12:00:00 GMT")
                .field("content-type", "text/plain")
                .body("x");
        allowing.accept(received.authorization(signer.authorization(request)));
        assertThatThrownBy(() -> signer().authorization(request)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretIsNeverPresented() {
        SigningKey secret = SigningKey.generate(SignatureAlgorithm.HS256);
        assertThatThrownBy(() -> RequestSigner.presentingKey("token", secret, clock))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestKeepsItsOwnOctets() {
        byte[] octets = Bytes.utf8("abc");
        RequestToSign request = RequestToSign.of("POST", ORDER).body("text/plain", octets);
        octets[0] = 'x';
        scene.accept(FakeRequest.post("text/plain", "abc").authorization(signer().authorization(request)));
    }

    private RequestSigner signer() {
        SigningKey key = SigningKey.secret(SignatureAlgorithm.HS256, Bytes.utf8("0123456789abcdef0123456789abcdef"));
        Map<String, Object> jwk = Map.of("kty", "oct", "k", Bytes.base64url("0123456789abcdef0123456789abcdef"));
        return RequestSigner.of(Token.encrypted().cnf(Map.of("jwk", jwk)).text(), key, clock);
    }
}
