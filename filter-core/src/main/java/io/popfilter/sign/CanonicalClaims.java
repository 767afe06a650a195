// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalQuery;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.FieldLines;
import io.popfilter.http.Method;
import io.popfilter.jose.Digests;
import io.popfilter.parse.JsonWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The members of the payload that describe the request (draft-ietf-oauth-signed-http-request-03 section 3).
 *
 * @param rules those of the verifier
 */
record CanonicalClaims(CanonicalRules rules, Digests digests) {

    /**
     * Appends {@code m u p q h b cb}; what the verifier would refuse is an {@link IllegalArgumentException}.
     *
     * @param origin that of the request
     */
    void write(JsonWriter json, RequestToSign request, Origin origin) {
        URI uri = request.uri();
        String method = Canonical.of("method", request.method(), Method::canonical);
        if (request.hasBody() && Method.isWithoutBody(method) && !rules.allow(Allowance.BODY_WITH_ANY_METHOD)) {
            throw Canonical.unsignable(
                    "body with " + method + ", which proxies drop or refuse",
                    "use another method, or allow BODY_WITH_ANY_METHOD on both sides");
        }
        json.text("m", method);
        json.text("u", origin.authority().value());
        json.text(
                "p",
                Canonical.of(
                        "path",
                        uri.getRawPath(),
                        raw -> CanonicalPath.of(raw, rules).value()));
        CanonicalQuery query = Canonical.of("query", uri.getRawQuery(), CanonicalQuery::of);
        json.namesAndHash("q", query.names(), digests.sha256(query.text()));
        writeFields(json, request.fields());
        json.text("b", request.bodyHash());
        request.channelBinding().ifPresent(binding -> json.text("cb", binding));
    }

    private void writeFields(JsonWriter json, List<Map.Entry<String, String>> fields) {
        if (fields.isEmpty()) {
            return;
        }
        Map<String, List<String>> linesByName = new LinkedHashMap<>();
        for (Map.Entry<String, String> field : fields) {
            linesByName
                    .computeIfAbsent(coverable(field.getKey()), any -> new ArrayList<>())
                    .add(field.getValue());
        }
        FieldLines text = new FieldLines(rules);
        linesByName.forEach((name, lines) -> Canonical.of("field " + name, lines, all -> {
            text.add(name, all);
            return all;
        }));
        json.namesAndHash("h", List.copyOf(linesByName.keySet()), digests.sha256(text.text()));
    }

    private String coverable(String written) {
        boolean isAscii = written.chars().allMatch(c -> c < 0x7F); // the Kelvin sign becomes a k
        String name = written.toLowerCase(Locale.ROOT);
        if (!isAscii || !rules.isCoverable(name)) {
            throw Canonical.unsignable(
                    "field " + name + ", which cannot be covered",
                    "send it unsigned, or send a field of your own with letters, digits and hyphens in its name");
        }
        return name;
    }
}
