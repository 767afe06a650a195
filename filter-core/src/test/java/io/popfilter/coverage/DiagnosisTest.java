// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.http.ExternalAddress;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {

    private final Scene scene = Scene.standard();

    @ParameterizedTest(name = "{0} arrives as {1}: {2}")
    @CsvSource({
        "//orders///7, /orders/7, SLASHES_MERGED",
        "/orders%2F7, /orders/7, ENCODED_SLASH_DECODED",
        "/orders%2f7, /orders/7, ENCODED_SLASH_DECODED",
        "/orders/%2541, /orders/%41, PERCENT_SIGN_DECODED",
        "/orders/./7, /orders/7, DOT_SEGMENTS_REMOVED",
        "/orders/x/../7, /orders/7, DOT_SEGMENTS_REMOVED",
        "/orders/x/%2e%2E, /orders/, DOT_SEGMENTS_REMOVED",
        "/../orders/., /orders/, DOT_SEGMENTS_REMOVED",
        "/orders/7/, /orders/7, FINAL_SLASH_CHANGED",
        "/orders/7, /orders/7/, FINAL_SLASH_CHANGED",
        "/Orders/7, /orders/7, PATH_CASE_CHANGED",
        "/v1/orders/7, /orders/7, PREFIX_STRIPPED",
        "/orders/7, /svc/orders/7, PREFIX_ADDED"
    })
    void namesWhatHappenedToThePath(String signed, String received, LikelyCause cause) {
        Facts facts = expect(
                Reason.PATH_MISMATCH,
                FakeRequest.get().path(received),
                scene.proof().member("p", signed));

        assertThat(facts.likelyCause()).contains(cause);
        assertThat(facts.expected()).contains(signed);
    }

    @ParameterizedTest(name = "{0} arrives as {1}")
    @CsvSource({"/orders/8, /orders/7", "/, /orders/7", "'', /orders/7", "x, /orders/7", "/orders/7x, /orders/7"})
    void doesNotGuessAtOtherPaths(String signed, String received) {
        Facts facts = expect(
                Reason.PATH_MISMATCH,
                FakeRequest.get().path(received),
                scene.proof().member("p", signed));

        assertThat(facts.likelyCause()).isEmpty();
    }

    @Test
    void namesWhatHappenedToTheMethod() {
        assertThat(expect(
                                Reason.METHOD_MISMATCH,
                                FakeRequest.get(),
                                scene.proof().member("m", "HEAD"))
                        .likelyCause())
                .contains(LikelyCause.HEAD_SENT_AS_GET);
        assertThat(expect(
                                Reason.METHOD_MISMATCH,
                                FakeRequest.get(),
                                scene.proof().member("m", "get"))
                        .likelyCause())
                .contains(LikelyCause.METHOD_CASE_CHANGED);
        assertThat(expect(
                                Reason.METHOD_MISMATCH,
                                FakeRequest.get(),
                                scene.proof().member("m", "PUT"))
                        .likelyCause())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} arrives as {1}: {2}")
    @CsvSource({
        "api.example:8443, api.example, PORT_CHANGED",
        "api.example, api.example:8443, PORT_CHANGED",
        "[::1]:8443, [::1], PORT_CHANGED",
        "api.example., api.example, FINAL_DOT_SIGNED",
        "api.example, backend.internal:8080, HOST_REPLACED",
        "[::1], [::2], HOST_REPLACED"
    })
    void namesWhatHappenedToTheAuthority(String signed, String received, LikelyCause cause) {
        Facts facts = expect(
                Reason.AUTHORITY_MISMATCH,
                FakeRequest.get().host(received),
                scene.proof().member("u", signed));

        assertThat(facts.likelyCause()).contains(cause);
    }

    @Test
    void saysThatTheConfigurationDoesNotKnowTheHost() throws MalformedException {
        ExternalAddresses addresses = ExternalAddresses.of(List.of(ExternalAddress.parse("https://api.example")));
        Scene configured = Scene.with(builder -> builder.externalAddresses(addresses));

        Rejection rejection =
                configured.rejection(FakeRequest.get().signed(configured.proof().member("u", "www.example")));

        assertThat(rejection.reason()).isEqualTo(Reason.AUTHORITY_MISMATCH);
        assertThat(rejection.facts().likelyCause()).contains(LikelyCause.NOT_A_PUBLIC_BASE_URI);
    }

    @ParameterizedTest(name = "{0} arrives as {1}: {2}")
    @CsvSource({
        "b=2&b=1, b=1&b=2, QUERY_SORTED",
        "c=1&b=2&b=1, b=1&b=2&c=1, QUERY_SORTED",
        "a=1&&b=2&, a=1&b=2, EMPTY_QUERY_TOKENS_DROPPED",
        "a=x%20y, a=x+y, QUERY_SPACES_REWRITTEN",
        "a=x+y, a=x%20y, QUERY_SPACES_REWRITTEN",
        "a=x%2By, a=x+y, QUERY_SPACES_REWRITTEN",
        "a%20b=1, a+b=1, QUERY_SPACES_REWRITTEN"
    })
    void namesWhatHappenedToTheQuery(String signed, String received, LikelyCause cause) {
        assertThat(queryFacts(signed, received).likelyCause()).contains(cause);
    }

    @ParameterizedTest(name = "{0} arrives as {1}")
    @CsvSource({"a=1, a=2", "b=2&a=1, b=3&a=1", "a=x+y, a=x+z", "b=2&a=1, b=2"})
    void doesNotGuessAtOtherQueries(String signed, String received) {
        assertThat(queryFacts(signed, received).likelyCause()).isEmpty();
    }

    private Facts queryFacts(String signed, String received) {
        return expect(
                Reason.QUERY_MISMATCH,
                FakeRequest.get().query(received),
                scene.proof().query(signed.split("&", -1)));
    }

    @Test
    void saysThatTheBodyWasDropped() {
        FakeRequest empty = FakeRequest.post("text/plain", "");
        Proof proof = scene.proof().member("m", "POST").body("hello").fields("content-type", "text/plain");
        assertThat(expect(Reason.BODY_MISMATCH, empty, proof).likelyCause()).contains(LikelyCause.BODY_DROPPED);

        FakeRequest other = FakeRequest.post("text/plain", "hellO");
        assertThat(expect(Reason.BODY_MISMATCH, other, proof).likelyCause()).isEmpty();
    }

    @Test
    void saysThatASignedFieldWasDropped() {
        Facts facts =
                expect(Reason.FIELD_ABSENT, FakeRequest.get(), scene.proof().fields("x-order", "1"));

        assertThat(facts.likelyCause()).contains(LikelyCause.FIELD_DROPPED);
        assertThat(facts.subject()).contains("x-order");
    }

    @ParameterizedTest(name = "{0}: {1} arrives as {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "accept-language | en-us,en;q=0.5 | en-US,en;q=0.5",
                "accept-language | zh-Hant-TW, de-CH | zh-hant-tw, de-ch",
                "accept-language | EN-US | en-US",
                "accept-charset | utf-8 | UTF-8",
                "accept-charset | UTF-8 | utf-8",
                "accept | application/json | application/JSON"
            })
    void saysThatTheLetterCaseOfASignedFieldWasChanged(String name, String signed, String received) {
        Facts facts = expect(
                Reason.FIELDS_MISMATCH,
                FakeRequest.get().field("x-order", "A").field(name, received),
                scene.proof().fields("x-order", "A", name, signed));

        assertThat(facts.likelyCause()).contains(LikelyCause.FIELD_CASE_CHANGED);
    }

    @ParameterizedTest(name = "{0}: {1} arrives as {2}")
    @CsvSource({
        "x-order, a, A",
        "accept-language, de, en",
        "accept-language, EN-us, en-us",
        "accept, text/html, text/plain"
    })
    void doesNotGuessAtOtherFields(String name, String signed, String received) {
        Facts facts = expect(
                Reason.FIELDS_MISMATCH,
                FakeRequest.get().field(name, received),
                scene.proof().fields(name, signed));

        assertThat(facts.likelyCause()).isEmpty();
    }

    private Facts expect(Reason reason, FakeRequest request, Proof proof) {
        Rejection rejection = scene.rejection(request.signed(proof));
        assertThat(rejection.reason()).as(rejection.getMessage()).isEqualTo(reason);
        return rejection.facts();
    }
}
