// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.TlsExporter;
import org.junit.jupiter.api.Test;

class ConnectionCostTest {

    @Test
    void measuresAConnectionThatHasWhatIsMeasured() throws Exception {
        ConnectionCost cost = new ConnectionCost();
        cost.setUp();

        assertThat(cost.exporter() instanceof ChannelBinding.Known).isEqualTo(TlsExporter.isOfThisJvm());
        assertThat(cost.endPoint()).isInstanceOf(ChannelBinding.Known.class);
        assertThat(cost.thumbprint().value()).hasSize(43);
    }
}
