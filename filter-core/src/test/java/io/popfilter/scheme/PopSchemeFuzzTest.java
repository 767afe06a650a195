// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Rejection;
import io.popfilter.reject.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PopSchemeFuzzTest {

    private static final Schemes SCHEMES =
            Schemes.of(List.of(SchemeName.POP), EnumSet.allOf(SignatureAlgorithm.class), new Digests());

    @MethodSource("lines")
    @FuzzTest
    void anyLineIsReadOrRefused(String line) {
        read(String.valueOf(line));
    }

    @MethodSource("payloads")
    @FuzzTest
    void anyPayloadIsReadOrRefused(String payload) {
        String header = Bytes.base64url("{\"typ\":\"pop\",\"alg\":\"ES256\"}");
        read("PoP " + header + "." + Bytes.base64url(String.valueOf(payload)) + ".AA");
    }

    private static void read(String line) {
        try {
            Authenticator authenticator =
                    (Authenticator) SCHEMES.read(FakeRequest.get().authorization(line));
            assertThat(authenticator.id()).isNotBlank().hasSizeLessThan(600);
            assertThat(authenticator.token()).isNotNull();
        } catch (Rejection e) {
            assertThat(e.reason().stage()).isEqualTo(Stage.PARSE);
            assertThat(e.reason().error().status()).isBetween(400, 401);
        }
    }

    static Stream<String> lines() {
        return Stream.of("", " ", "PoP", "PoP a.b.c", "Bearer x", "PoP ..", "PoP e30.e30.", "PoP " + proof().compact());
    }

    static Stream<String> payloads() {
        String good = proof().payloadJson();
        return Stream.of(
                good,
                "{}",
                "[]",
                "",
                "{\"at\":\"x\",\"ts\":1}",
                "{\"at\":\"x\",\"ts\":1,\"q\":[[],\"\"],\"h\":[[],\"\"]}",
                good.replace("\"m\"", "\"cb\""),
                good.replace("\"jti\"", "\"nonce\""),
                good.replace(":\"GET\"", ":null"),
                "{\"at\":\"x\",\"ts\":1,\"cnf\":{\"jwk\":{}}}");
    }

    private static Proof proof() {
        return Proof.of("token", Scene.CLIENT);
    }
}
