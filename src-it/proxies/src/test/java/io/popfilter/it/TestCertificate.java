// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate, made with the JDK's keytool, and clients that trust it alone. */
final class TestCertificate {

    private static final String ALIAS = "key";
    private static final String PASSWORD = "changeit";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** The one of every proxy, for 127.0.0.1. */
    static final TestCertificate ONLY = make("localhost");

    private final KeyStore store;

    private TestCertificate(KeyStore store) {
        this.store = store;
    }

    /** A new one. */
    static TestCertificate make(String commonName) {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            Path file = directory.path().resolve("key.p12");
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process process = new ProcessBuilder(
                            keytool,
                            "-genkeypair",
                            "-alias",
                            ALIAS,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=" + commonName,
                            "-ext",
                            "san=ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            return new TestCertificate(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As certificate.pem and key.pem, and as server.pem, which is both. */
    void writeTo(Path directory) throws IOException {
        Files.writeString(directory.resolve("key.pem"), keyInPem());
        Files.writeString(directory.resolve("certificate.pem"), inPem());
        writeWithKeyTo(directory.resolve("server.pem"));
    }

    /** Certificate and key in one file. */
    void writeWithKeyTo(Path file) throws IOException {
        Files.writeString(file, inPem() + keyInPem());
    }

    String inPem() {
        return pem("CERTIFICATE", der());
    }

    /** That of every container, in PEM. */
    static String ofContainersInPem() {
        try {
            return pem("CERTIFICATE", ofContainers().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate ofContainers() {
        KeyStore containers = TlsKeys.ofThisProcess().keyStore();
        try {
            return (X509Certificate)
                    containers.getCertificate(containers.aliases().nextElement());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String keyInPem() {
        return pem("PRIVATE KEY", privateKey().getEncoded());
    }

    byte[] der() {
        try {
            return certificate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate certificate() {
        try {
            return (X509Certificate) store.getCertificate(ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PrivateKey privateKey() {
        try {
            return (PrivateKey) store.getKey(ALIAS, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 8705 section 3.1. */
    String thumbprint() {
        return Proof.sha256(der());
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    /** For a client that speaks TLS with whoever has this certificate. */
    SocketFactory sockets() {
        return sockets(new KeyManager[0], certificate());
    }

    /** The same, for one that has a certificate of its own. */
    SocketFactory sockets(TestCertificate own) {
        return sockets(own.asKeys(), certificate());
    }

    /** For a client with this certificate that speaks TLS with containers. */
    SocketFactory socketsToContainers() {
        return sockets(asKeys(), ofContainers());
    }

    private KeyManager[] asKeys() {
        return new KeyManager[] {new OnlyKey(certificate(), privateKey())};
    }

    private static SocketFactory sockets(KeyManager[] keys, X509Certificate peer) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("peer", peer);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
