// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.http.AddressRange;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.TrustedProxies;
import io.popfilter.http.TrustedProxies.Mechanism;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalAddressesTest {

    @ParameterizedTest(name = "{0}: {1} arrives as {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://api.example | /orders/7 | /orders/7",
                "https://api.example/v1 | /v1/orders/7 | /orders/7",
                "https://api.example/v1->/svc | /v1/orders/7 | /svc/orders/7",
                "https://api.example->/svc | /orders/7 | /svc/orders/7",
                "https://api.example/->/svc/ | /orders/7 | /svc/orders/7",
                "https://api.example/v1->/ | /v1/orders/7 | /orders/7",
                "https://api.example/v1->/svc | /v1 | /svc",
                "https://api.example->/svc | / | /svc",
                "https://api.example/v1 https://api.example/v2 | /v2/orders/7 | /orders/7",
                "https://api.example https://api.example/v1->/svc | /v1/orders/7 | /svc/orders/7",
                "https://api.example https://api.example/v1->/svc | /orders/7 | /orders/7",
                "https://api.example https://api.example/v1->/svc | /svcs/7 | /svcs/7",
                "https://api.example/a->/svc https://api.example/b->/svc/x | /b/y | /svc/x/y"
            })
    void acceptsThePathThatTheClientKnows(String addresses, String signed, String received) {
        Scene scene = scene(addresses);

        scene.accept(FakeRequest.get().path(received).signed(scene.proof().member("p", signed)));
    }

    @ParameterizedTest(name = "{0}: {1} arrives as {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://api.example/v1->/svc | /svc/orders/7 | /svc/orders/7",
                "https://api.example/v1->/svc | /orders/7 | /orders/7",
                "https://api.example/v1->/svc | /v1/orders/7 | /orders/7",
                "https://api.example/v1->/svc | /v1x | /svcx",
                "https://api.example/v1->/svc | /v1/orders/7 | /SVC/orders/7",
                "https://api.example https://api.example/v1->/svc | /svc/orders/7 | /svc/orders/7",
                "https://api.example/a->/svc https://api.example/b->/svc/x | /a/x/y | /svc/x/y",
                "https://other.example/v1->/svc https://api.example | /v1/orders/7 | /svc/orders/7"
            })
    void acceptsNoOtherPath(String addresses, String signed, String received) {
        Scene scene = scene(addresses);

        assertThat(scene.refusal(
                        FakeRequest.get().path(received).signed(scene.proof().member("p", signed))))
                .isEqualTo(Reason.PATH_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example->svc",
                "https://api.example->",
                "https://api.example->/a/../b",
                "https://api.example->/a//b",
                "https://api.example->/a->/b",
                "https://api.example->https://x/",
                "->/svc"
            })
    void aMappingIsLiteral(String text) {
        assertThatThrownBy(() -> ExternalAddress.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void whatAProxySaysHasToBeConfiguredAndSigned() {
        Scene scene = Scene.with(builder -> builder.externalAddresses(
                addresses("https://api.example https://www.example").toldBy(proxies())));

        scene.accept(told("https", "api.example").signed(scene.proof()));
        scene.accept(told("https", "www.example").signed(scene.proof().member("u", "www.example")));

        Rejection other = scene.rejection(told("https", "www.example").signed(scene.proof()));
        assertThat(other.reason()).isEqualTo(Reason.AUTHORITY_MISMATCH);
        Rejection unknown = scene.rejection(told("https", "evil.example").signed(scene.proof()));
        assertThat(unknown.reason()).isEqualTo(Reason.AUTHORITY_MISMATCH);
        assertThat(unknown.facts().likelyCause()).contains(LikelyCause.NOT_A_PUBLIC_BASE_URI);
        assertThat(scene.refusal(told("http", "api.example").signed(scene.proof())))
                .isEqualTo(Reason.AUTHORITY_MISMATCH);
        assertThat(scene.refusal(told("https", "api.example").peer("10.0.0.8").signed(scene.proof())))
                .isEqualTo(Reason.PEER_NOT_TRUSTED);
        assertThat(scene.refusal(FakeRequest.get().peer("10.0.0.9").signed(scene.proof())))
                .isEqualTo(Reason.FORWARDING_UNACCEPTABLE);
    }

    @Test
    void aProxyIsNotBelievedWithoutAList() {
        assertThatThrownBy(() -> ExternalAddresses.directExposure().toldBy(proxies()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FakeRequest told(String proto, String host) {
        return FakeRequest.get().peer("10.0.0.9").field("forwarded", "host=" + host + ";proto=" + proto);
    }

    private static TrustedProxies proxies() {
        try {
            return new TrustedProxies(List.of(AddressRange.parse("10.0.0.9")), Mechanism.FORWARDED, 1);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scene scene(String addresses) {
        return Scene.with(builder -> builder.externalAddresses(addresses(addresses)));
    }

    private static ExternalAddresses addresses(String texts) {
        List<ExternalAddress> addresses = new ArrayList<>();
        for (String text : texts.split(" ", -1)) {
            try {
                addresses.add(ExternalAddress.parse(text));
            } catch (MalformedException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return ExternalAddresses.of(addresses);
    }
}
