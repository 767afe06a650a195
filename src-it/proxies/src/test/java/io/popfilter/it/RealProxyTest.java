// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of each table, through real proxies, with public-base-uri configured. */
@ParameterizedClass(name = "{0} in front of {1}")
@MethodSource("combinations")
class RealProxyTest {

    /** Requests that can be signed and that no client should send through proxies. */
    private static final Set<String> NOT_FOR_PROXIES = Set.of(
            "POST /p | - | - | json trailer",
            "GET /p | - | - | json",
            "GET /p | - | - | json chunked",
            "GET /p | X-Order: 1 | Connection: X-Order | -",
            "GET /p | - | Connection: Authorization | -");

    private static ProxiedServer server;

    private final Proxied proxied;
    private final Backend backend;

    RealProxyTest(Proxied proxied, Backend backend) {
        this.proxied = proxied;
        this.backend = backend;
    }

    static List<Arguments> combinations() {
        List<Arguments> combinations = new ArrayList<>();
        for (Proxied proxied : Proxied.values()) {
            for (Backend backend : Backend.values()) {
                combinations.add(Arguments.of(proxied, backend));
            }
        }
        return combinations;
    }

    @BeforeParameterizedClassInvocation
    static void start(Proxied proxied, Backend backend) {
        server = ProxiedServer.start(proxied, backend, Map.of("public-base-uri", proxied.publicBaseUri()));
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
        return Expectations.of(proxied).stream()
                .map(row -> DynamicTest.dynamicTest(row.request() + " " + row.outcome(backend), () -> expect(row)));
    }

    private void expect(Expectation row) {
        String outcome = server.outcome(row, proxied.publicBaseUri());

        assertThat(outcome).as(() -> row.place() + "\n" + server.report()).isEqualTo(row.outcome(backend));
    }

    /** Whatever our signer signs and the container takes. */
    @Test
    void handsOnEveryHonestRequestWhenItIsSetUpWell() {
        List<Expectation> direct = Expectations.of(Proxied.DIRECT);
        List<Expectation> rows = Expectations.of(proxied);
        List<String> lost = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Expectation row = rows.get(i);
            if (direct.get(i).outcome(backend).equals(Expectation.PASSES)
                    && !row.outcome(backend).equals(Expectation.PASSES)
                    && !NOT_FOR_PROXIES.contains(row.request())
                    && server.sign(row, proxied.publicBaseUri()).isSignable()) {
                lost.add(row.request());
            }
        }
        assertThat(lost.isEmpty()).as(lost.toString()).isEqualTo(proxied.isSetUpWell());
    }
}
