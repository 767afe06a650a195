// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.coverage.ExternalAddresses;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Signing;
import io.popfilter.http.Authority;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.UriScheme;
import io.popfilter.reject.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row V-39 for DPoP: spellings of {@code htu}. RFC 9449 section 4.3 has both sides normalized by RFC 3986 section 6.2.2 and
 * 6.2.3; what has no normal form, or one that depends on who reads it, is refused.
 */
class DpopTargetSecurityCasesTest {

    private final Scene scene = Signing.scene();

    // ---- the host ----

    @ParameterizedTest
    @ValueSource(strings = {"api.example", "API.example", "aPi.ExAmPlE", "api.example:443", "API.EXAMPLE:443"})
    void v39_otherSpellingsOfOurAuthorityPass(String authority) {
        accept("https://" + authority + "/orders/7");
    }

    @ParameterizedTest
    @CsvSource({
        "user@api.example, TARGET_URI_MALFORMED",
        "user:password@api.example, TARGET_URI_MALFORMED",
        "@api.example, TARGET_URI_MALFORMED",
        "api.example@evil.example, TARGET_URI_MALFORMED",
        "api.example:443@evil.example, TARGET_URI_MALFORMED",
        "api.example., TARGET_URI_MALFORMED",
        "api.example.:443, TARGET_URI_MALFORMED",
        ".api.example, TARGET_URI_MALFORMED",
        "api..example, TARGET_URI_MALFORMED",
        "'', TARGET_URI_MALFORMED",
        "api.example:, TARGET_URI_MALFORMED",
        "api.example:0, TARGET_URI_MALFORMED",
        "api.example:00443, TARGET_URI_MALFORMED",
        "api.example:65536, TARGET_URI_MALFORMED",
        "api.example:65979, TARGET_URI_MALFORMED",
        "api.example:+443, TARGET_URI_MALFORMED",
        "api.example:443:443, TARGET_URI_MALFORMED",
        "%61pi.example, TARGET_URI_MALFORMED",
        "api%2Eexample, TARGET_URI_MALFORMED",
        "api\\.example, TARGET_URI_MALFORMED",
        "api_.example, TARGET_URI_MALFORMED",
        "api.example:80, AUTHORITY_MISMATCH",
        "api.example:8443, AUTHORITY_MISMATCH",
        "evil.example, AUTHORITY_MISMATCH",
        "api.example.evil.example, AUTHORITY_MISMATCH",
        "xapi.example, AUTHORITY_MISMATCH",
        "example, AUTHORITY_MISMATCH"
    })
    void v39_anAuthorityThatIsNotExactlyOursIsRefused(String authority, Reason reason) {
        assertThat(refusal("https://" + authority + "/orders/7")).isEqualTo(reason);
    }

    @Test
    void v39_aHostHasTheFormOfThatWhichIsAsked() {
        Scene german = at("xn--bcher-kva.example");
        german.accept(request("https://xn--bcher-kva.example/orders/7"));
        german.accept(request("https://XN--Bcher-KVA.example/orders/7"));
        assertThat(german.refusal(request("https://b\u00FCcher.example/orders/7")))
                .isEqualTo(Reason.TARGET_URI_MALFORMED);
        assertThat(german.refusal(request("https://b%C3%BCcher.example/orders/7")))
                .isEqualTo(Reason.TARGET_URI_MALFORMED);
        assertThat(german.refusal(request("https://bucher.example/orders/7"))).isEqualTo(Reason.AUTHORITY_MISMATCH);
        assertThat(refusal("https://a\u0440i.example/orders/7")).isEqualTo(Reason.TARGET_URI_MALFORMED); // Cyrillic
    }

    @Test
    void v39_anIpv6AddressIsComparedAsItIsWritten() {
        Scene numbered = at("[2001:db8::1]");
        numbered.accept(request("https://[2001:db8::1]/orders/7"));
        numbered.accept(request("https://[2001:DB8::1]:443/orders/7"));
        for (String other : List.of("[2001:db8:0:0:0:0:0:1]", "[2001:0db8::1]", "[2001:db8::2]", "[::1]")) {
            assertThat(numbered.refusal(request("https://" + other + "/orders/7")))
                    .as(other)
                    .isEqualTo(Reason.AUTHORITY_MISMATCH);
        }
        for (String broken : List.of(
                "2001:db8::1",
                "[2001:db8::1",
                "[2001:db8::1]x",
                "[2001:db8::1%25eth0]",
                "[2001:db8:::1]",
                "[]",
                "[v1.x]")) {
            assertThat(numbered.refusal(request("https://" + broken + "/orders/7")))
                    .as(broken)
                    .isEqualTo(Reason.TARGET_URI_MALFORMED);
        }
    }

    @Test
    void v39_anIpv4AddressHasOneSpelling() {
        Scene numbered = at("127.0.0.1");
        numbered.accept(request("https://127.0.0.1/orders/7"));
        for (String other : List.of("127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1.", "127.0.0.256")) {
            assertThat(numbered.refusal(request("https://" + other + "/orders/7")))
                    .as(other)
                    .isEqualTo(Reason.TARGET_URI_MALFORMED);
        }
    }

    private static Scene at(String host) {
        ExternalAddress address = new ExternalAddress(UriScheme.HTTPS, new Authority(host), "");
        return Signing.scene(builder -> builder.externalAddresses(ExternalAddresses.of(List.of(address))));
    }

    // ---- the scheme ----

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS", "Https", "hTTPs"})
    void v39_theSchemeHasNoLetterCase(String scheme) {
        accept(scheme + "://api.example/orders/7");
    }

