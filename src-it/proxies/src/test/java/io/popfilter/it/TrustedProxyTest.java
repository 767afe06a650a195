// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real proxies say which of several public base URIs a client used, and clients try to say it in their place. */
@ParameterizedClass(name = "{0} in front of {1}")
@MethodSource("combinations")
class TrustedProxyTest {

    private static ProxiedServer server;

    private final ForwardingTable table;
    private final Backend backend;

    TrustedProxyTest(ForwardingTable table, Backend backend) {
        this.table = table;
        this.backend = backend;
    }

    static List<Arguments> combinations() {
        List<Arguments> combinations = new ArrayList<>();
        for (ForwardingTable table : ForwardingTable.all()) {
            for (Backend backend : Backend.values()) {
                combinations.add(Arguments.of(table, backend));
            }
        }
        return combinations;
    }

    @BeforeParameterizedClassInvocation
    static void start(ForwardingTable table, Backend backend) {
        server = ProxiedServer.start(table.configurations(), table.outermost().sockets(), backend, table.settings());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @TestFactory
    Stream<DynamicTest> does() {
        return table.rows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> expect(row)));
    }

    private void expect(ForwardingTable.Row row) {
        String outcome = server.outcome(row.request(), row.signedFor());

        assertThat(outcome)
                .as(() -> row.request().place() + "\n" + server.report())
                .isEqualTo(row.request().outcome(backend));
    }
}
