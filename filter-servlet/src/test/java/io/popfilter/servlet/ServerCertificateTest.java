// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.parse.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {

    @TempDir
    private Path folder;

    private Path store = Path.of("");

    @BeforeEach
    void nameTheStore() {
        store = folder.resolve("server.p12");
    }

    @Test
    void theFirstCertificateOfAChainIsTheServers() throws Exception {
        byte[] own = certificate("own", "EC");
        byte[] issuer = certificate("issuer", "EC");
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        chain.writeBytes(own);
        chain.writeBytes(issuer);

        List<X509Certificate> certificates = ServerCertificate.parse(chain.toByteArray());

        assertThat(certificates)
                .singleElement()
                .satisfies(certificate -> assertThat(
                                certificate.getSubjectX500Principal().getName())
                        .isEqualTo("CN=own"));
    }

    @Test
    void refusesWhatBeginsWithSomethingElse() {
        for (String text : List.of("{}", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")) {
            assertThatThrownBy(() -> ServerCertificate.parse(text.getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void refusesACertificateThatNoClientCouldHash() throws Exception {
        byte[] certificate = certificate("own", "Ed25519");

        assertThatThrownBy(() -> ServerCertificate.parse(certificate))
                .isInstanceOfSatisfying(
                        MalformedException.class, e -> assertThat(e.defect()).contains("RFC 5929"));
    }

    private byte[] certificate(String name, String keyAlgorithm) throws IOException, InterruptedException {
        keytool("-genkeypair", "-alias", name, "-keyalg", keyAlgorithm, "-dname", "CN=" + name);
        return keytool("-exportcert", "-rfc", "-alias", name);
    }

    private byte[] keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        Stream.concat(
                                Stream.of(arguments),
                                Stream.of("-keystore", store.toString(), "-storepass", "changeit")))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return said;
    }
}
