// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.http.TrustedProxies.Mechanism;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final String PROXY = "10.0.0.9";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "host=api.example;proto=https | https://api.example",
                "Host=\"API.example:443\";Proto=HTTPS | https://api.example",
                "for=192.0.2.7;by=10.0.0.9;host=\"api.example:8443\";proto=https | https://api.example:8443",
                "for=\"[2001:db8::1]:80\"; host=\"[2001:db8::2]\"; proto=http;x=y | http://[2001:db8::2]",
                "proto=http;host=\"api\\.example\" | http://api.example"
            })
    void takesTheWordOfForwarded(String line, String address) throws Rejection {
        assertThat(forwarded(1).addressFor(from(PROXY).field("forwarded", line), CanonicalRules.strict()))
                .hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ";",
                "host=api.example",
                "proto=https",
                "host=;proto=https",
                "host=api.example;proto=",
                "host=api.example;proto=ftp",
                "host=api.example;proto=https;host=api.example",
                "host=api.example;proto=https,",
                ",host=api.example;proto=https",
                "host=evil.example;proto=https, host=api.example;proto=https",
                "host=api.example;proto=https;",
                "host=api.example:;proto=https",
                "host=\"api.example;proto=https",
                "host=\"api.example\\",
                "host=\"api.example\"x;proto=https",
                "host=api.example:443;proto=https",
                "host=[::1];proto=https",
                "host=user@api.example;proto=https",
                "host=\"api.example/x\";proto=https",
                "host = api.example;proto=https",
                "host=api.example proto=https",
                "h\u00f6st=api.example;proto=https"
            })
    void refusesWhatForwardedDoesNotSayClearly(String line) {
        refuse(forwarded(1), from(PROXY).field("forwarded", line), Reason.FORWARDING_UNACCEPTABLE);
    }

    @Test
    void refusesForwardedInTwoLinesOrInNone() {
        String line = "host=api.example;proto=https";
        refuse(forwarded(1), from(PROXY), Reason.FORWARDING_UNACCEPTABLE);
        refuse(
                forwarded(1),
                from(PROXY).field("forwarded", line).field("forwarded", line),
                Reason.FORWARDING_UNACCEPTABLE);
    }

    @Test
    void takesTheOutermostOfAsManyElementsAsThereAreHops() throws Rejection {
        FakeRequest request = from(PROXY)
                .field("forwarded", "for=192.0.2.7;host=api.example;proto=https, for=10.0.0.1;host=inner;proto=http");
        assertThat(forwarded(2).addressFor(request, CanonicalRules.strict())).hasToString("https://api.example");
        refuse(forwarded(1), request, Reason.FORWARDING_UNACCEPTABLE);
        refuse(forwarded(3), request, Reason.FORWARDING_UNACCEPTABLE);
    }

    @Test
    void takesTheWordOfXForwarded() throws Rejection {
        assertThat(xForwarded(1)
                        .addressFor(
                                from(PROXY)
                                        .field("x-forwarded-host", "API.example")
                                        .field("x-forwarded-proto", "https"),
                                CanonicalRules.strict()))
                .hasToString("https://api.example");
        assertThat(xForwarded(1)
                        .addressFor(
                                from(PROXY)
                                        .field("x-forwarded-host", "api.example")
                                        .field("x-forwarded-proto", "https")
                                        .field("x-forwarded-port", "8443"),
                                CanonicalRules.strict()))
                .hasToString("https://api.example:8443");
        assertThat(xForwarded(2)
                        .addressFor(
                                from(PROXY)
                                        .field("x-forwarded-host", "[::1]:81 , inner")
                                        .field("x-forwarded-proto", "http, https")
                                        .field("x-forwarded-port", "82, 443"),
                                CanonicalRules.strict()))
                .hasToString("http://[::1]:81");
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | https | 443",
                "api.example | '' | 443",
                "api.example | wss | 443",
                "api.example, api.example | https | 443",
                "api.example | https, https | 443",
                "api.example | https | 443, 443",
                "api.example | https | 0",
                "api.example | https | ''",
                "api.example | https | 65536",
                "api.example | https | -443",
                "api.example | https | +443",
                "api.example | https | 443:8443",
                "api.example | https | 443@evil.example",
                "api.example | https | 443/x",
                "api.example | https | 00000000000000000000443",
                "api.example: | https | 443",
                "a b | https | 443"
            })
    void refusesWhatXForwardedDoesNotSayClearly(String host, String proto, String port) {
        refuse(
                xForwarded(1),
                from(PROXY)
                        .field("x-forwarded-host", host)
                        .field("x-forwarded-proto", proto)
                        .field("x-forwarded-port", port),
                Reason.FORWARDING_UNACCEPTABLE);
    }

    @Test
    void neverLooksAtTheOtherMechanism() {
        FakeRequest other = from(PROXY)
                .field("x-forwarded-host", "api.example")
                .field("x-forwarded-proto", "https")
                .field("x-forwarded-prefix", "/v1");
        refuse(forwarded(1), other, Reason.FORWARDING_UNACCEPTABLE);
        refuse(
                xForwarded(1),
                from(PROXY).field("forwarded", "host=api.example;proto=https"),
                Reason.FORWARDING_UNACCEPTABLE);
    }

    /** V-46. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "10.0.1.9", "::1", "unknown", "", "10.0.0.9, 10.0.0.9"})
    void v46_believesNobodyElse(String peer) {
        refuse(forwarded(1), from(peer).field("forwarded", "host=api.example;proto=https"), Reason.PEER_NOT_TRUSTED);
    }

    @Test
    void guessesThatThePeersAddressWasReplacedWhereAProxyWasAtWork() {
        FakeRequest forwardedHere = from("192.0.2.1").field("forwarded", "host=api.example;proto=https");
        FakeRequest hostHere = from("192.0.2.1").field("x-forwarded-host", "api.example");
        FakeRequest protoHere = from("192.0.2.1").field("x-forwarded-proto", "https");
        FakeRequest nothingHere = from("192.0.2.1");

        assertThat(likelyCause(forwarded(1), forwardedHere)).contains(LikelyCause.PEER_REPLACED);
        assertThat(likelyCause(xForwarded(1), hostHere)).contains(LikelyCause.PEER_REPLACED);
        assertThat(likelyCause(xForwarded(1), protoHere)).contains(LikelyCause.PEER_REPLACED);
        assertThat(likelyCause(xForwarded(1), forwardedHere)).isEmpty();
        assertThat(likelyCause(forwarded(1), hostHere)).isEmpty();
        assertThat(likelyCause(forwarded(1), nothingHere)).isEmpty();
        assertThat(likelyCause(xForwarded(1), nothingHere)).isEmpty();
    }

    private static Optional<LikelyCause> likelyCause(TrustedProxies proxies, FakeRequest request) {
        Rejection rejection =
                catchThrowableOfType(Rejection.class, () -> proxies.addressFor(request, CanonicalRules.strict()));
        assertThat(rejection.reason()).isEqualTo(Reason.PEER_NOT_TRUSTED);
        return rejection.facts().likelyCause();
    }

    @Test
    void anyLineIsReadOrRefused() {
        Random random = new Random(7239);
        String alphabet = "host=proto;,\"\\ https:[]\t1api.example\u00e9";
        for (int i = 0; i < 30_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int c = random.nextInt(60); c > 0; c--) {
                line.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                forwarded(1).addressFor(from(PROXY).field("forwarded", line.toString()), CanonicalRules.strict());
            } catch (Rejection e) {
                assertThat(e.reason()).isEqualTo(Reason.FORWARDING_UNACCEPTABLE);
            }
        }
    }

    @Test
    void trustsNobodyByMistake() {
        assertThatThrownBy(() -> new TrustedProxies(List.of(), Mechanism.FORWARDED, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> forwarded(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void refuse(TrustedProxies proxies, FakeRequest request, Reason reason) {
        assertThatThrownBy(() -> proxies.addressFor(request, CanonicalRules.strict()))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static FakeRequest from(String peer) {
        return FakeRequest.get().peer(peer);
    }

    private static TrustedProxies forwarded(int hops) {
        return proxies(Mechanism.FORWARDED, hops);
    }

    private static TrustedProxies xForwarded(int hops) {
        return proxies(Mechanism.X_FORWARDED, hops);
    }

    private static TrustedProxies proxies(Mechanism mechanism, int hops) {
        try {
            return new TrustedProxies(List.of(AddressRange.parse("10.0.0.0/24")), mechanism, hops);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
