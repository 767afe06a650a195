// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern REFUSED = Pattern.compile("refused .*reason=([A-Z_]+)");

    /** Requests that can be signed and that no client should send through proxies. */
    private static final Set<String> NOT_FOR_PROXIES = Set.of(
            "POST /p | - | - | json trailer",
            "GET /p | - | - | json",
            "GET /p | - | - | json chunked",
            "GET /p | X-Order: 1 | Connection: X-Order | -",
            "GET /p | - | Connection: Authorization | -");

    private static Server server;
    private static Tap tap;
    private static Proxied.Chain chain;

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
        server = backend.start(Map.of("public-base-uri", proxied.publicBaseUri()));
        tap = Tap.before(server.port());
        chain = proxied.start(tap.port());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Stream.of(chain, tap, server).forEach(RealProxyTest::close);
        chain = null;
        tap = null;
        server = null;
    }

    private static void close(AutoCloseable started) {
        try {
            if (started != null) {
                started.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> does() {
        Client client = Client.of(server);
        return Expectations.of(proxied).stream()
                .map(row ->
                        DynamicTest.dynamicTest(row.request() + " " + row.outcome(backend), () -> expect(row, client)));
    }

    /** Whatever our signer signs and the container takes. */
    @Test
    void handsOnEveryHonestRequestWhenItIsSetUpWell() {
        Client client = Client.of(server);
        List<Expectation> direct = Expectations.of(Proxied.DIRECT);
        List<Expectation> rows = Expectations.of(proxied);
        List<String> lost = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Expectation row = rows.get(i);
            if (direct.get(i).outcome(backend).equals(Expectation.PASSES)
                    && !row.outcome(backend).equals(Expectation.PASSES)
                    && !NOT_FOR_PROXIES.contains(row.request())
                    && new SignedRow(row, proxied.publicBaseUri(), client).isSignable()) {
                lost.add(row.request());
            }
        }
        assertThat(lost.isEmpty()).as(lost.toString()).isEqualTo(proxied.isSetUpWell());
    }

    private void expect(Expectation row, Client client) {
        String outcome = outcome(row, new SignedRow(row, proxied.publicBaseUri(), client));

        assertThat(outcome)
                .as(() -> row.place() + "\nthe container got:\n" + tap.request() + "\nit logged:\n"
                        + server.log().text() + "\nthe proxy said:\n" + chain.output())
                .isEqualTo(row.outcome(backend));
    }

    private String outcome(Expectation row, SignedRow signed) {
        server.application().forget();
        server.log().clear();
        tap.clear();
        Answer answer;
        try {
            answer = signed.request().sendTo(chain.port(), proxied.sockets());
        } catch (UncheckedIOException e) {
            return "closed";
        }
        List<Seen> seen =
                server.application().seen().stream().filter(signed::isThatOf).toList();
        Matcher refused = REFUSED.matcher(server.log().text());
        if (refused.find()) {
            Reason reason = Reason.valueOf(refused.group(1));
            assertThat(seen).isEmpty();
            assertThat(answer.status()).isEqualTo(reason.error().status());
            Refusals.assertChallenge(answer, reason.error());
            return reason.toString();
        }
        if (answer.status() == 200) {
            assertThat(seen).singleElement().satisfies(one -> Meaning.assertSame(row, one));
            return Expectation.PASSES;
        }
        return (tap.hasAnswer(answer.status()) ? "container " : "proxy ") + answer.status();
    }
}