    @ParameterizedTest
    @CsvSource({
        "http://api.example/orders/7, AUTHORITY_MISMATCH",
        "http://api.example:443/orders/7, AUTHORITY_MISMATCH",
        "ws://api.example/orders/7, TARGET_URI_MALFORMED",
        "wss://api.example/orders/7, TARGET_URI_MALFORMED",
        "ftp://api.example/orders/7, TARGET_URI_MALFORMED",
        "httpss://api.example/orders/7, TARGET_URI_MALFORMED",
        "' https://api.example/orders/7', TARGET_URI_MALFORMED",
        "javascript:https://api.example/orders/7, TARGET_URI_MALFORMED",
        "://api.example/orders/7, TARGET_URI_MALFORMED",
        "//api.example/orders/7, TARGET_URI_MALFORMED",
        "/orders/7, TARGET_URI_MALFORMED",
        "orders/7, TARGET_URI_MALFORMED",
        "?x, TARGET_URI_MALFORMED",
        "api.example/orders/7, TARGET_URI_MALFORMED",
        "https:/api.example/orders/7, TARGET_URI_MALFORMED",
        "https:api.example/orders/7, TARGET_URI_MALFORMED",
        "https:///api.example/orders/7, TARGET_URI_MALFORMED",
        "https:\\\\api.example\\orders\\7, TARGET_URI_MALFORMED"
    })
    void v39_anotherSchemeAndARelativeReferenceAreRefused(String uri, Reason reason) {
        assertThat(refusal(uri)).isEqualTo(reason);
    }

    // ---- the path ----

    @ParameterizedTest
    @CsvSource({
        "/~me/7, /~me/7",
        "/~me/7, /%7Eme/7",
        "/~me/7, /%7eme/7",
        "/%7Eme/7, /~me/7",
        "/a%c3%a9, /a%C3%A9",
        "/a%C3%A9, /a%c3%a9",
        "/a%20b, /a%20b",
        "/a%2db, /a-b",
        "/a!b, /a!b",
        "/, ''",
        "/, /"
    })
    void v39_spellingsOfOneNormalFormAreOnePath(String received, String signed) {
        scene.accept(request("https://api.example" + signed, FakeRequest.get().path(received)));
    }

    @Test
    void v39_noPathAndAQueryOrAFragmentIsTheRoot() {
        scene.accept(request("https://api.example?x", FakeRequest.get().path("/")));
        scene.accept(request("https://api.example#x", FakeRequest.get().path("/")));
        scene.accept(
                request("https://api.example:443?x/orders/7", FakeRequest.get().path("/")));
        assertThat(refusal("https://api.example?/orders/7")).isEqualTo(Reason.PATH_MISMATCH);
        assertThat(refusal("https://api.example#/orders/7")).isEqualTo(Reason.PATH_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/./7, TARGET_URI_MALFORMED",
        "/x/../orders/7, TARGET_URI_MALFORMED",
        "/../orders/7, TARGET_URI_MALFORMED",
        "/orders/%2e/7, TARGET_URI_MALFORMED",
        "/x/%2E%2E/orders/7, TARGET_URI_MALFORMED",
        "/orders/7/., TARGET_URI_MALFORMED",
        "//orders/7, TARGET_URI_MALFORMED",
        "/orders//7, TARGET_URI_MALFORMED",
        "/orders/7//, TARGET_URI_MALFORMED",
        "/orders%2F7, TARGET_URI_MALFORMED",
        "/orders%2f7, TARGET_URI_MALFORMED",
        "/orders%5C7, TARGET_URI_MALFORMED",
        "/orders\\7, TARGET_URI_MALFORMED",
        "/orders;x/7, TARGET_URI_MALFORMED",
        "/orders/7;jsessionid=1, TARGET_URI_MALFORMED",
        "/orders/7;, TARGET_URI_MALFORMED",
        "/orders/7%00, TARGET_URI_MALFORMED",
        "/orders/%257, TARGET_URI_MALFORMED",
        "/orders/%zz, TARGET_URI_MALFORMED",
        "/orders/7%, TARGET_URI_MALFORMED",
        "/orders/%ff, TARGET_URI_MALFORMED",
        "/orders/7/, PATH_MISMATCH",
        "/Orders/7, PATH_MISMATCH",
        "/orders, PATH_MISMATCH",
        "/orders/77, PATH_MISMATCH",
        "/orders/7%20, PATH_MISMATCH",
        "/orders/7+, PATH_MISMATCH",
        "'', PATH_MISMATCH"
    })
    void v39_aPathThatIsNotOursOrThatIsReadInTwoWaysIsRefused(String path, Reason reason) {
        assertThat(refusal("https://api.example" + path)).isEqualTo(reason);
    }

    @Test
    void v39_lengthIsBounded() {
        assertThat(refusal("https://api.example/" + "x".repeat(10_000))).isEqualTo(Reason.AUTHENTICATOR_TOO_LARGE);
        assertThat(refusal("https://" + "x".repeat(262) + "/orders/7")).isEqualTo(Reason.TARGET_URI_MALFORMED);
        String longest = "/" + "x".repeat(4_000);
        scene.accept(request("https://api.example" + longest, FakeRequest.get().path(longest)));
    }

    private void accept(String htu) {
        scene.accept(request(htu));
    }

    private Reason refusal(String htu) {
        return scene.refusal(request(htu));
    }

    private static FakeRequest request(String htu) {
        return request(htu, FakeRequest.get());
    }

    private static FakeRequest request(String htu, FakeRequest request) {
        return Signing.DPOP.proof().member("htu", htu).on(request);
    }
}
