// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalRulesTest {

    private static CanonicalRules allowing(Allowance... allowances) {
        return new CanonicalRules(Set.of(allowances), Set.of());
    }

    @Test
    void nothingIsAllowedUnlessItIsAskedFor() {
        assertThat(CanonicalRules.strict().allowances()).isEmpty();
        assertThat(CanonicalRules.strict().listFields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a;x=1/b /a;x=1/b",
                "/a; /a;",
                "/%61;%78%3D%2C%3B=,/%3D%40 /a;x%3D%2C%3B=,/=@",
                "/...;x/b /...;x/b",
                "/a;%c3%a9 /a;%C3%A9",
                "/a/b /a/b"
            })
    void aSegmentWithParametersHasUnreservedCharactersDecodedOnly(String path, String normal)
            throws MalformedException {
        CanonicalRules rules = allowing(Allowance.PATH_PARAMETERS);
        assertThat(CanonicalPath.of(path, rules).value()).isEqualTo(normal);
        assertThat(CanonicalPath.of(normal, rules).value()).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "/..;x/b, dot segment",
        "/.;/b, dot segment",
        "/%2e%2E;x, dot segment",
        "/a/..;, dot segment",
        "/;x, path parameter of an empty segment",
        "/a/;x/b, path parameter of an empty segment",
        "/a;x//b, empty segment //",
        "/a;x%2Fb, encoded slash %2F",
        "/a;x%25b, encoded percent sign %25",
        "/a;x\\b, backslash",
        "/a;%FF, octets that are not UTF-8",
        "/a;%00, encoded control character"
    })
    void parametersHideNothing(String path, String defect) {
        assertThatThrownBy(() -> CanonicalPath.of(path, allowing(Allowance.PATH_PARAMETERS)))
                .isInstanceOfSatisfying(
                        MalformedException.class, e -> assertThat(e.defect()).isEqualTo(defect));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%25b", "/a%252fb", "/%252e%252E/b", "/%25"})
    void anEncodedPercentSignIsKeptAsItStands(String path) throws MalformedException {
        assertThat(CanonicalPath.of(path, allowing(Allowance.ENCODED_PERCENT)).value())
                .isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public/a;x", "/public/a;x/b", "/public/%252e%252e/a", "/public/a%25", "/public/..%3B/a"})
    void whatCouldBeReadOtherwiseMatchesNoPattern(String path) throws MalformedException {
        CanonicalPath route = CanonicalPath.of(path, CanonicalRules.lenient());
        for (String pattern : List.of("/public/*", "/*", "/public/a")) {
            assertThat(PathPattern.of(pattern).matches(route)).as(pattern).isFalse();
        }
    }

    @Test
    void theContextPathHasNoParameters() {
        for (String path : List.of("/app;x/public/a", "/app/;x/a")) {
            FakeRequest request = FakeRequest.get().path(path);
            for (String context : List.of("/app", "/app;x")) {
                assertThatThrownBy(() -> RequestTarget.read(request, context, CanonicalRules.lenient()))
                        .isInstanceOfSatisfying(
                                Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.TARGET_AMBIGUOUS));
            }
        }
    }

    @Test
    void anUnderscoreInAHostIsAllowedByName() throws MalformedException {
        CanonicalRules rules = allowing(Allowance.HOST_UNDERSCORE);
        assertThat(Authority.of("My_Api.example:443", UriScheme.HTTPS, rules).value())
                .isEqualTo("my_api.example");
        assertThatThrownBy(() -> Authority.of("my_api.example", UriScheme.HTTPS))
                .isInstanceOf(MalformedException.class);
        assertThat(ExternalAddress.parse("https://my_api.example/a", rules)).hasToString("https://my_api.example/a");
    }

    @ParameterizedTest
    @EnumSource(Allowance.class)
    void dateIsCoverableByNameOnly(Allowance allowance) {
        assertThat(allowing(allowance).isCoverable("date")).isEqualTo(allowance == Allowance.DATE_FIELD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a|b|a, b",
                "a, b|c|a, b, c",
                "a,b|c|a,b, c",
                "\"a,,b\"|c|\"a,,b\", c",
                "\"a\\\",\"|c|\"a\\\",\", c",
                "  a|b  |a, b"
            })
    void theLinesOfAListAreJoinedAsProxiesJoinThem(String first, String second, String joined)
            throws MalformedException {
        CanonicalRules rules = new CanonicalRules(Set.of(), Set.of("x-list"));
        assertThat(text(rules, first, second)).isEqualTo("x-list: " + joined);
        assertThat(text(rules, joined)).isEqualTo("x-list: " + joined);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ",", "a,", ",a", "a,,b", "a, ,b", "a ,", "\"a", "a\"", "\"a\\\"", "a  b", "\u00e9"})
    void aLineOfAListThatChangesOnTheWayIsRefused(String line) {
        CanonicalRules rules = new CanonicalRules(Set.of(), Set.of("x-list"));
        for (List<String> lines : List.of(List.of(line), List.of("x", line), List.of(line, "x"))) {
            assertThatThrownBy(() -> new FieldLines(rules).add("x-list", lines)).isInstanceOf(MalformedException.class);
        }
    }

    private static String text(CanonicalRules rules, String... lines) throws MalformedException {
        FieldLines text = new FieldLines(rules);
        text.add("x-list", List.of(lines));
        return text.text();
    }

    @Test
    void aFieldThatIsNoListHasOneLine() {
        assertThatThrownBy(() -> new FieldLines(CanonicalRules.strict()).add("x-a", List.of("a", "b")))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type", "authorization", "cookie", "X-A", "x_a", "", "date"})
    void noListIsMadeOfWhatIsNoneOrCannotBeCovered(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CanonicalRules(Set.of(), Set.of(name)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CanonicalRules(EnumSet.allOf(Allowance.class), Set.of(name)));
    }

    @Test
    void theServerItselfIsATargetOfOptionsOnly() throws Rejection {
        RequestTarget target =
                RequestTarget.read(FakeRequest.get().method("OPTIONS").path("*"), "");
        assertThat(target.path()).hasToString("*");
        assertThatThrownBy(() -> RequestTarget.read(FakeRequest.get().path("*"), ""))
                .isInstanceOf(Rejection.class);
        assertThatThrownBy(() ->
                        RequestTarget.read(FakeRequest.get().method("OPTIONS").path("*"), "/app"))
                .isInstanceOf(Rejection.class);
    }

    @Test
    void patternsDoNotMatchTheServerItselfNorHasItAPrefix() throws MalformedException, Rejection {
        CanonicalPath server = RequestTarget.read(
                        FakeRequest.get().method("OPTIONS").path("*"), "")
                .route();
        assertThat(PathPattern.of("/*").matches(server)).isFalse();
        assertThat(ExternalAddress.parse("https://a.example/v1").externalPath(server))
                .contains("*");
    }
}
