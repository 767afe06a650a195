// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and its certificate, for 127.0.0.1, that no CA vouches for. The JDK's keytool makes them: the JDK has no public code that
 * makes certificates.
 *
 * @param store a PKCS #12 file, whose only entry they are
 */
public record TlsKeys(Path store) {

    /** Of {@link #store()} and of the key. */
    public static final String PASSWORD = "changeit";

    /** The format of {@link #store()}. */
    public static final String TYPE = "PKCS12";

    private static final String ALIAS = "own";

    /** Those that every container of this process has. */
    public static TlsKeys ofThisProcess() {
        return Made.KEYS;
    }

    private static final class Made {

        private static final TlsKeys KEYS = make();
    }

    /** New ones; gone when the process ends. */
    static TlsKeys make() {
        TemporaryDirectory directory = TemporaryDirectory.create();
        Runtime.getRuntime().addShutdownHook(new Thread(directory::close));
        Path store = directory.path().resolve("own.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                TYPE,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool fails: " + said);
            }
            return new TlsKeys(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the key and its certificate. */
    public KeyStore keyStore() {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance(TYPE);
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate. */
    X509Certificate certificate() {
        try {
            return (X509Certificate) keyStore().getCertificate(ALIAS);
        } catch (KeyStoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a client that believes this certificate and no other. */
    SSLContext trusting() {
        return trusting(null);
    }

    /** For a server. */
    SSLContext serving() {
        return trustingAndShowing(this);
    }

    /** For such a client with a key of its own. */
    SSLContext trustingAndShowing(TlsKeys own) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own.keyStore(), PASSWORD.toCharArray());
            return trusting(keys.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext trusting(KeyManager[] own) {
        try {
            KeyStore trusted = KeyStore.getInstance(TYPE);
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
