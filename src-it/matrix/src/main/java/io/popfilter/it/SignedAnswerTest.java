// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.it.AnsweredClient.Exchange;
import io.popfilter.it.AnsweredClient.Kind;
import io.popfilter.sign.AnswerFault;
import io.popfilter.sign.SignedRequest;
import io.popfilter.sign.VerifiedAnswer;
import jakarta.servlet.DispatcherType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The server proves itself to the client: what it signs, where, and what the client makes of it. */
class SignedAnswerTest {

    private static final EnumSet<AnswerForm> HELD = EnumSet.range(AnswerForm.OCTETS, AnswerForm.LISTENER);

    /** It flushes what a forward has written before it closes it. */
    private static final boolean IS_UNDERTOW = Container.ofThisModule().family() == Container.Family.UNDERTOW;

    static {
        if (IS_UNDERTOW) {
            HELD.remove(AnswerForm.FORWARD);
        }
    }

    private static final EnumSet<AnswerForm> STREAMED = EnumSet.range(AnswerForm.LARGE, AnswerForm.LARGE_LISTENER);
    private static final List<String> COVERED =
            List.of("content-type", "content-encoding", "content-range", "location");

    @AutoClose
    private static final TemporaryDirectory DIRECTORY = TemporaryDirectory.create();

    @AutoClose
    private static final Server SERVER = Server.start("", AnsweredClient.serverSettings(DIRECTORY.path()));

    @AutoClose
    private static final Server EVERYWHERE =
            Server.start("", AnsweredClient.serverSettings(DIRECTORY.path()), EnumSet.allOf(DispatcherType.class));

    private static int status(AnswerForm form) {
        return switch (form) {
            case RESET -> 202;
            case NO_CONTENT -> 204;
            case REDIRECT -> 302;
            case NOT_MODIFIED -> 304;
            case ERROR_STATUS -> 409;
            case ASYNC_TIMEOUT -> 503;
            default -> 200;
        };
    }

    static List<Arguments> held() {
        List<Arguments> held = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (AnswerForm form : HELD) {
                held.add(Arguments.of(kind, Transport.HTTP, form));
            }
        }
        HELD.forEach(form -> held.add(Arguments.of(Kind.SECRET, Transport.H2, form)));
        return held;
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("held")
    void coversStatusFieldsAndBodyOfAnAnswerThatIsHeld(Kind kind, Transport transport, AnswerForm form) {
        AnsweredClient client = AnsweredClient.of(SERVER.over(transport), kind);

        Exchange exchange = client.exchange(form);

        VerifiedAnswer answer = client.accept(exchange);
        assertThat(answer.status()).isEqualTo(exchange.answer().status()).isEqualTo(status(form));
        assertThat(answer.coveredFields()).isEqualTo(COVERED);
        assertThat(answer.coversBody()).isTrue();
        assertThat(exchange.answer().lines("pop-response")).hasSize(1);
        assertThat(exchange.answer().lines("trailer")).isEmpty();
    }

