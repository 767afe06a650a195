// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.FakeServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 8705 section 2.2: the server knows the client by its self-signed certificate. */
class MutualTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final FetchLimits LIMITS = new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 1024);

    @TempDir
    private Path folder;

    @Test
    void int01_showsItsCertificateAndIsRefusedWithoutOne() throws Exception {
        KeyStore store = selfSigned();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLServerSocket listener = (SSLServerSocket) context(store, keys.getKeyManagers())
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(true);
        try (FakeServer server = FakeServer.on(listener, FakeServer.json("{}"))) {
            FetchUri address = new FetchUri(URI.create("https://" + server.authority() + "/"));
            Set<String> json = Set.of("application/json");
            Fetcher known = new Fetcher(LIMITS, context(store, keys.getKeyManagers()));
            assertThat(known.get(address, json).join().body()).hasSize(2);

            for (Fetcher stranger :
                    List.of(new Fetcher(LIMITS, context(store, new KeyManager[0])), new Fetcher(LIMITS))) {
                assertThatThrownBy(() -> stranger.get(address, json).join())
                        .cause()
                        .isInstanceOfSatisfying(
                                FetchException.class,
                                e -> assertThat(e.fault()).isEqualTo(FetchException.Fault.UNREACHABLE));
            }
            assertThat(server.received()).hasSize(1);
        }
    }

    private static SSLContext context(KeyStore store, KeyManager[] keys) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("peer", store.getCertificate("key"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore selfSigned() throws Exception {
        Path file = folder.resolve("key.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
