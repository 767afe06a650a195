// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts and form fields are what the container itself makes of them where no body is checked. */
class MultipartTest {

    private static final String BOUNDARY = "----AaB03x";
    private static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;
    private static final String FORM = "application/x-www-form-urlencoded;charset=UTF-8";
    private static final int MEMORY = 500;
    private static final int MAX_FORM = 6_000;
    private static final int MAX_PARTS = 12;

    @AutoClose
    private static final BodyFiles FILES = BodyFiles.create();

    @AutoClose
    private static final Server SERVER = Server.start("", settings());

    private final Client client = Client.of(SERVER);

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(FILES.settings(MEMORY));
        settings.put("body.max-form-bytes", Integer.toString(MAX_FORM));
        settings.put("body.max-parts", Integer.toString(MAX_PARTS));
        settings.put("body.streaming", "/streamed/*");
        settings.put("exclude", "/plain/*");
        return settings;
    }

    @BeforeEach
    void forget() {
        SERVER.application().forget();
        SERVER.log().clear();
    }

    @AfterEach
    void leavesNoFile() {
        assertThat(FILES.areGone()).isTrue();
    }

    private static String part(String headers, String content) {
        return "--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n" + content + "\r\n";
    }

    private static String end() {
        return "--" + BOUNDARY + "--\r\n";
    }

    private static String field(String name, String value) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
    }

    private static String file(String name, String fileName, String content) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\nX-Note: one",
                content);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("one field", field("field", "value")),
                Arguments.of("an empty field", field("field", "")),
                Arguments.of("two fields of one name", field("field", "1") + field("field", "2")),
                Arguments.of("a file", file("f", "report.txt", "content")),
                Arguments.of("an empty file", file("f", "empty.bin", "")),
                Arguments.of(
                        "a file and fields",
                        field("a", "1") + file("f", "x.bin", "y".repeat(40_000)) + field("field", "2")),
                Arguments.of("two files of one name", file("f", "1", "one") + file("f", "2", "t".repeat(3_000))),
                Arguments.of("line ends inside", field("field", "a\r\nb\n\r\n--c")),
                Arguments.of("almost the boundary", field("field", "\r\n--" + BOUNDARY.substring(0, 8) + "\r\n")),
                Arguments.of("a path as file name", file("f", "../../etc/passwd", "x")),
                Arguments.of(
                        "headers in other letters",
                        part("CONTENT-DISPOSITION: form-data; name=\"field\"\r\ncontent-type: text/plain", "v")),
                Arguments.of("a preamble and an epilogue", "ignored\r\n" + field("field", "1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void partsAreThoseOfTheContainer(String name, String parts) {
        byte[] body = (parts + end()).getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> plain = seen(client.plain("POST", "/plain/part-facts?q=1")
                .field("Content-Type", MULTIPART)
                .body(body));

        for (String prefix : List.of("", "/streamed")) {
            assertThat(seen(client.signed("POST", prefix + "/part-facts?q=1", MULTIPART, body)))
                    .isEqualTo(plain);
            assertThat(seen(client.signed("POST", prefix + "/parameters?q=1", MULTIPART, body)))
                    .isEqualTo(parameters(plain));
        }
    }

    private static Map<String, List<String>> parameters(Map<String, List<String>> facts) {
        Map<String, List<String>> parameters = new HashMap<>();
        facts.forEach((name, values) -> {
            if (name.startsWith("parameter ")) {
                parameters.put(name.substring("parameter ".length()), values);
            }
        });
        return parameters;
    }

    /** Where nobody says in which charset (RFC 7578 section 5.1); some containers take ISO-8859-1. */
    @Test
    void namesAndValuesAreUtf8() {
        String parts = field("field", "gr\u00fc\u00dfe") + file("f", "gr\u00fc\u00dfe.txt", "x") + end();
        byte[] body = parts.getBytes(StandardCharsets.UTF_8);

        Map<String, List<String>> facts = seen(client.signed("POST", "/part-facts", MULTIPART, body));

        assertThat(facts.get("parameter field")).containsExactly("gr\u00fc\u00dfe");
        assertThat(facts.get("part 1").get(1)).isEqualTo("gr\u00fc\u00dfe.txt");
        byte[] form = "a=%E2%82%AC".getBytes(StandardCharsets.UTF_8);
        assertThat(seen(client.signed("POST", "/parameters", "application/x-www-form-urlencoded", form)))
                .isEqualTo(Map.of("a", List.of("\u20ac")));
    }

    @Test
    void fieldsOfAFormAreThoseOfTheContainer() {
        Random random = new Random(7);
        String alphabet = "ab=&+%2041.-_*~;/?";
        List<String> forms =
                new ArrayList<>(List.of("a=1&b=2", "a=1&a=2", "a", "a=", "a=b=c", "%61=%62", "a+b=c+d", "a=%E2%82%AC"));
        for (int i = 0; i < 200; i++) {
            StringBuilder form = new StringBuilder("x=1");
            for (int length = random.nextInt(20); length > 0; length--) {
                form.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            forms.add(form.toString());
        }
        int compared = 0;
        for (String form : forms) {
            byte[] body = form.getBytes(StandardCharsets.UTF_8);
            SERVER.application().forget();
            Answer answer = SERVER.send(client.plain("POST", "/plain/parameters")
                    .field("Content-Type", FORM)
                    .body(body));
            // containers differ from each other in what they make of fields without a name
            boolean hasNameless = ("&" + form + "&").matches(".*&[&=].*");
            if (answer.status() == 200 && !form.matches(".*%(?![0-9A-Fa-f]{2}).*") && !hasNameless) {
                Map<String, List<String>> plain =
                        SERVER.application().seen().get(0).facts();
                assertThat(seen(client.signed("POST", "/parameters", FORM, body)))
                        .as(form)
                        .isEqualTo(plain);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(100);
    }

    private static Map<String, List<String>> seen(WireRequest request) {
        SERVER.application().forget();
        Answer answer = SERVER.send(request);
        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        return SERVER.application().seen().get(0).facts();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "/streamed"})
    void whatIsNoMultipartBodyIsRefused(String prefix) {
        for (String body : List.of(field("field", "unfinished"), "--" + BOUNDARY + "\r\n")) {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            Refusals.expect(
                    SERVER, client.signed("POST", prefix + "/part-facts", MULTIPART, octets), Reason.BODY_MALFORMED);
        }
        byte[] octets = (field("field", "1") + end()).getBytes(StandardCharsets.UTF_8);
        Refusals.expect(
                SERVER,
                client.signed("POST", prefix + "/part-facts", "multipart/form-data", octets),
                Reason.BODY_MALFORMED);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "/streamed"})
    void brokenEncodingInAFormIsRefused(String prefix) {
        Refusals.expect(
                SERVER,
                client.signed("POST", prefix + "/parameters", FORM, "a=%4".getBytes(StandardCharsets.UTF_8)),
                Reason.BODY_MALFORMED);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "/streamed"})
    void theLimitsHold(String prefix) {
        String most = field("f", "1").repeat(MAX_PARTS);
        byte[] parts = (most + end()).getBytes(StandardCharsets.UTF_8);
        assertThat(seen(client.signed("POST", prefix + "/parts", MULTIPART, parts)))
                .containsOnlyKeys("f");
        byte[] moreParts = (most + field("f", "1") + end()).getBytes(StandardCharsets.UTF_8);
        Refusals.expect(SERVER, client.signed("POST", prefix + "/parts", MULTIPART, moreParts), Reason.BODY_TOO_LARGE);
        byte[] longField = (field("f", "x".repeat(MAX_FORM + 1)) + end()).getBytes(StandardCharsets.UTF_8);
        Refusals.expect(SERVER, client.signed("POST", prefix + "/parts", MULTIPART, longField), Reason.BODY_TOO_LARGE);
        byte[] longForm = ("f=" + "x".repeat(MAX_FORM - 1)).getBytes(StandardCharsets.UTF_8);
        Refusals.expect(SERVER, client.signed("POST", prefix + "/parameters", FORM, longForm), Reason.BODY_TOO_LARGE);
        byte[] fields = "f=1&".repeat(MAX_PARTS + 1).getBytes(StandardCharsets.UTF_8);
        Refusals.expect(SERVER, client.signed("POST", prefix + "/parameters", FORM, fields), Reason.BODY_TOO_LARGE);
        byte[] good = ("f=" + "x".repeat(MAX_FORM - 2)).getBytes(StandardCharsets.UTF_8);
        assertThat(seen(client.signed("POST", prefix + "/parameters", FORM, good)))
                .containsOnlyKeys("f");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "/streamed"})
    void aChangedPartIsNeverSeen(String prefix) {
        String body = file("f", "x.bin", "y".repeat(3_000)) + end();
        WireRequest signed =
                client.signed("POST", prefix + "/part-facts", MULTIPART, body.getBytes(StandardCharsets.UTF_8));
        byte[] changed = body.replace("yyy\r\n", "yyz\r\n").getBytes(StandardCharsets.UTF_8);

        Refusals.expect(SERVER, signed.framed(changed), Reason.BODY_MISMATCH);
    }
}
