// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** V-35: where not everything has to be signed, the application sees what is. */
class UnsignedPartsTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Map<String, String> RELAXED = Map.of(
            "coverage.relaxed",
            "/search/* = query; /open/* = query body content-type",
            "coverage.sensitive-headers",
            "X-User");

    @AutoClose
    private static final Server SHOWING = Server.start("", RELAXED);

    @AutoClose
    private static final Server HIDING = Server.start("", with(RELAXED, "unsigned-parts", "hide"));

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> more = new java.util.HashMap<>(settings);
        more.put(key, value);
        return more;
    }

    private static Seen pass(Server server, WireRequest request) {
        server.application().forget();
        Answer answer = server.send(request);
        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        return server.application().seen().get(0);
    }

    /** The signature says {@code q=1}; somebody added to it on the way. */
    private static WireRequest extended(Server server, String method, String sentQuery) {
        WireRequest signed = method.equals("GET")
                ? Client.of(server).get("/search/parameters?q=1")
                : Client.of(server)
                        .signed(method, "/search/parameters?q=1", FORM, "f=2".getBytes(StandardCharsets.US_ASCII));
        WireRequest sent = WireRequest.line(method + " /search/parameters?" + sentQuery + " HTTP/1.1");
        signed.lines().forEach(sent::rawLine);
        return method.equals("GET") ? sent : sent.framed("f=2".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void v35UnsignedParametersAreSeenWhereTheyAreShown() {
        Seen seen = pass(SHOWING, extended(SHOWING, "GET", "a=x&q=1&admin=true"));

        assertThat(seen.facts()).isEqualTo(Map.of("a", List.of("x"), "q", List.of("1"), "admin", List.of("true")));
        assertThat(seen.query()).isEqualTo("a=x&q=1&admin=true");
    }

    @Test
    void v35UnsignedParametersAreNotSeenWhereTheyAreHidden() {
        Seen seen = pass(HIDING, extended(HIDING, "GET", "a=x&q=1&admin=true"));

        assertThat(seen.facts()).isEqualTo(Map.of("q", List.of("1")));
        assertThat(seen.query()).isEqualTo("q=1");
    }

    @Test
    void v35NeitherAreTheyBesideAForm() {
        Seen seen = pass(HIDING, extended(HIDING, "POST", "f=x&q=1&admin=true"));

        assertThat(seen.facts()).isEqualTo(Map.of("q", List.of("1"), "f", List.of("2")));
    }

    @Test
    void v35NorBesideAFormThatIsNotSigned() {
        String target = "/open/parameters?q=1";
        Proof proof = Client.of(HIDING).proof("POST", target).without("b");
        WireRequest request = WireRequest.of("POST", "/open/parameters?f=x&q=1&admin=true", HIDING.authority())
                .field("Authorization", proof.authorization())
                .field("Content-Type", FORM)
                .body("f=2".getBytes(StandardCharsets.US_ASCII));

        Seen seen = pass(HIDING, request);

        assertThat(seen.facts()).isEqualTo(Map.of("q", List.of("1"), "f", List.of("2")));
    }

    /** An application reads both names as one. */
    @Test
    void v35ASecondValueOfASignedNameIsRefusedHoweverASpaceIsWritten() {
        for (String[] names : new String[][] {{"a+b", "a%20b"}, {"a%20b", "a+b"}}) {
            WireRequest signed = Client.of(SHOWING).get("/search/parameters?" + names[0] + "=1");
            WireRequest sent =
                    WireRequest.line("GET /search/parameters?" + names[1] + "=evil&" + names[0] + "=1 HTTP/1.1");
            signed.lines().forEach(sent::rawLine);

            Refusals.expect(SHOWING, sent, Reason.QUERY_PARAMETER_NOT_COVERED);
        }
    }

    @Test
    void v35ASecondValueOfASignedNameIsRefused() {
        Refusals.expect(HIDING, extended(HIDING, "GET", "q=1&q=2"), Reason.QUERY_PARAMETER_NOT_COVERED);
    }

    @Test
    void v35ElsewhereTheWholeQueryHasToBeSigned() {
        WireRequest signed = Client.of(HIDING).get("/parameters?q=1");
        WireRequest sent = WireRequest.line("GET /parameters?q=1&admin=true HTTP/1.1");
        signed.lines().forEach(sent::rawLine);

        Refusals.expect(HIDING, sent, Reason.QUERY_PARAMETER_NOT_COVERED);
    }

    @Test
    void v35UnsignedSensitiveHeadersAreRefusedOrHidden() {
        for (String name : List.of("X-User", "x-http-method-override", "X-Original-URL")) {
            Refusals.expect(
                    SHOWING, Client.of(SHOWING).get("/stream").field(name, "evil"), Reason.SENSITIVE_FIELD_NOT_COVERED);
            Seen seen = pass(
                    HIDING, Client.of(HIDING).get("/stream").field(name, "evil").field("X-Other", "seen"));
            assertThat(seen.fields()).doesNotContainKey(name.toLowerCase(java.util.Locale.ROOT));
            assertThat(seen.fields()).containsEntry("x-other", List.of("seen"));
        }
    }

    @Test
    void v35TheDescriptionOfABodyIsNeverHidden() {
        Client client = Client.of(HIDING);
        byte[] body = "text".getBytes(StandardCharsets.US_ASCII);
        WireRequest request =
                client.signed("POST", "/stream", "text/plain", body).field("Content-Encoding", "gzip");

        Refusals.expect(HIDING, request, Reason.SENSITIVE_FIELD_NOT_COVERED);
    }
}
