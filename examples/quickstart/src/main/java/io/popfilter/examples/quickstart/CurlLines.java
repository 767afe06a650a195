// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lines to paste into another terminal. */
final class CurlLines {

    /** Longer than by default, so that there is time to paste. */
    static final String PROOF_MAX_AGE = "PT10M";

    private final PrintStream out;

    CurlLines(PrintStream out) {
        this.out = out;
    }

    void begin() {
        out.println("\nThe servers stay up until Ctrl+C. The signed lines are good for 10 minutes and one use each.");
    }

    void end() {
        out.println();
    }

    /** A request to this URI without anything. */
    void plain(String title, URI uri) {
        line(title, "'" + uri + "'");
    }

    /** A request for a token; the form is written as curl takes it. */
    void tokenRequest(String title, String form, URI endpoint) {
        line(title, "-u " + Parties.CLIENT_ID + ":" + Parties.CLIENT_SECRET + " " + form + " " + endpoint);
    }

    /** A signed request without a body. */
    void signed(String title, HttpRequest request) {
        line(title, fields(request) + "'" + request.uri() + "'");
    }

    /** A signed request with this body. */
    void signed(String title, HttpRequest request, String body) {
        line(title, fields(request) + "-d '" + body + "' " + request.uri());
    }

    private void line(String title, String arguments) {
        out.println("\n# " + title);
        out.println("curl -i " + arguments);
    }

    private static String fields(HttpRequest request) {
        return request.headers().map().entrySet().stream().map(CurlLines::field).collect(Collectors.joining());
    }

    private static String field(Map.Entry<String, List<String>> field) {
        return "-H '" + field.getKey() + ": " + field.getValue().get(0) + "' ";
    }
}
