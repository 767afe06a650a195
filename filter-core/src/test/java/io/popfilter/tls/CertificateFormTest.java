// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import static io.popfilter.fixture.ClientCertificate.BASE64;
import static io.popfilter.fixture.ClientCertificate.BYTE_SEQUENCE;
import static io.popfilter.fixture.ClientCertificate.PEM_PERCENT_CODED;
import static io.popfilter.fixture.ClientCertificate.PEM_WITH_BLANKS;
import static io.popfilter.fixture.ClientCertificate.THUMBPRINT;
import static io.popfilter.fixture.ClientCertificate.percentCoded;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.popfilter.parse.MalformedException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFormTest {

    private static final byte[] DER = Base64.getDecoder().decode(BASE64);

    @Test
    void readsWhatProxiesWrite() throws MalformedException {
        assertThat(CertificateForm.RFC9440.thumbprint(BYTE_SEQUENCE).value()).isEqualTo(THUMBPRINT);
        assertThat(CertificateForm.PEM.thumbprint(PEM_PERCENT_CODED).value()).isEqualTo(THUMBPRINT);
        assertThat(CertificateForm.PEM.thumbprint(PEM_WITH_BLANKS).value()).isEqualTo(THUMBPRINT);
        assertThat(CertificateForm.PEM.thumbprint(PEM_WITH_BLANKS + " ").value())
                .isEqualTo(THUMBPRINT);
    }

    @Test
    void readsEachFormUnderItsNameOnly() {
        assertMalformed(CertificateForm.RFC9440, PEM_PERCENT_CODED);
        assertMalformed(CertificateForm.RFC9440, PEM_WITH_BLANKS);
        assertMalformed(CertificateForm.PEM, BYTE_SEQUENCE);
    }

    static Stream<String> notOneByteSequence() {
        String inside = BYTE_SEQUENCE.substring(1, BYTE_SEQUENCE.length() - 1);
        return Stream.of(
                "",
                ":",
                "::",
                inside,
                ":" + inside,
                inside + ":",
                " " + BYTE_SEQUENCE,
                BYTE_SEQUENCE + " ",
                BYTE_SEQUENCE + ";a=1",
                BYTE_SEQUENCE + ", " + BYTE_SEQUENCE,
                BYTE_SEQUENCE + "," + BYTE_SEQUENCE,
                BYTE_SEQUENCE + BYTE_SEQUENCE,
                ":" + inside.replace("=", "") + ":",
                ":" + inside.replace('+', '-').replace('/', '_') + ":",
                ":" + inside.replace("hk=", "hl=") + ":",
                ":" + inside.substring(0, 64) + "\n" + inside.substring(64) + ":",
                "\"" + inside + "\"");
    }

    @ParameterizedTest
    @MethodSource("notOneByteSequence")
    void refusesWhatIsNotOneByteSequence(String line) {
        assertMalformed(CertificateForm.RFC9440, line);
    }

    static Stream<String> notOneCertificateInPem() {
        return Stream.of(
                "",
                "-----BEGIN CERTIFICATE----- -----END CERTIFICATE-----",
                PEM_WITH_BLANKS.substring(1),
                PEM_WITH_BLANKS + "  ",
                " " + PEM_WITH_BLANKS,
                PEM_WITH_BLANKS + " " + PEM_WITH_BLANKS,
                PEM_WITH_BLANKS + "," + PEM_WITH_BLANKS,
                PEM_WITH_BLANKS.replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
                PEM_WITH_BLANKS.replace("BEGIN CERTIFICATE----- ", "BEGIN CERTIFICATE-----  "),
                PEM_WITH_BLANKS.replace("BEGIN CERTIFICATE----- ", "BEGIN CERTIFICATE-----"),
                PEM_WITH_BLANKS.replace(" -----END", "  -----END"),
                PEM_WITH_BLANKS.replace("= ", " "),
                PEM_WITH_BLANKS.replace(" ", "\t"),
                PEM_WITH_BLANKS.replace("hk=", "hl="),
                PEM_PERCENT_CODED + PEM_PERCENT_CODED,
                PEM_PERCENT_CODED + "%",
                PEM_PERCENT_CODED + "%2",
                PEM_PERCENT_CODED + "%0a%0a",
                PEM_PERCENT_CODED + " ",
                PEM_PERCENT_CODED.replace("%20", " "),
                PEM_PERCENT_CODED.replace("%20", "+"),
                PEM_PERCENT_CODED.replace("%2F", "/"),
                PEM_PERCENT_CODED.replace("%3D", "%3G"),
                PEM_PERCENT_CODED.replace("%3D", "%\u0663D"),
                PEM_PERCENT_CODED.replace("%0A", "%0D%0A"),
                percentCoded(PEM_PERCENT_CODED));
    }

    @ParameterizedTest
    @MethodSource("notOneCertificateInPem")
    void refusesWhatIsNotOneCertificateInPem(String line) {
        assertMalformed(CertificateForm.PEM, line);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 30, 100, 427})
    void refusesACertificateThatIsCutOff(int length) {
        assertMalformed(CertificateForm.RFC9440, byteSequence(Arrays.copyOf(DER, length)));
    }

    @Test
    void refusesAnythingBehindTheCertificate() {
        byte[] twice = Arrays.copyOf(DER, 2 * DER.length);
        System.arraycopy(DER, 0, twice, DER.length, DER.length);

        assertMalformed(CertificateForm.RFC9440, byteSequence(Arrays.copyOf(DER, DER.length + 1)));
        assertMalformed(CertificateForm.RFC9440, byteSequence(twice));
    }

    @Test
    void refusesOctetsThatAreNoCertificateInDer() {
        byte[] otherTag = DER.clone();
        otherTag[4] = 0x31;
        byte[] pem = ("-----BEGIN CERTIFICATE-----\n" + BASE64 + "\n-----END CERTIFICATE-----\n").getBytes(US_ASCII);
        byte[] indefinite = Arrays.copyOf(DER, DER.length + 2); // X.690 section 8.1.3.6, which DER does not have
        System.arraycopy(DER, 4, indefinite, 2, DER.length - 4);
        indefinite[1] = (byte) 0x80;
        indefinite[DER.length - 2] = 0;
        indefinite[DER.length - 1] = 0;

        for (byte[] octets : List.of(otherTag, pem, Arrays.copyOf(indefinite, DER.length), new byte[32])) {
            assertMalformed(CertificateForm.RFC9440, byteSequence(octets));
        }
    }

    @Test
    void refusesWhatIsTooLongBeforeReadingIt() {
        assertThat(defect(CertificateForm.RFC9440, ":" + "A".repeat(16 * 1024) + ":"))
                .isEqualTo("longer than 16384 characters");
        assertThat(defect(CertificateForm.RFC9440, byteSequence(new byte[8 * 1024 + 1])))
                .isEqualTo("a certificate of more than 8192 octets");
    }

    private static String byteSequence(byte[] octets) {
        return ":" + Base64.getEncoder().encodeToString(octets) + ":";
    }

    private static void assertMalformed(CertificateForm form, String line) {
        assertThat(defect(form, line)).isNotBlank();
    }

    private static String defect(CertificateForm form, String line) {
        return assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> form.thumbprint(line))
                .actual()
                .defect();
    }
}
