// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;

/** Keying material of a TLS connection, {@code tls-exporter} (RFC 9266 section 4). Either end of the connection gets the same. */
public final class TlsExporter {

    /** How many octets there are. */
    public static final int LENGTH = 32;

    /**
     * The only version that is used, by the name that sessions give it. With TLS 1.2 the keying material is not always that of
     * one connection (RFC 9266 section 4.2), and in JDK 25 those that resume a session get each other's.
     */
    public static final String VERSION = "TLSv1.3";

    private static final String LABEL = "EXPORTER-Channel-Binding";
    private static final byte[] NO_CONTEXT = {}; // RFC 9266 section 2: of length zero
    private static final Optional<MethodHandle> METHOD = find();

    private TlsExporter() {}

    /** Since JDK 25; we are compiled for 17. */
    private static Optional<MethodHandle> find() {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(
                            ExtendedSSLSession.class,
                            "exportKeyingMaterialData",
                            MethodType.methodType(byte[].class, String.class, byte[].class, int.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }

    /** Whether this JVM has a method for it, which its own TLS provider then fulfils. */
    public static boolean isOfThisJvm() {
        return METHOD.isPresent();
    }

    /** The value for the connection of this session, asked for anew each time; unavailable for many a reason. */
    public static ChannelBinding of(SSLSession session) {
        if (METHOD.isEmpty()) {
            return new ChannelBinding.Unavailable(
                    "JDK " + Runtime.version().feature() + " has no method to export keying material, JDK 25 has");
        }
        if (!session.getProtocol().equals(VERSION)) {
            return new ChannelBinding.Unavailable("it takes TLS 1.3, and this is " + session.getProtocol());
        }
        if (!(session instanceof ExtendedSSLSession extended)) {
            return new ChannelBinding.Unavailable("the TLS provider has no exporter");
        }
        return export(METHOD.get(), extended);
    }

    private static ChannelBinding export(MethodHandle method, ExtendedSSLSession session) {
        try {
            byte[] material = (byte[]) method.invokeExact(session, LABEL, NO_CONTEXT, LENGTH);
            return ChannelBinding.of(material);
        } catch (UnsupportedOperationException e) {
            return new ChannelBinding.Unavailable("the TLS provider has no exporter");
        } catch (SSLKeyException e) {
            return new ChannelBinding.Unavailable("the TLS provider has no key to export from");
        } catch (IllegalStateException e) {
            return new ChannelBinding.Unavailable("the TLS provider exports nothing before the handshake is over");
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the method declares none but SSLKeyException
        }
    }
}
