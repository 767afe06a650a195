// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.it.tomcat.EmbeddedTomcat;
import io.popfilter.reject.Reason;
import io.popfilter.tls.BindingType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Channel bindings with keys and connectors of Tomcat that are set up in another way than in the other tests. */
@Tag("other-tls-providers")
class TomcatConnectorTest {

    private static final Map<String, String> COMPARING = Map.of(
            "channel-binding", "optional",
            "channel-binding.types", "tls-exporter tls-server-end-point tls-unique");

    private static final TlsKeys RSA = TlsKeys.makeRsa();

    private static EmbeddedTomcat tomcat(TlsProvider provider) {
        return new EmbeddedTomcat().doingTlsWith(provider);
    }

    /** What this provider tells at both ends. */
    private static BindingType ofTheConnection(TlsProvider provider) {
        return provider == TlsProvider.BOUNCY_CASTLE ? BindingType.TLS_UNIQUE : BindingType.TLS_EXPORTER;
    }

    /** Over HTTP/1.1 and HTTP/2: of this connection, of another, of this server, of another. */
    private static void compares(EmbeddedTomcat tomcat, TlsProvider provider, TlsKeys keys) {
        BindingType type = ofTheConnection(provider);
        BindingType endPoint = BindingType.TLS_SERVER_END_POINT;
        String version = type == BindingType.TLS_UNIQUE ? "TLSv1.2" : "TLSv1.3";
        try (Server started = Server.startIn(tomcat, COMPARING)) {
            for (Transport transport : List.of(Transport.HTTPS, Transport.H2)) {
                Server server = started.over(transport);
                try (BoundConnection first =
                                BoundConnection.open(server, provider, TlsClient.believing(provider, keys), version);
                        BoundConnection second = BoundConnection.open(
                                server, provider, TlsClient.believing(provider, keys), version)) {
                    if (provider.tells(type)) {
                        first.lets(first.request(type), type);
                        first.refuses(second.request(type), Reason.CHANNEL_BINDING_MISMATCH);
                    } else {
                        first.refuses(first.madeUp(type), Reason.CHANNEL_BINDING_NOT_COMPARABLE);
                    }
                    first.lets(first.request(endPoint), endPoint);
                    first.refuses(first.madeUp(endPoint), Reason.CHANNEL_BINDING_MISMATCH);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theConnectorOfAsynchronousChannelsTellsTheSame(TlsProvider provider) {
        compares(tomcat(provider).withNio2(), provider, TlsKeys.ofThisProcess());
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfRsaWillDo(TlsProvider provider) {
        EmbeddedTomcat tomcat = tomcat(provider).withKeys(certificate -> {
            certificate.setCertificateKeystoreFile(RSA.store().toString());
            certificate.setCertificateKeystoreType(TlsKeys.TYPE);
            certificate.setCertificateKeystorePassword(TlsKeys.PASSWORD);
        });

        compares(tomcat, provider, RSA);
    }

    @ParameterizedTest
    @EnumSource
    void filesOfTextWillDo(TlsProvider provider, @TempDir Path folder) throws Exception {
        TlsKeys keys = TlsKeys.ofThisProcess();
        Path certificatePem = Files.writeString(folder.resolve("certificate.pem"), keys.certificatePem());
        Path keyPem = Files.writeString(folder.resolve("key.pem"), keys.keyPem());
        EmbeddedTomcat tomcat = tomcat(provider).withKeys(certificate -> {
            certificate.setCertificateFile(certificatePem.toString());
            certificate.setCertificateKeyFile(keyPem.toString());
        });

        compares(tomcat, provider, keys);
    }
}
