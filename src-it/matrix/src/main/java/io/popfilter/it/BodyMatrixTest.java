// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.Method;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestToSign;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method with every kind of query, header fields and body. */
class BodyMatrixTest {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private enum Query {
        NONE(""),
        EMPTY("?"),
        PAIRS("?b=2&a=1&a=%20%c3%a9&c&d="),
        RAW("?a=b=c&x+y=%2B/?;~");

        private final String text;

        Query(String text) {
            this.text = text;
        }
    }

    private enum Fields {
        NONE,
        COVERED
    }

    private enum Content {
        NONE("", ""),
        EMPTY("", ""),
        JSON("application/json", "{\"text\":\"\u00e9\"}"),
        FORM("application/x-www-form-urlencoded", "a=1&b=%C3%A9"),
        BINARY("application/octet-stream", random(64 * 1024)),
        CHUNKED("application/octet-stream", random(20_000));

        private final String type;
        private final String octets;

        Content(String type, String octets) {
            this.type = type;
            this.octets = octets;
        }

        private static String random(int count) {
            byte[] octets = new byte[count];
            new Random(count).nextBytes(octets);
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    @AutoClose
    private static final Server SERVER = Server.start();

    @AutoClose
    private static final Server ALLOWING = Server.start("", Map.of("canonical.allow", "body-with-any-method"));

    private static final CanonicalRules RULES = new CanonicalRules(Set.of(Allowance.BODY_WITH_ANY_METHOD), Set.of());

    @ParameterizedTest(name = "{0}, query {1}, fields {2}, body {3}")
    @MethodSource("requests")
    void handsOnWhatWasSigned(String method, Query query, Fields fields, Content content) {
        boolean isAnException = Method.isWithoutBody(method) && !content.octets.isEmpty();
        if (isAnException) {
            Refusals.expect(SERVER, request(SERVER, method, query, fields, content), Reason.BODY_NOT_ALLOWED);
        }
        Server server = isAnException ? ALLOWING : SERVER;
        server.application().forget();

        Answer answer = server.send(request(server, method, query, fields, content));

        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        assertThat(server.application().seen()).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo(method);
            assertThat(seen.uri()).isEqualTo("/a%20b/stream");
            assertThat(seen.body()).isEqualTo(content.octets);
            if (fields == Fields.COVERED) {
                assertThat(seen.fields()).containsEntry("x-order", List.of("A 1"));
            }
        });
    }

    private static WireRequest request(Server server, String method, Query query, Fields fields, Content content) {
        Client client = Client.of(server, SignatureAlgorithm.ES256).withRules(RULES);
        String target = "/a%20b/stream" + query.text;
        byte[] body = content.octets.getBytes(StandardCharsets.ISO_8859_1);
        RequestToSign toSign = RequestToSign.of(method, client.uri(target));
        WireRequest request = client.plain(method, target);
        if (fields == Fields.COVERED) {
            toSign = toSign.field("X-Order", "A 1").field("Accept", "text/plain");
            request.field("X-ORDER", "  A 1 ").field("accept", "text/plain");
        }
        if (body.length > 0) {
            toSign = toSign.body(content.type, body);
            request.field("Content-Type", content.type);
        }
        switch (content) {
            case NONE -> {
                // neither Content-Length nor Transfer-Encoding
            }
            case EMPTY, JSON, FORM, BINARY -> request.body(body);
            case CHUNKED -> request.chunkedBody(body, 7000);
        }
        return request.field("Authorization", client.authorization(toSign));
    }

    static List<Arguments> requests() {
        List<Arguments> requests = new ArrayList<>();
        for (String method : METHODS) {
            for (Query query : Query.values()) {
                for (Fields fields : Fields.values()) {
                    for (Content content : Content.values()) {
                        requests.add(Arguments.of(method, query, fields, content));
                    }
                }
            }
        }
        return requests;
    }
}
