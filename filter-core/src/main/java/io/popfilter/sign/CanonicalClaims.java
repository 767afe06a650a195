// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.http.Allowance;
import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalQuery;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.FieldLines;
import io.popfilter.http.Method;
import io.popfilter.http.UriScheme;
import io.popfilter.jose.Digests;
import io.popfilter.parse.JsonWriter;
import io.popfilter.parse.MalformedException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of the payload that describe the request (draft-ietf-oauth-signed-http-request-03 section 3).
 *
 * @param rules those of the verifier
 */
record CanonicalClaims(CanonicalRules rules, Digests digests) {

    /** Appends {@code m u p q h b}; what the verifier would refuse is an {@link IllegalArgumentException}. */
    void write(JsonWriter json, RequestToSign request) {
        URI uri = request.uri();
        String method = canonical("method", request.method(), Method::canonical);
        if (request.hasBody() && Method.isWithoutBody(method) && !rules.allow(Allowance.BODY_WITH_ANY_METHOD)) {
            throw unsignable(
                    "body with " + method + ", which proxies drop or refuse",
                    "use another method, or allow BODY_WITH_ANY_METHOD on both sides");
        }
        json.text("m", method);
        json.text("u", authority(uri));
        json.text(
                "p",
                canonical(
                        "path",
                        uri.getRawPath(),
                        raw -> CanonicalPath.of(raw, rules).value()));
        CanonicalQuery query = canonical("query", uri.getRawQuery(), CanonicalQuery::of);
        json.namesAndHash("q", query.names(), digests.sha256(query.text()));
        writeFields(json, request.fields());
        json.text("b", request.bodyHash());
    }

    private String authority(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        UriScheme uriScheme = switch (scheme) {
            case "https" -> UriScheme.HTTPS;
            case "http" -> UriScheme.HTTP;
            default ->
                throw unsignable("neither an https nor an http URI", "give the whole URI that the request is sent to");
        };
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw unsignable("a URI without a host", "give the whole URI that the request is sent to");
        }
        return canonical(
                "host", authority, raw -> Authority.of(raw, uriScheme, rules).value());
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
        linesByName.forEach((name, lines) -> canonical("field " + name, lines, all -> {
            text.add(name, all);
            return all;
        }));
        json.namesAndHash("h", List.copyOf(linesByName.keySet()), digests.sha256(text.text()));
    }

    private String coverable(String written) {
        boolean isAscii = written.chars().allMatch(c -> c < 0x7F); // the Kelvin sign becomes a k
        String name = written.toLowerCase(Locale.ROOT);
        if (!isAscii || !rules.isCoverable(name)) {
            throw unsignable(
                    "field " + name + ", which cannot be covered",
                    "send it unsigned, or send a field of your own with letters, digits and hyphens in its name");
        }
        return name;
    }

    /** A step of the canonicalization that both sides share. */
    private interface Step<T, R> {
        R apply(T raw) throws MalformedException;
    }

    private static <T extends @Nullable Object, R> R canonical(String what, T raw, Step<T, R> step) {
        try {
            return step.apply(raw);
        } catch (MalformedException e) {
            throw unsignable(what + ": " + e.defect(), e.remedy().orElse("write it as RFC 9110 says"));
        }
    }

    private static IllegalArgumentException unsignable(String defect, String remedy) {
        return new IllegalArgumentException("this request cannot be signed: " + defect + "; " + remedy);
    }
}
