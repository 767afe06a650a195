// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

/** Where there is nothing to export; what there is to export is compared in the containers. */
class TlsExporterTest {

    @Test
    void isOfThisJvmWhereSessionsHaveTheMethod() {
        assertThat(TlsExporter.isOfThisJvm())
                .isEqualTo(Arrays.stream(ExtendedSSLSession.class.getMethods())
                        .anyMatch(method -> method.getName().equals("exportKeyingMaterialData")));
    }

    @Test
    void saysWhyThereIsNone() throws Exception {
        SSLSession beforeTheHandshake =
                SSLContext.getDefault().createSSLEngine().getSession();

        assertThat(TlsExporter.of(beforeTheHandshake))
                .isEqualTo(new ChannelBinding.Unavailable(
                        TlsExporter.isOfThisJvm()
                                ? "it takes TLS 1.3, and this is NONE"
                                : "JDK " + Runtime.version().feature()
                                        + " has no method to export keying material, JDK 25 has"));
    }
}
