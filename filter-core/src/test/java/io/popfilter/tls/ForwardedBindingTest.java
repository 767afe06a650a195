// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.parse.MalformedException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedBindingTest {

    @Test
    void readsAByteSequence() throws MalformedException {
        assertThat(ForwardedBinding.read(BindingType.TLS_EXPORTER, ":/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo=:"))
                .isEqualTo(new ChannelBinding.Known(List.of("_uG-8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo")));
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_EXPORTER, 32",
        "TLS_SERVER_END_POINT, 28",
        "TLS_SERVER_END_POINT, 32",
        "TLS_SERVER_END_POINT, 48",
        "TLS_SERVER_END_POINT, 64",
        "TLS_UNIQUE, 12"
    })
    void takesTheLengthsThatATypeHas(BindingType type, int length) throws MalformedException {
        assertThat(ForwardedBinding.read(type, byteSequence(length))).isEqualTo(ChannelBinding.of(new byte[length]));
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_EXPORTER, 0",
        "TLS_EXPORTER, 31",
        "TLS_EXPORTER, 33",
        "TLS_EXPORTER, 48",
        "TLS_SERVER_END_POINT, 0",
        "TLS_SERVER_END_POINT, 20",
        "TLS_SERVER_END_POINT, 63",
        "TLS_UNIQUE, 0",
        "TLS_UNIQUE, 32",
        "TLS_UNIQUE, 48",
        "TLS_SERVER_END_POINT, 4096"
    })
    void refusesAnyOtherLength(BindingType type, int length) {
        assertMalformed(type, byteSequence(length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo=",
                ":/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo:",
                ":/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITup=:",
                ":_uG-8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo=:",
                ":/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo=:;a",
                " :/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo=:",
                ":/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo=:, :/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo=:",
                "fee1bef07b1fc921c591758f1bcb62c9f6f4564831c739f595c8f41299884eea"
            })
    void refusesWhatIsNotOneByteSequence(String line) {
        assertMalformed(BindingType.TLS_EXPORTER, line);
    }

    private static String byteSequence(int length) {
        return ":" + Base64.getEncoder().encodeToString(new byte[length]) + ":";
    }

    private static void assertMalformed(BindingType type, String line) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ForwardedBinding.read(type, line));
    }
}
