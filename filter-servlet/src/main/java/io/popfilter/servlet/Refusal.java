// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.parse.JsonWriter;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.servlet.settings.CorsPolicy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The answer to a refused request: status, challenge, and a problem of RFC 9457 or the container's error page. */
record Refusal(Reason reason, Optional<String> nonce, FilterPolicy policy) {

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OAuthError error = reason.error();
        response.setHeader("Cache-Control", "no-store");
        switch (error) {
            case UNAUTHENTICATED, INVALID_REQUEST, INVALID_TOKEN, INVALID_PROOF, USE_NONCE, UNKNOWN_TOKEN_IDENTIFIER ->
                challenge(used(request), response);
            case UNAVAILABLE -> response.setHeader("Retry-After", "1");
            case CONTENT_TOO_LARGE -> {
                // a challenge would not help
            }
        }
        if (policy.cors().challenge() == CorsPolicy.Challenge.EXPOSED) {
            response.addHeader("Access-Control-Expose-Headers", exposed());
        }
        switch (policy.errorMode()) {
            case SEND_ERROR -> response.sendError(error.status(), reason.sentence());
            case PROBLEM -> writeProblem(request, response, error);
        }
    }

    private String exposed() {
        return policy.schemes().contains(SchemeName.DPOP)
                ? "WWW-Authenticate, Retry-After, DPoP-Nonce"
                : "WWW-Authenticate, Retry-After";
    }

    private void challenge(SchemeName used, HttpServletResponse response) {
        List<String> lines = Challenge.of(reason, used, nonce, policy);
        response.setHeader("WWW-Authenticate", lines.get(0));
        lines.subList(1, lines.size()).forEach(line -> response.addHeader("WWW-Authenticate", line));
        if (policy.schemes().contains(SchemeName.DPOP)) {
            nonce.ifPresent(value -> response.setHeader("DPoP-Nonce", value)); // RFC 9449 section 9
        }
    }

    /** The scheme that the request names, as far as it is one of ours. */
    private SchemeName used(HttpServletRequest request) {
        String credentials = request.getHeader("Authorization");
        for (SchemeName scheme : policy.schemes()) {
            String name = scheme + " ";
            if (credentials != null && credentials.regionMatches(true, 0, name, 0, name.length())) {
                return scheme;
            }
        }
        return policy.schemes().get(0);
    }

    private void writeProblem(HttpServletRequest request, HttpServletResponse response, OAuthError error)
            throws IOException {
        response.setStatus(error.status());
        byte[] problem = problem(error, used(request)).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/problem+json");
        response.setContentLength(problem.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(problem);
        }
    }

    // RFC 9457 section 4.2.1: about:blank means that the title is the status phrase
    private String problem(OAuthError error, SchemeName used) {
        JsonWriter problem = new JsonWriter();
        problem.text("type", "about:blank");
        problem.text("title", title(error));
        problem.number("status", error.status());
        problem.text("detail", reason.sentence());
        Challenge.code(error, used).ifPresent(code -> problem.text("error", code));
        return problem.toString();
    }

    private static String title(OAuthError error) {
        return switch (error) {
            case UNAUTHENTICATED, INVALID_TOKEN, INVALID_PROOF, USE_NONCE, UNKNOWN_TOKEN_IDENTIFIER -> "Unauthorized";
            case INVALID_REQUEST -> "Bad Request";
            case CONTENT_TOO_LARGE -> "Content Too Large";
            case UNAVAILABLE -> "Service Unavailable";
        };
    }
}
