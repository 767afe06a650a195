// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.it.Container.Family;
import io.popfilter.reject.Facts;
import io.popfilter.servlet.PopFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the container makes of odd targets before the filter sees them, and what the filter answers, to the letter: the next
 * version of a container may do something else, and then somebody has to think about it.
 */
class ContainerPinsTest {

    private static final Recording RECORDING = new Recording();

    @AutoClose
    private static final Server SERVER = Server.start(RECORDING);

    private static final Pattern REASON = Pattern.compile("refused .* reason=([A-Z0-9_]+) ");

    static List<Pin> pins() {
        return Pin.of(Container.ofThisModule().family());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pins")
    void overHttp1(Pin pin) {
        assertThat(outcome(pin, Transport.HTTP)).isEqualTo(pin.overHttp1(RECORDING.serverInfo));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pins")
    void overHttp2(Pin pin) {
        assertThat(outcome(pin, Transport.H2C)).isEqualTo(pin.overHttp2(RECORDING.serverInfo));
    }

    @ParameterizedTest
    @EnumSource
    void everyTableHasTheSameRequests(Family family) {
        assertThat(Pin.of(family))
                .extracting(Pin::request)
                .isEqualTo(pins().stream().map(Pin::request).toList())
                .doesNotHaveDuplicates();
    }

    private static String outcome(Pin pin, Transport transport) {
        Server server = SERVER.over(transport);
        server.application().forget();
        server.log().clear();
        RECORDING.seen.clear();
        Optional<Answer> answer = server.exchange(signed(server, pin));
        if (RECORDING.seen.isEmpty()) {
            return answer.map(seen -> "container " + seen.status()).orElse("no answer");
        }
        String end = server.application().seen().isEmpty() ? reason(server.log().text()) : "passes";
        return RECORDING.seen.remove() + ": " + end;
    }

    /** By hand, as it stands, without what only its sender looks at: scheme and host of an absolute target, the fragment. */
    private static WireRequest signed(Server server, Pin pin) {
        Client client = Client.of(server);
        String target = pin.target(server.authority());
        String signed = target.replaceFirst("^[a-z]+://[^/]*", "").replaceFirst("#.*", "");
        int query = signed.indexOf('?');
        Proof proof = client.proof(pin.method(), signed);
        if (query >= 0) {
            proof.query(signed.substring(query + 1).replace("[", "%5B").replace("]", "%5D"));
        }
        return client.plain(pin.method(), target).field("Authorization", proof.authorization());
    }

    private static String reason(String log) {
        Matcher reason = REASON.matcher(log);
        assertThat(reason.find()).as(log).isTrue();
        return reason.group(1);
    }

    /** What the container reports, noted in front of the filter: the raw path, and the one that it dispatches on. */
    private static final class Recording implements Filter {

        private final Filter popfilter = new PopFilter();
        private final Queue<String> seen = new ConcurrentLinkedQueue<>();
        private String serverInfo = "";

        @Override
        public void init(FilterConfig config) throws ServletException {
            serverInfo = config.getServletContext().getServerInfo();
            popfilter.init(config);
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest http = (HttpServletRequest) request;
            String dispatched = http.getServletPath() + Objects.requireNonNullElse(http.getPathInfo(), "");
            seen.add(printable(http.getRequestURI()) + " -> " + printable(dispatched));
            popfilter.doFilter(request, response, chain);
        }

        private static String printable(String path) {
            return path.isEmpty() ? "(empty)" : Facts.printable(path);
        }
    }
}
