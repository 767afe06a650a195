// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.reject.Reason;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of pattern (Jakarta Servlet 6.0 section 12.2): the container reports it in its own way as servlet path and path
 * info, and the filter finds in both the path that was signed.
 */
class ServletMappingTest {

    private static final List<String> PATTERNS = List.of("/exact", "/prefix/*", "*.do", "/", "");

    @AutoClose
    private static final Server AT_ROOT = Server.startMapped("", PATTERNS, Map.of());

    @AutoClose
    private static final Server IN_CONTEXT = Server.startMapped("/app", PATTERNS, Map.of());

    @AutoClose
    private static final Server IN_ODD_CONTEXT = Server.startMapped("/my app", PATTERNS, Map.of());

    @AutoClose
    private static final Server IN_FOREIGN_CONTEXT = Server.startMapped("/caf\u00e9", PATTERNS, Map.of());

    @AutoClose
    private static final Server WITH_PARAMETERS =
            Server.startMapped("/app", PATTERNS, Map.of("canonical.allow", "path-parameters"));

    @ParameterizedTest(name = "{0} matches {1}")
    @CsvSource({
        "/exact,            /exact",
        "/exact?a=1,        /exact",
        "/ex%61ct,          /exact",
        "/prefix,           /prefix/*",
        "/prefix?a=1,       /prefix/*",
        "/prefix/,          /prefix/*",
        "/prefix/a,         /prefix/*",
        "/prefix/a/,        /prefix/*",
        "/prefix/a%2Db,     /prefix/*",
        "/prefix/a%2db,     /prefix/*",
        "/prefix/a%20b,     /prefix/*",
        "/prefix/a+b,       /prefix/*",
        "/prefix/a%2Bb,     /prefix/*",
        "/prefix/caf%C3%A9, /prefix/*",
        "/prefix/a%3Fb,     /prefix/*",
        "/prefix/a%23b,     /prefix/*",
        "/prefix/a%3Bb,     /prefix/*",
        "/prefix/x.do,      /prefix/*",
        "/pre%66ix/a,       /prefix/*",
        "/x.do,             *.do",
        "/a/b/x.do,         *.do",
        "/a%20b/x%2Ddo.do,  *.do",
        "/x%2Edo,           *.do",
        "/.do,              *.do",
        "/,                 ''",
        "/?a=1,             ''",
        "/other,            /",
        "/other/,           /",
        "/other/a%2Db,      /",
        "/exact/,           /",
        "/exactly,          /",
        "/prefixed,         /",
        "/x.do/,            /",
        "/x.do/a,           /",
        "/a%20b/%C3%A9,     /",
        "/caf%C3%A9,        /",
        "/e%CC%81,          /"
    })
    void whatIsSignedPassesAndReachesIt(String target, String pattern) {
        for (Server server : List.of(AT_ROOT, IN_CONTEXT)) {
            Seen seen = pass(server, Client.of(server).get(server.contextPath() + target));

            assertThat(seen.pattern()).isEqualTo(pattern);
            assertThat(seen.mapped()).isEqualTo(decoded(target));
        }
    }

    /** Undertow reports it decoded, the others as it was sent. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/exact", "/prefix/a", "/prefix/a%20b", "/x.do", "/other", "/"})
    void aContextPathMayNeedEncoding(String target) {
        Seen inOdd = pass(IN_ODD_CONTEXT, Client.of(IN_ODD_CONTEXT).get("/my%20app" + target));
        assertThat(inOdd.mapped()).isEqualTo(decoded(target));
        Seen inForeign = pass(IN_FOREIGN_CONTEXT, Client.of(IN_FOREIGN_CONTEXT).get("/caf%C3%A9" + target));
        assertThat(inForeign.mapped()).isEqualTo(decoded(target));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/%61pp/exact", "/a%70p/prefix/a", "/%61%70%70/x.do", "/%61pp/", "/%61pp/other"})
    void aContextPathMayBeEncodedThoughItNeedNot(String target) {
        pass(IN_CONTEXT, Client.of(IN_CONTEXT).get(target));
    }

    /** Some containers refuse them too; for us it is no question of where they lead. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/exact;x=1",
                "/exact;jsessionid=1",
                "/prefix;x=1",
                "/prefix;x=1/a",
                "/prefix/;x=1",
                "/prefix/a;x=1",
                "/x.do;x=1",
                "/;x=1",
                "/other;x=1/a"
            })
    void aPathParameterIsRefusedAtEveryPattern(String target) {
        for (Server server : List.of(AT_ROOT, IN_CONTEXT)) {
            Client client = Client.of(server);
            String path = server.contextPath() + target;
            WireRequest request = client.plain("GET", path)
                    .field("Authorization", client.proof("GET", path).authorization());
            server.application().forget();
            server.log().clear();

            assertThat(server.send(request).status()).isEqualTo(400);
            assertThat(server.application().seen()).isEmpty();
            if (server.log().text().contains("refused ")) {
                assertThat(server.log().text()).contains("reason=" + Reason.TARGET_AMBIGUOUS + " ");
            }
        }
    }

    @ParameterizedTest(name = "{0} matches {1}")
    @CsvSource({
        "/exact;x=1,     /exact",
        "/prefix;x=1,    /prefix/*",
        "/prefix;x=1/a,  /prefix/*",
        "/prefix/a;x=1,  /prefix/*",
        "/prefix/a;x;y/b,/prefix/*",
        "/x.do;x=1,      *.do",
        "/a;x=1/x.do,    *.do",
        "/other;x=1/a,   /"
    })
    void aPathParameterPassesWhereItIsAllowed(String target, String pattern) {
        CanonicalRules rules = new CanonicalRules(Set.of(Allowance.PATH_PARAMETERS), Set.of());
        Client client = Client.of(WITH_PARAMETERS).withRules(rules);

        Seen seen = pass(WITH_PARAMETERS, client.get("/app" + target));

        assertThat(seen.pattern()).isEqualTo(pattern);
        assertThat(seen.mapped()).isEqualTo(target.replaceAll(";[^/]*", ""));
    }

    private static Seen pass(Server server, WireRequest request) {
        server.application().forget();
        server.log().clear();
        Answer answer = server.send(request);
        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        assertThat(server.application().seen()).hasSize(1);
        return server.application().seen().get(0);
    }

    private static String decoded(String target) {
        return URI.create(target).getPath();
    }
}