    @Test
    void changesNothingOfWhatTheApplicationAnswers() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);

        Answer octets = client.exchange(AnswerForm.OCTETS).answer();
        assertThat(octets.body()).isEqualTo("{}");
        assertThat(octets.lines("content-length")).containsExactly("2");
        Answer textual = client.exchange(AnswerForm.TEXTUAL).answer();
        assertThat(textual.body()).isEqualTo("\u00c3\u00a9\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080");
        assertThat(textual.lines("content-type")).singleElement().asString().containsIgnoringCase("charset=utf-8");
        Answer usual = client.exchange(AnswerForm.USUAL_CHARSET).answer();
        String type = usual.lines("content-type").get(0); // which charset is usual is for the container to say
        Charset charset = Charset.forName(type.substring(type.indexOf("charset=") + "charset=".length()));
        assertThat(new String(usual.body().getBytes(StandardCharsets.ISO_8859_1), charset))
                .isEqualTo("\u00e9");
        assertThat(client.exchange(AnswerForm.RESET).answer().body()).isEqualTo(AnswerForm.TEXT);
        assertThat(client.exchange(AnswerForm.CLOSED).answer().body()).isEqualTo(AnswerForm.TEXT);
        assertThat(client.exchange(AnswerForm.ASYNC).answer().body()).isEqualTo(AnswerForm.TEXT);
        assertThat(client.exchange(AnswerForm.ASYNC_TIMEOUT).answer().body()).isEqualTo("later");
        assertThat(client.exchange(AnswerForm.FORWARD).answer().body()).isEqualTo(textual.body());
        assertThat(client.exchange(AnswerForm.INCLUDE).answer().body()).isEqualTo("around " + AnswerForm.TEXT);
        Answer redirect = client.exchange(AnswerForm.REDIRECT).answer();
        assertThat(redirect.body()).isEmpty();
        assertThat(redirect.lines("location")).containsExactly("https://api.example.com/next");
        assertThat(client.exchange(AnswerForm.NOT_MODIFIED).answer().lines("etag"))
                .containsExactly("\"1\"");
    }

    @ParameterizedTest
    @EnumSource(names = {"OCTETS", "TEXTUAL", "LARGE", "FLUSHED", "REDIRECT", "EMPTY"})
    void coversThatTheAnswerToHeadHasNoBody(AnswerForm form) {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);

        Exchange exchange = client.exchange("HEAD", form.target());

        assertThat(client.accept(exchange).coversBody()).isTrue();
        assertThat(exchange.answer().body()).isEmpty();
    }

    static List<Arguments> streamed() {
        List<Arguments> streamed = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            STREAMED.forEach(form -> streamed.add(Arguments.of(transport, form)));
        }
        return streamed;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("streamed")
    void coversABodyThatIsNotHeldInTheTrailerSection(Transport transport, AnswerForm form) {
        AnsweredClient client = AnsweredClient.of(SERVER.over(transport), Kind.SECRET);

        Exchange exchange = client.exchangeTakingTrailers(form);

        Answer answer = exchange.answer();
        assertThat(answer.lines("pop-response")).isEmpty();
        assertThat(answer.lines("trailer")).containsExactly("PoP-Response");
        assertThat(answer.lines("content-length")).isEmpty();
        assertThat(answer.body()).hasSize(form == AnswerForm.FLUSHED ? 18 : AnswerForm.largeLength());
        assertThat(client.accept(exchange).coversBody()).isTrue();
        assertThat(client.accept(exchange).coveredFields()).isEqualTo(COVERED);
        Answer cut = new Answer(answer.status(), answer.fields(), answer.body());
        assertThat(client.fault(exchange.sent(), cut)).isEqualTo(AnswerFault.MISSING);
        Answer shorter = new Answer(answer.status(), answer.fields(), "data: 1\n\n", answer.trailers());
        assertThat(client.fault(exchange.sent(), shorter)).isEqualTo(AnswerFault.BODY_MISMATCH);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("streamed")
    void saysThatABodyIsNotCoveredToAClientThatTakesNoTrailerFields(Transport transport, AnswerForm form) {
        AnsweredClient client = AnsweredClient.of(SERVER.over(transport), Kind.SECRET);

        Exchange exchange = client.exchange(form);

        assertThat(client.fault(exchange)).isEqualTo(AnswerFault.BODY_NOT_COVERED);
        VerifiedAnswer answer = client.acceptingUncoveredBodies().accept(exchange);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.coversBody()).isFalse();
        assertThat(answer.coveredFields()).isEqualTo(COVERED);
        assertThat(exchange.answer().trailers()).isEmpty();
        if (form == AnswerForm.LARGE) {
            assertThat(exchange.answer().lines("content-length")).containsExactly("" + AnswerForm.largeLength());
        }
    }

    @Test
    void saysThatABodyIsNotCoveredWhenTheClientWantsTheConnectionClosed() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);
        SignedRequest sent = client.sign("GET", AnswerForm.LARGE.target());

        Answer answer =
                SERVER.send(client.wire(sent, "GET", AnswerForm.LARGE.target()).field("TE", "trailers"));

        assertThat(client.fault(sent, answer)).isEqualTo(AnswerFault.BODY_NOT_COVERED);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void coversAForwardAsTheContainerEndsIt(Kind kind) {
        for (Server server : List.of(SERVER, EVERYWHERE)) {
            AnsweredClient client = AnsweredClient.of(server, kind);

            assertThat(client.accept(client.exchangeTakingTrailers(AnswerForm.FORWARD))
                            .coversBody())
                    .isTrue();
            Exchange exchange = client.exchange(AnswerForm.FORWARD);
            assertThat(exchange.answer().lines("pop-response")).hasSize(1);
            assertThat(client.acceptingUncoveredBodies().accept(exchange).coversBody())
                    .isEqualTo(!IS_UNDERTOW);
        }
    }

    @Test
    void keepsTheTrailerFieldsOfTheApplication() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.PAIR);

        Exchange exchange = client.exchangeTakingTrailers(AnswerForm.OWN_TRAILER);

        client.accept(exchange);
        assertThat(exchange.answer().trailerLines("x-count")).containsExactly("2");
        assertThat(exchange.answer().body()).isEqualTo("onetwo");
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasChangedOnTheWay(Kind kind) {
        AnsweredClient client = AnsweredClient.of(SERVER, kind);
        Exchange exchange = client.exchange(AnswerForm.OCTETS);
        SignedRequest sent = exchange.sent();
        Answer answer = exchange.answer();
        client.accept(exchange);

        Map<Answer, AnswerFault> changed = new LinkedHashMap<>();
        changed.put(new Answer(201, answer.fields(), answer.body()), AnswerFault.STATUS_MISMATCH);
        changed.put(new Answer(200, answer.fields(), "{ }"), AnswerFault.BODY_MISMATCH);
        changed.put(new Answer(200, answer.fields(), ""), AnswerFault.BODY_MISMATCH);
        changed.put(new Answer(200, replaced(answer, "content-type", "text/html"), "{}"), AnswerFault.FIELDS_MISMATCH);
        changed.put(new Answer(200, without(answer, "content-type"), "{}"), AnswerFault.FIELDS_MISMATCH);
        changed.put(new Answer(200, with(answer, "location", "/elsewhere"), "{}"), AnswerFault.FIELDS_MISMATCH);
        changed.put(new Answer(200, without(answer, "pop-response"), "{}"), AnswerFault.MISSING);
        changed.put(new Answer(200, with(answer, "pop-response", "x"), "{}"), AnswerFault.REPEATED);
        changed.forEach((other, fault) ->
                assertThat(client.fault(sent, other)).as(other.toString()).isEqualTo(fault));
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheAnswerToAnotherRequest(Kind kind) {
        AnsweredClient client = AnsweredClient.of(SERVER, kind);
        Exchange one = client.exchange(AnswerForm.OCTETS);
        Exchange other = client.exchange(AnswerForm.OCTETS);

        assertThat(client.fault(one.sent(), other.answer())).isEqualTo(AnswerFault.OTHER_REQUEST);
        assertThat(client.fault(other.sent(), one.answer())).isEqualTo(AnswerFault.OTHER_REQUEST);
    }

    private static List<Map.Entry<String, String>> without(Answer answer, String name) {
        return answer.fields().stream()
                .filter(field -> !field.getKey().equals(name))
                .toList();
    }

    private static List<Map.Entry<String, String>> with(Answer answer, String name, String value) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(answer.fields());
        fields.add(Map.entry(name, value));
        return fields;
    }

    private static List<Map.Entry<String, String>> replaced(Answer answer, String name, String value) {
        return with(new Answer(0, without(answer, name), ""), name, value);
    }

    @ParameterizedTest
    @CsvSource({"OCTETS", "INCLUDE", "ASYNC", "ASYNC_DISPATCH", "REDIRECT", "TEXTUAL", "ASYNC_TIMEOUT"})
    void signsOnceHoweverTheFilterIsMapped(AnswerForm form) {
        AnsweredClient client = AnsweredClient.of(EVERYWHERE, Kind.SECRET);

        Exchange exchange = client.exchange(form);

        assertThat(client.accept(exchange).coversBody()).isTrue();
        assertThat(exchange.answer().lines("pop-response")).hasSize(1);
    }

    @Test
    void saysThatTheBodyIsNotCoveredAfterADispatchThatLeadsPastTheFilter() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);

        Exchange exchange = client.exchangeTakingTrailers(AnswerForm.ASYNC_DISPATCH);

        assertThat(exchange.answer().body()).isEqualTo("{}");
        assertThat(client.fault(exchange)).isEqualTo(AnswerFault.BODY_NOT_COVERED);
        assertThat(client.acceptingUncoveredBodies().accept(exchange).status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("streamed")
    void signsNothingThatNobodyAskedFor(Transport transport, AnswerForm form) {
        Server server = SERVER.over(transport);

        Answer plain = server.send(Client.of(server).get(form.target()));

        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.body()).hasSize(form == AnswerForm.FLUSHED ? 18 : AnswerForm.largeLength());
        assertThat(plain.lines("pop-response")).isEmpty();
        assertThat(plain.trailers()).isEmpty();
    }

    @Test
    void saysOnceInTheLogThatThereIsNoKey() {
        try (Server server = Server.start("", Map.of("response-signing", "on"))) {
            AnsweredClient client = AnsweredClient.of(SERVER, Kind.PAIR).to(server);

            Exchange first = client.exchange(AnswerForm.OCTETS);
            Exchange second = client.exchange(AnswerForm.OCTETS);

            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(first.answer().body()).isEqualTo(second.answer().body()).isEqualTo("{}");
            assertThat(client.fault(first)).isEqualTo(AnswerFault.MISSING);
            assertThat(server.log().text()).containsOnlyOnce("an answer that was to be signed is not");
            AnsweredClient sharing = AnsweredClient.of(server, Kind.SECRET);
            assertThat(sharing.accept(sharing.exchange(AnswerForm.OCTETS)).status())
                    .isEqualTo(200);
            assertThat(server.send(WireRequest.of("GET", "/.well-known/popfilter-jwks", server.authority()))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void doesNotSignAFieldWithoutCanonicalForm() {
        AnsweredClient client = AnsweredClient.of(SERVER, Kind.SECRET);

        Exchange exchange = client.exchange(AnswerForm.UNCOVERABLE);

        assertThat(exchange.answer().status()).isEqualTo(200);
        assertThat(exchange.answer().body()).isEqualTo(AnswerForm.TEXT);
        assertThat(client.fault(exchange)).isEqualTo(AnswerFault.MISSING);
        assertThat(SERVER.log().text()).contains("has no canonical form");
    }

    @Test
    void publishesItsKey() throws Exception {
        Answer metadata =
                SERVER.send(WireRequest.of("GET", "/.well-known/oauth-protected-resource", SERVER.authority()));
        Answer keys = SERVER.send(WireRequest.of("GET", "/.well-known/popfilter-jwks", SERVER.authority()));

        assertThat(JSONObjectUtils.parse(metadata.body()))
                .containsEntry("jwks_uri", "https://api.example.com/.well-known/popfilter-jwks")
                .containsEntry("resource_signing_alg_values_supported", List.of("ES256"));
        assertThat(keys.lines("content-type")).containsExactly("application/jwk-set+json");
        assertThat(JWKSet.parse(keys.body()).getKeys()).singleElement().satisfies(key -> {
            assertThat(key.toJSONObject()).containsOnlyKeys("kty", "crv", "x", "y", "kid", "alg", "use");
            assertThat(key.getKeyID()).isEqualTo("answers-1");
        });
    }
}
