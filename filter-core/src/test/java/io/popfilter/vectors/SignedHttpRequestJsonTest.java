// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.PopPrincipal;
import io.popfilter.RequestVerifier;
import io.popfilter.RequestVerifierBuilder;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.http.UriScheme;
import io.popfilter.jose.KeyDefectException;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Component;
import io.popfilter.token.AccessToken;
import io.popfilter.token.Confirmation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All of {@code signed-http-request.json}: values gathered from the draft and from its implementations. */
class SignedHttpRequestJsonTest {

    private static final String ACCEPTED = "ACCEPTED";

    /** What this project decided where the draft is silent: the rows without {@code mustVerify}. */
    private static final Map<String, String> POLICY = Map.ofEntries(
            // no body has to be signed too, or one could be added
            Map.entry("empty", ACCEPTED),
            // section 3.1 and 7.5 of the draft contradict each other: listed as often as it occurs, it is unambiguous
            Map.entry("q-repeated", ACCEPTED),
            // two spellings of a space are two queries
            Map.entry("q-space-percent", ACCEPTED),
            Map.entry("q-space-plus", ACCEPTED),
            // RFC 3986 section 6.2.2.1: upper-case digits are the normal form, for whatever spelling is sent
            Map.entry("q-slash-upper-hex", ACCEPTED),
            Map.entry("q-slash-lower-hex", Reason.QUERY_MISMATCH.name()),
            // a token is hashed as it stands, and its name ends at the first =
            Map.entry("q-empty-value", ACCEPTED),
            Map.entry("q-bare-name", ACCEPTED),
            Map.entry("q-equals-in-value", ACCEPTED),
            // containers differ in how they decode such octets
            Map.entry("h-non-ascii-utf8", Reason.FIELD_VALUE_UNACCEPTABLE.name()),
            Map.entry("h-non-ascii-latin1", Reason.FIELD_VALUE_UNACCEPTABLE.name()));

    static List<Row> hashes() throws IOException, MalformedException {
        List<Row> rows = new ArrayList<>();
        for (JsonValue row : elements(file(), "hashes")) {
            rows.add(new Row((JsonObject) row));
        }
        return rows;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hashes")
    void hashesAsTheFileSays(Row row) {
        assertThat(Keys.sha256(row.octets())).isEqualTo(row.text("hash"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hashes")
    void endsAsTheDraftOrOurPolicySays(Row row) throws IOException, MalformedException {
        Vector vector = Vector.parse(row.toString(), row.exchange().file());
        String outcome = ACCEPTED;
        try {
            VectorVerifier.verify(vector, VectorVerifier.of(vector));
        } catch (Rejection e) {
            outcome = e.reason().name();
        }

        assertThat(outcome).isEqualTo(row.expectation());
    }

    @Test
    void acceptsTheCompleteToken() throws IOException, MalformedException, KeyDefectException, Rejection {
        JsonObject token = completeToken();

        PopPrincipal principal = verify(token, message(token));

        assertThat(principal.coveredComponents()).isEqualTo(EnumSet.allOf(Component.class));
        assertThat(principal.coveredFields()).containsExactlyInAnyOrder("content-type", "etag");
    }

    @Test
    void refusesTheCompleteTokenWithAnotherBody() throws IOException, MalformedException {
        JsonObject token = completeToken();
        String message = message(token).replace("world", "thief");

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> verify(token, message))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BODY_MISMATCH));
    }

    private static JsonObject file() throws IOException, MalformedException {
        return Json.object(Files.readAllBytes(Vector.FOLDER.resolve("signed-http-request.json")));
    }

    private static List<JsonValue> elements(JsonObject object, String name) {
        return ((JsonValue.Array) Objects.requireNonNull(object.get(name))).elements();
    }

    private static JsonObject completeToken() throws IOException, MalformedException {
        return (JsonObject) elements(file(), "tokens").get(0);
    }

    private static JsonObject object(JsonObject object, String name) throws MalformedException {
        return Objects.requireNonNull(object.object(name));
    }

    private static String text(JsonObject object, String name) throws MalformedException {
        return Objects.requireNonNull(object.text(name));
    }

    private static String message(JsonObject token) throws MalformedException {
        JsonObject request = object(token, "request");
        StringBuilder message = new StringBuilder(text(request, "method") + " " + text(request, "path") + "?"
                + text(request, "query") + " HTTP/1.1\r\nHost: " + text(request, "host") + "\r\n");
        for (JsonValue field : elements(request, "headers")) {
            message.append(String.join(": ", JsonObject.texts("field", field))).append("\r\n");
        }
        String body = text(request, "body");
        return message.append("Content-Length: ")
                        .append(body.length())
                        .append("\r\nAuthorization: PoP ")
                        .append(text(token, "token"))
                + "\r\n\r\n" + body;
    }

    /** The access token of the file is opaque: whoever could introspect it would find the key of the file. */
    private static PopPrincipal verify(JsonObject token, String message)
            throws MalformedException, KeyDefectException, Rejection {
        Instant now = Instant.ofEpochSecond(1_421_880_000);
        String at = text(object(token, "payload"), "at");
        Confirmation confirmation = Confirmation.of(VerificationKey.fromJwk(object(token, "key")));
        RequestVerifier verifier = new RequestVerifierBuilder("unused", "unused", () -> now)
                .accessTokens((text, time) -> {
                    assertThat(text).isEqualTo(at);
                    return AccessToken.verified(Map.of(), confirmation, now, now.plusSeconds(60));
                })
                .replayProtectionInMemory(10)
                .build();
        ReceivedRequest request = RawRequest.parse(message, UriScheme.HTTPS);
        return verifier.verify(request, RequestTarget.read(request, "")).principal();
    }

    /** A row of {@code hashes}. */
    private record Row(JsonObject json) {

        String text(String name) {
            try {
                return SignedHttpRequestJsonTest.text(json, name);
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** One character per octet. */
        String octets() {
            return new String(HexFormat.of().parseHex(text("inputHex")), StandardCharsets.ISO_8859_1);
        }

        String expectation() {
            JsonValue mustVerify = json.get("mustVerify");
            if (mustVerify == null) {
                return Objects.requireNonNull(POLICY.get(text("id")), "a policy for " + this);
            }
            return mustVerify == JsonValue.Literal.TRUE ? ACCEPTED : Reason.FIELDS_MISMATCH.name();
        }

        /** A request with this query, these header lines or this body, and the hash of the row as claim. */
        Exchange exchange() {
            Exchange exchange = new Exchange(text("id"), "-", "-");
            String hash = text("hash");
            return switch (text("kind")) {
                case "query" -> exchange.target("/things?" + octets()).claim("q", claim(queryNames(), hash));
                case "header" -> {
                    List<String> names = new ArrayList<>();
                    for (String line : octets().lines().toList()) {
                        String[] field = line.split(": ", 2);
                        names.add(field[0]);
                        exchange.sendsField(field[0], field[1]);
                    }
                    yield exchange.claim("h", claim(names, hash));
                }
                case "body" -> exchange.method("POST").octets(octets()).claim("b", JsonText.string(hash));
                default -> throw new IllegalStateException("kind of " + this);
            };
        }

        private List<String> queryNames() {
            List<String> names = new ArrayList<>();
            for (String parameter : octets().split("&", -1)) {
                names.add(parameter.split("=", 2)[0]);
            }
            return names;
        }

        private static String claim(List<String> names, String hash) {
            return "[" + JsonText.strings(names) + "," + JsonText.string(hash) + "]";
        }

        @Override
        public String toString() {
            return text("id");
        }
    }
}
