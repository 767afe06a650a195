// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.it.Container.Family;
import io.popfilter.reject.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A container that was made to take odd targets opens nothing: the filter does not depend on its refusals. */
class RelaxedContainerTest {

    @AutoClose
    private static final Server SERVER = Server.startIn(Container.ofThisModule().takingOddTargets(), Map.of());

    @AutoClose
    private static final Server WITH_PERCENT =
            Server.startIn(Container.ofThisModule().takingOddTargets(), Map.of("canonical.allow", "encoded-percent"));

    /** What the filter refuses in any container as it comes. */
    static List<String> ambiguous() {
        return Arrays.stream(Family.values())
                .flatMap(family -> Pin.of(family).stream())
                .filter(pin -> pin.http1().contains(Reason.TARGET_AMBIGUOUS.name()))
                .map(Pin::request)
                .filter(request -> request.chars().allMatch(c -> c < 128))
                .distinct()
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void anAmbiguousTargetDoesNotPass(String request) {
        String target = request.substring("GET ".length());
        for (Transport transport : new Transport[] {Transport.HTTP, Transport.H2C}) {
            Server server = SERVER.over(transport);
            Client client = Client.of(server);
            WireRequest signed = client.plain("GET", target)
                    .field("Authorization", client.proof("GET", target).authorization());
            server.application().forget();
            server.log().clear();

            server.exchange(signed)
                    .ifPresent(answer -> assertThat(answer.status()).isEqualTo(400));

            assertThat(server.application().seen()).isEmpty();
            if (server.log().text().contains("refused ")) {
                assertThat(server.log().text()).contains("reason=" + Reason.TARGET_AMBIGUOUS + " ");
            }
        }
    }

    @Test
    void anEncodedPercentSignPassesWhereBothAllowIt() {
        CanonicalRules rules = new CanonicalRules(Set.of(Allowance.ENCODED_PERCENT), Set.of());
        Client client = Client.of(WITH_PERCENT).withRules(rules);
        for (String target : new String[] {"/a%25b", "/a%252Fb", "/100%25"}) {
            WITH_PERCENT.application().forget();

            Answer answer = WITH_PERCENT.send(client.get(target));

            assertThat(answer.status()).as(WITH_PERCENT.log().text()).isEqualTo(200);
            assertThat(WITH_PERCENT.application().seen())
                    .singleElement()
                    .extracting(Seen::mapped)
                    .isEqualTo(target.replace("%25", "%"));
        }
    }
}
