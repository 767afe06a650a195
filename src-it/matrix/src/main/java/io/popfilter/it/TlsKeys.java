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
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
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

    /** New ones for ECDSA; gone when the process ends. */
    static TlsKeys make() {
        return make("EC", "-groupname", "secp256r1");
    }

    /** The same for RSA. */
    static TlsKeys makeRsa() {
        return make("RSA", "-keysize", "2048");
    }

    private static TlsKeys make(String algorithm, String sizeOption, String size) {
        TemporaryDirectory directory = TemporaryDirectory.create();
        Runtime.getRuntime().addShutdownHook(new Thread(directory::close));
        Path store = directory.path().resolve("own.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                algorithm,
                sizeOption,
                size,
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

    /** The certificate as text (RFC 7468 section 5). */
    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key as text (RFC 7468 section 10). */
    String keyPem() {
        try {
            return pem(
                    "PRIVATE KEY",
                    keyStore().getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] octets) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /** For a client that believes this certificate and no other. */
    SSLContext trusting(TlsProvider provider) {
        return trusting(provider, null);
    }

    /** For a server. */
    SSLContext serving() {
        return trustingAndShowing(TlsProvider.JDK, this);
    }

    /** For such a client with a key of its own. */
    SSLContext trustingAndShowing(TlsProvider provider, TlsKeys own) {
        try {
            return trusting(provider, provider.keyManagers(own.keyStore(), PASSWORD.toCharArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext trusting(TlsProvider provider, KeyManager[] own) {
        try {
            KeyStore trusted = KeyStore.getInstance(TYPE);
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return provider.context(own, trust.getTrustManagers());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
