// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request says, worked out without our canonical forms. */
final class Meaning {

    private Meaning() {}

    /** The application saw what was sent: a signature that holds for anything else has drifted. */
    static void assertSame(Expectation sent, Seen seen) {
        String[] target = sent.signedTarget().split("\\?", 2);
        assertThat(seen.method()).isEqualTo(sent.method());
        assertThat(seen.mapped()).isEqualTo(decoded(target[0].replace("+", "%2B")));
        assertThat(QueryParameters.of(seen.query())).isEqualTo(QueryParameters.of(target.length == 1 ? "" : target[1]));
        assertThat(seen.body()).isEqualTo(new String(sent.content().octets(), StandardCharsets.ISO_8859_1));
        Map<String, String> fields = sent.coveredFields();
        if (!sent.content().isEmpty()) {
            fields.putIfAbsent("content-type", "application/json");
        }
        fields.forEach((name, value) ->
                assertThat(seen.fields().get(name)).singleElement().asString().isEqualToIgnoringCase(value));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
