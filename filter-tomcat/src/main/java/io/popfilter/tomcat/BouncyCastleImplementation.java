// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 and 1.3 of BouncyCastle, of which the filter can ask {@code tls-unique} with TLS 1.2, and no {@code tls-exporter}. For
 * {@code sslImplementationName} of a connector; takes {@code bctls} and what belongs to it beside this jar.
 */
public final class BouncyCastleImplementation extends ProviderImplementation {

    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA");
    private static final String ALIAS = "server";
    private static final char[] IN_MEMORY = {};

    private final Provider provider;

    /** For Tomcat. */
    public BouncyCastleImplementation() {
        this(new BouncyCastleJsseProvider(new BouncyCastleProvider()));
    }

    private BouncyCastleImplementation(Provider provider) {
        super(provider);
        this.provider = provider;
    }

    @Override
    Function<String, byte @Nullable []> bindings(SSLEngine engine) {
        return new BouncyCastleBindings(engine);
    }

    /** BouncyCastle asks for keys by names that only its own factory knows. */
    @Override
    KeyManager[] keyManagers(KeyManager[] ofTomcat) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        X509KeyManager keys = (X509KeyManager) ofTomcat[0];
        String alias = KEY_TYPES.stream()
                .map(type -> keys.chooseServerAlias(type, null, null))
                .filter(Objects::nonNull)
                .findFirst() // Tomcat leaves one key for each certificate
                .orElseThrow(() -> new GeneralSecurityException("no key of a type among " + KEY_TYPES));
        store.setKeyEntry(ALIAS, keys.getPrivateKey(alias), IN_MEMORY, keys.getCertificateChain(alias));
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX", provider);
        own.init(store, IN_MEMORY);
        return own.getKeyManagers();
    }
}
