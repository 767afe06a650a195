// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.FieldLines;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.http.UriScheme;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Rejection;
import java.util.List;

/** What the verifier compares or hashes of a request without its body, made from what was received. */
record CanonicalTexts(String authority, String path, String query, String fields) {

    /**
     * By the calls that the verifier makes for a server that clients connect to.
     *
     * @param names those of the query's tokens, as the client lists them
     */
    static CanonicalTexts of(ReceivedRequest request, String host, List<String> names, String field)
            throws Rejection, MalformedException {
        CanonicalRules rules = CanonicalRules.strict();
        RequestTarget target = RequestTarget.read(request, "", rules);
        String authority = Authority.of(host, UriScheme.HTTPS, rules).value();
        String query = target.query().text(names).orElseThrow();
        FieldLines lines = new FieldLines(rules);
        lines.add(field, request.fieldLines(field));
        return new CanonicalTexts(authority, target.path().value(), query, lines.text());
    }

    /** All of it, one after the other. */
    String joined() {
        return authority + path + query + fields;
    }
}
