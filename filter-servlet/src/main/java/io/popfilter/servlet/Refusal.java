// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.parse.JsonWriter;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.servlet.settings.CorsPolicy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The answer to a refused request: status, challenge, and a problem of RFC 9457 or the container's error page. */
record Refusal(Reason reason, FilterPolicy policy) {

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OAuthError error = reason.error();
        response.setHeader("Cache-Control", "no-store");
        switch (error) {
            case UNAUTHENTICATED, INVALID_REQUEST, INVALID_TOKEN, INVALID_PROOF, USE_NONCE, UNKNOWN_TOKEN_IDENTIFIER ->
                response.setHeader("WWW-Authenticate", Challenge.of(reason, policy));
            case UNAVAILABLE -> response.setHeader("Retry-After", "1");
            case CONTENT_TOO_LARGE -> {
                // a challenge would not help
            }
        }
        if (policy.cors().challenge() == CorsPolicy.Challenge.EXPOSED) {
            response.addHeader("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After");
        }
        switch (policy.errorMode()) {
            case SEND_ERROR -> response.sendError(error.status(), reason.sentence());
            case PROBLEM -> writeProblem(request, response, error);
        }
    }

    private void writeProblem(HttpServletRequest request, HttpServletResponse response, OAuthError error)
            throws IOException {
        response.setStatus(error.status());
        byte[] problem = problem(error).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/problem+json");
        response.setContentLength(problem.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(problem);
        }
    }

    // RFC 9457 section 4.2.1: about:blank means that the title is the status phrase
    private String problem(OAuthError error) {
        JsonWriter problem = new JsonWriter();
        problem.text("type", "about:blank");
        problem.text("title", title(error));
        problem.number("status", error.status());
        problem.text("detail", reason.sentence());
        error.code().ifPresent(code -> problem.text("error", code));
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
