// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.popfilter.fixture.ClientCertificate;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.MalformedException;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardedFuzzTest {

    @MethodSource("lines")
    @FuzzTest
    void anyLineIsOneCertificateOrRefused(String line) {
        for (CertificateForm form : CertificateForm.values()) {
            try {
                assertThat(form.thumbprint(String.valueOf(line)).value()).hasSize(43);
            } catch (MalformedException e) {
                assertThat(e.defect()).isNotBlank().matches("[ -~]+");
            }
        }
    }

    @MethodSource("certificates")
    @FuzzTest
    void anyOctetsAreOneCertificateOrRefused(byte[] octets) {
        String line = ":" + Base64.getEncoder().encodeToString(octets) + ":";
        try {
            assertThat(CertificateForm.RFC9440.thumbprint(line)).isEqualTo(CertificateThumbprint.of(octets));
        } catch (MalformedException e) {
            assertThat(e.defect()).isNotBlank().matches("[ -~]+");
        }
    }

    @MethodSource("lines")
    @FuzzTest
    void anyLineIsOneBindingOrRefused(String line) throws MalformedException {
        for (BindingType type : BindingType.values()) {
            ChannelBinding binding;
            try {
                binding = ForwardedBinding.read(type, String.valueOf(line));
            } catch (MalformedException e) {
                assertThat(e.defect()).isNotBlank().matches("[ -~]+");
                continue;
            }
            byte[] octets =
                    Base64Url.decode(((ChannelBinding.Known) binding).values().get(0));
            assertThat(line).isEqualTo(":" + Base64.getEncoder().encodeToString(octets) + ":");
        }
    }

    static Stream<String> lines() {
        return Stream.of(
                "",
                ":",
                "%",
                ":AAAAAAAAAAAAAAAA:",
                ":/uG+8HsfySHFkXWPG8tiyfb0Vkgxxzn1lcj0EpmITuo=:",
                ClientCertificate.BYTE_SEQUENCE,
                ClientCertificate.PEM_WITH_BLANKS,
                ClientCertificate.PEM_PERCENT_CODED);
    }

    static Stream<Arguments> certificates() {
        byte[] der = Base64.getDecoder().decode(ClientCertificate.BASE64);
        return Stream.of(new byte[0], new byte[] {0x30, 0}, der).map(octets -> Arguments.of((Object) octets));
    }
}
