// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.parse.Base64Url;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5929 section 4.1, with certificates of the JDK's keytool. */
class ServerEndPointTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, SHA1withRSA, SHA-256",
        "RSA, 2048, SHA224withRSA, SHA-224",
        "RSA, 2048, SHA256withRSA, SHA-256",
        "RSA, 2048, SHA512withRSA, SHA-512",
        "EC, 384, SHA384withECDSA, SHA-384",
        "EC, 256, SHA1withECDSA, SHA-256"
    })
    void hashesAsTheSignatureOfTheCertificateDoesButNeverWithSha1(
            String keyAlgorithm, int bits, String signatureAlgorithm, String hash) throws Exception {
        X509Certificate certificate =
                certificate(List.of("-keyalg", keyAlgorithm, "-keysize", "" + bits, "-sigalg", signatureAlgorithm));

        assertThat(certificate.getSigAlgName()).isEqualToIgnoringCase(signatureAlgorithm);
        assertThat(ServerEndPoint.of(certificate))
                .isEqualTo(new ChannelBinding.Known(
                        List.of(Base64Url.encode(MessageDigest.getInstance(hash).digest(certificate.getEncoded())))));
    }

    /** Which hash keytool chooses for a length of key differs from JDK to JDK, so the certificate's text is asked. */
    @ParameterizedTest
    @ValueSource(ints = {2048, 4096})
    void hashesAsTheParametersOfPssSay(int bits) throws Exception {
        X509Certificate certificate =
                certificate(List.of("-keyalg", "RSASSA-PSS", "-keysize", "" + bits, "-sigalg", "RSASSA-PSS"));
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        parameters.init(certificate.getSigAlgParams());
        Matcher hash = Pattern.compile("hashAlgorithm=(SHA-(?:256|384|512)),").matcher(parameters.toString());

        assertThat(hash.find()).as(parameters.toString()).isTrue();
        assertThat(ServerEndPoint.of(certificate))
                .isEqualTo(new ChannelBinding.Known(List.of(Base64Url.encode(
                        MessageDigest.getInstance(hash.group(1)).digest(certificate.getEncoded())))));
    }

    @ParameterizedTest
    @CsvSource({"Ed25519", "Ed448"})
    void aSignatureWithoutAHashOfItsOwnHasNone(String algorithm) throws Exception {
        X509Certificate certificate = certificate(List.of("-keyalg", algorithm));

        assertThat(ServerEndPoint.of(certificate))
                .isInstanceOfSatisfying(
                        ChannelBinding.Unavailable.class,
                        unavailable -> assertThat(unavailable.why())
                                .startsWith("RFC 5929 defines no hash for certificates signed with Ed"));
    }

    private X509Certificate certificate(List<String> options) throws Exception {
        Path file = folder.resolve("server.p12");
        ProcessBuilder keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-dname",
                "CN=api.example",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD);
        keytool.command().addAll(options);
        Process process = keytool.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return (X509Certificate) store.getCertificate(store.aliases().nextElement());
    }
}
