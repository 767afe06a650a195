// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Signing;
import io.popfilter.reject.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows V-37 to V-39, as far as they show without a container: the body, the method of both schemes, the address and the path
 * of signed requests.
 */
class RequestSecurityCasesTest {

    private final Scene scene = Signing.scene();

    // ---- V-37 ----

    @Test
    void v37_theBodyThatIsReadIsTheOneThatWasSigned() {
        assertThat(scene.refusal(
                        FakeRequest.post().body("x").signed(scene.proof().post(""))))
                .isEqualTo(Reason.BODY_MISMATCH);
        assertThat(scene.refusal(FakeRequest.post().signed(scene.proof().post("x"))))
                .isEqualTo(Reason.BODY_MISMATCH);
        scene.accept(FakeRequest.post()
                .body(-1, Bodies.after(() -> {}, "x"))
                .signed(scene.proof().post("x")));
        scene.accept(FakeRequest.post()
                .body(0, Bodies.after(() -> {}, "x"))
                .signed(scene.proof().post("x")));
        assertThat(scene.refusal(FakeRequest.post()
                        .body(-1, Bodies.endless())
                        .signed(scene.proof().post(""))))
                .isEqualTo(Reason.BODY_TOO_LARGE);
        assertThat(scene.refusal(FakeRequest.post()
                        .body((1L << 20) + 1, Bodies.broken(RequestSecurityCasesTest::connectionLost))
                        .signed(scene.proof().post(""))))
                .isEqualTo(Reason.BODY_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16384, 16385, 1 << 20})
    void v37_bodiesOfAnySizeUpToTheLimitPass(int octets) {
        String body = "x".repeat(octets);
        scene.accept(FakeRequest.post().body(body).signed(scene.proof().post(body)));
        scene.accept(FakeRequest.post()
                .body(-1, new ByteArrayInputStream(Bytes.utf8(body)))
                .signed(scene.proof().post(body)));
    }

    // ---- V-38 ----

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "GET ", "", "G3T", "-GET", "GET-", "A--B", "G\u00CBT", "GET\n", "X_Y"})
    void v38_aMethodThatProxiesCouldChangeIsRefused(String method) {
        for (Signing signing : Signing.values()) {
            FakeRequest request = FakeRequest.get().method(method);
            assertThat(scene.refusal(signing.proof().method(method).on(request)))
                    .as("%s", signing)
                    .isEqualTo(Reason.METHOD_UNACCEPTABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUERY", "PROPFIND", "VERSION-CONTROL", "M-SEARCH", "X"})
    void v38_anyMethodInUpperCaseLettersPasses(String method) {
        for (Signing signing : Signing.values()) {
            scene.accept(signing.proof().method(method).on(FakeRequest.get().method(method)));
            assertThat(scene.refusal(signing.proof().on(FakeRequest.get().method(method))))
                    .as("%s", signing)
                    .isEqualTo(Reason.METHOD_MISMATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "GET ", " GET", "GE", "GETS", "HEAD", "POST", "*", "GET\u0000"})
    void v38_theSignedMethodIsComparedAsItStands(String method) {
        for (Signing signing : Signing.values()) {
            assertThat(scene.refusal(signing.proof().method(method).on(FakeRequest.get())))
                    .as("%s", signing)
                    .isEqualTo(Reason.METHOD_MISMATCH);
        }
    }

    // ---- V-39 ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@api.example",
                "api.example.",
                "api.example:",
                "api.example:0443",
                "api.example:0",
                "api.example:80",
                "api.example:65979",
                "[api.example]",
                "https://api.example",
                "api.example/",
                "api.example,x",
                "api.ex\u00E4mple",
                "",
                " api.example",
                "api.example:443:443",
                "xn--api.example",
                "evil.example",
                ".api.example",
                "api..example"
            })
    void v39_anAuthorityThatIsNotExactlyOursIsRefused(String authority) {
        assertThat(scene.refusal(scene.proof().member("u", authority))).isEqualTo(Reason.AUTHORITY_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example", "API.example", "api.example:443", "API.EXAMPLE:443"})
    void v39_otherSpellingsOfOurAuthorityPass(String authority) {
        scene.accept(scene.proof().member("u", authority));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders//7",
                "/orders/./7",
                "/x/../orders/7",
                "/orders/%2e/7",
                "/orders;x/7",
                "/orders%2F7",
                "/orders/7/",
                "/ORDERS/7",
                "orders/7",
                "/orders/7?view=full",
                "/orders/7#x",
                "",
                "/",
                "/orders/%207",
                "/orders/%zz7"
            })
    void v39_aPathThatIsNotOursIsRefused(String path) {
        assertThat(scene.refusal(scene.proof().member("p", path))).isEqualTo(Reason.PATH_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/%37", "/%6frders/7", "/%6Frders/7"})
    void v39_otherSpellingsOfOurPathPass(String path) {
        scene.accept(scene.proof().member("p", path));
        scene.accept(FakeRequest.get().path(path).signed(scene.proof()));
    }

    // ---- how ----

    private static void connectionLost() throws IOException {
        throw new IOException("gone");
    }
}
