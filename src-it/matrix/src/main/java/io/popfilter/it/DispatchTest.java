// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** V-45: what follows from one request has its verdict, however the filter is mapped. */
class DispatchTest {

    /** How the filter is mapped. */
    enum Mapping {
        REQUESTS,
        EVERYTHING;

        EnumSet<DispatcherType> dispatches() {
            return this == REQUESTS ? EnumSet.of(DispatcherType.REQUEST) : EnumSet.allOf(DispatcherType.class);
        }
    }

    private Server server;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "v45: filter mapped to {0}, {1}")
    @CsvSource({
        "REQUESTS, forward, FORWARD",
        "EVERYTHING, forward, FORWARD",
        "REQUESTS, include, INCLUDE",
        "EVERYTHING, include, INCLUDE",
        "REQUESTS, async, ASYNC",
        "EVERYTHING, async, ASYNC",
        "EVERYTHING, async-unwrapped, ASYNC",
        "REQUESTS, teapot, ERROR",
        "EVERYTHING, teapot, ERROR"
    })
    void v45LetsTheVerdictStand(Mapping mapping, String path, DispatcherType last) {
        server = Server.start("", Map.of(), mapping.dispatches());

        Answer answer = server.send(Client.of(server).get("/" + path));

        assertThat(answer.status()).as(server.log().text()).isEqualTo(last == DispatcherType.ERROR ? 418 : 200);
        List<Seen> seen = server.application().seen();
        assertThat(seen).isNotEmpty();
        Seen end = seen.get(seen.size() - 1);
        assertThat(end.dispatcher()).isEqualTo(last);
        assertThat(end.attributes()).containsKey("io.popfilter.principal");
        if (last != DispatcherType.ERROR) {
            assertThat(seen).allSatisfy(one -> assertThat(one.remoteUser()).isEqualTo("alice"));
        }
    }

    @ParameterizedTest(name = "v45: filter mapped to {0}")
    @EnumSource(Mapping.class)
    void v45RefusesWhatWasNotSigned(Mapping mapping) {
        server = Server.start("", Map.of(), mapping.dispatches());
        Client client = Client.of(server);

        for (String path : List.of("/forward", "/include", "/async", "/teapot")) {
            Refusals.expect(server, client.plain("GET", path), Reason.NO_CREDENTIALS);
        }
    }

    @Test
    void v45LetsAnExcludedRouteForwardToAnotherOne() {
        server = Server.start("", Map.of("exclude", "/forward /stream"), Mapping.EVERYTHING.dispatches());

        Answer answer = server.send(Client.of(server).plain("GET", "/forward"));

        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        assertThat(server.application().seen()).singleElement().satisfies(seen -> {
            assertThat(seen.dispatcher()).isEqualTo(DispatcherType.FORWARD);
            assertThat(seen.remoteUser()).isNull();
        });
    }

    @Test
    void v45RefusesAnExcludedRouteThatForwardsToAProtectedOne() {
        server = Server.start("", Map.of("exclude", "/forward"), Mapping.EVERYTHING.dispatches());

        Answer answer = server.send(Client.of(server).plain("GET", "/forward"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(server.application().seen()).isEmpty();
    }

    /** getRequestURI() stays that of the page around what is included. */
    @Test
    void v45RefusesAnExcludedRouteThatIncludesAProtectedOne() {
        server = Server.start("", Map.of("exclude", "/include"), Mapping.EVERYTHING.dispatches());

        Answer answer = server.send(Client.of(server).plain("GET", "/include"));

        assertThat(answer.status()).as(server.log().text()).isEqualTo(500);
        assertThat(server.log().text()).contains("reason=" + Reason.NO_CREDENTIALS);
        assertThat(server.application().seen()).noneMatch(seen -> seen.dispatcher() == DispatcherType.INCLUDE);
    }

    @Test
    void v45LetsAnExcludedRouteIncludeAnotherOne() {
        server = Server.start("", Map.of("exclude", "/include /included"), Mapping.EVERYTHING.dispatches());

        Answer answer = server.send(Client.of(server).plain("GET", "/include"));

        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        assertThat(server.application().seen()).anyMatch(seen -> seen.dispatcher() == DispatcherType.INCLUDE);
    }

    @ParameterizedTest(name = "v45: {0}")
    @CsvSource({"forward, FORWARD, 401", "include, INCLUDE, 500"})
    void v45RefusesAProofThatCoversTooLittleForTheRouteItIsTakenTo(String path, DispatcherType dispatch, int status) {
        server = Server.start("", Map.of("coverage.relaxed", "/" + path + " = body"), Mapping.EVERYTHING.dispatches());
        Client client = Client.of(server);
        WireRequest request = client.plain("GET", "/" + path)
                .field(
                        "Authorization",
                        client.proof("GET", "/" + path).without("b").authorization());

        Answer answer = server.send(request);

        assertThat(answer.status()).as(server.log().text()).isEqualTo(status);
        assertThat(server.log().text()).contains("reason=" + Reason.COMPONENT_NOT_COVERED);
        assertThat(server.application().seen()).noneMatch(seen -> seen.dispatcher() == dispatch);
    }

    @Test
    void v45DoesNotTakeARefusalForAVerdictInTheContainersErrorPage() {
        server = Server.start("", Map.of("error-mode", "sendError"), Mapping.EVERYTHING.dispatches());

        Answer answer = server.send(Client.of(server).plain("GET", "/stream"));

        assertThat(answer.status()).isEqualTo(401);
        Refusals.assertChallenge(answer, Reason.NO_CREDENTIALS.error());
        assertThat(server.application().seen()).isEmpty();
    }
}
