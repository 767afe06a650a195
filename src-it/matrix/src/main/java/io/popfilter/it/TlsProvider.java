// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.tls.BindingType;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.TlsExporter;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.conscrypt.Conscrypt;

/** Who does TLS, at either end of a connection. */
public enum TlsProvider {
    /** What a JDK comes with. */
    JDK,
    /** BoringSSL, in Java's clothes. */
    CONSCRYPT,
    /** TLS in Java, of the Legion of the Bouncy Castle. */
    BOUNCY_CASTLE;

    private static final String LABEL = "EXPORTER-Channel-Binding"; // RFC 9266 section 4

    private static final Provider OF_THE_JDK = Security.getProvider("SunJSSE");
    private static final Provider OF_CONSCRYPT = Conscrypt.newProvider();
    private static final Provider OF_BOUNCY_CASTLE = new BouncyCastleJsseProvider(new BouncyCastleProvider());

    /** The provider; nobody has to register it. */
    public Provider provider() {
        return switch (this) {
            case JDK -> OF_THE_JDK;
            case CONSCRYPT -> OF_CONSCRYPT;
            case BOUNCY_CASTLE -> OF_BOUNCY_CASTLE;
        };
    }

    /** With no session so far. */
    SSLContext context(KeyManager[] own, TrustManager[] trusted) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", provider());
        context.init(own, trusted, null);
        return context;
    }

    KeyManager[] keyManagers(KeyStore keys, char[] password) throws GeneralSecurityException {
        // BouncyCastle asks for keys by names that only its own factory knows
        KeyManagerFactory factory = this == BOUNCY_CASTLE
                ? KeyManagerFactory.getInstance("PKIX", provider())
                : KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        return factory.getKeyManagers();
    }

    /** Whether it tells a client of these bindings, in this JVM. */
    boolean tells(BindingType type) {
        return switch (type) {
            case TLS_EXPORTER -> this == CONSCRYPT || (this == JDK && TlsExporter.isOfThisJvm());
            case TLS_UNIQUE -> this != JDK;
            case TLS_SERVER_END_POINT -> false; // the certificate does
        };
    }

    /** What the client's end of this connection, which is one of this provider, says itself. */
    byte[] binding(BindingType type, SSLSocket socket) {
        if (!tells(type)) {
            throw new IllegalArgumentException(this + " does not tell of " + type);
        }
        return switch (this) {
            case JDK -> exported(socket);
            case CONSCRYPT -> type == BindingType.TLS_UNIQUE ? Conscrypt.getTlsUnique(socket) : conscrypted(socket);
            case BOUNCY_CASTLE -> ((BCSSLSocket) socket).getConnection().getChannelBinding(type.toString());
        };
    }

    private static byte[] exported(SSLSocket socket) {
        ChannelBinding.Known known = (ChannelBinding.Known) TlsExporter.of(socket.getSession());
        return Base64.getUrlDecoder().decode(known.values().get(0));
    }

    /** Also with TLS 1.2, where it is none that counts. */
    private static byte[] conscrypted(SSLSocket socket) {
        try {
            return Conscrypt.exportKeyingMaterial(socket, LABEL, new byte[0], TlsExporter.LENGTH);
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
