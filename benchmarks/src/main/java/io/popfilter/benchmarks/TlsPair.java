// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * The two ends of a TLS 1.3 connection within this process.
 *
 * @param server the session of the end that has a certificate
 * @param client the session of the other
 */
record TlsPair(SSLSession server, SSLSession client) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    static TlsPair open() throws Exception {
        SSLContext context = context();
        try (SSLServerSocket listening = (SSLServerSocket)
                        context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SSLSocket client = (SSLSocket) context.getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
            CompletableFuture<SSLSession> accepted = CompletableFuture.supplyAsync(() -> accept(listening));
            client.startHandshake();
            return new TlsPair(accepted.join(), client.getSession());
        }
    }

    private static SSLSession accept(SSLServerSocket listening) {
        try (SSLSocket server = (SSLSocket) listening.accept()) {
            server.startHandshake();
            return server.getSession();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context() throws Exception {
        KeyStore keys = keys();
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    /** An EC key and its certificate, which names itself as issuer. */
    private static KeyStore keys() throws Exception {
        Path directory = Files.createTempDirectory("popfilter-benchmarks");
        Path file = directory.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool fails: " + said);
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            return keys;
        } finally {
            Files.delete(file);
            Files.delete(directory);
        }
    }
}
