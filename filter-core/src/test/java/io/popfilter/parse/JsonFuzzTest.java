// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonFuzzTest {

    @MethodSource("seeds")
    @FuzzTest
    void failsInOneWayAndAcceptsNothingThatAnotherParserRefuses(byte[] octets) {
        JsonObject object;
        try {
            object = Json.object(octets);
        } catch (MalformedException e) {
            assertThat(e.defect()).isNotBlank().matches("[ -~]+");
            return;
        }
        assertThatCode(() -> assertThat(
                                JSONObjectUtils.parse(new String(octets, UTF_8)).keySet())
                        .containsExactlyInAnyOrderElementsOf(object.names()))
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> seeds() {
        return Stream.of(JsonTest.ACCEPTED, JsonTest.REFUSED)
                .flatMap(Stream::of)
                .map(text -> Arguments.of((Object) text.getBytes(UTF_8)));
    }
}
