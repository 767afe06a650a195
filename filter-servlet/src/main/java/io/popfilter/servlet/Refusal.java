// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.parse.JsonWriter;
import io.popfilter.reject.Demand;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.servlet.settings.CorsPolicy;
import io.popfilter.tls.TlsConnection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** The answer to a refused request: status, challenge, and a problem of RFC 9457 or the container's error page. */
record Refusal(Reason reason, Demand demand, FilterPolicy policy) {

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OAuthError error = reason.error();
        response.setHeader("Cache-Control", "no-store");
        switch (error) {
            case UNAUTHENTICATED,
                    INVALID_REQUEST,
                    INVALID_TOKEN,
                    INVALID_PROOF,
                    USE_NONCE,
                    UNKNOWN_TOKEN_IDENTIFIER,
                    INSUFFICIENT_SCOPE,
                    INSUFFICIENT_USER_AUTHENTICATION -> challenge(used(request), response);
            case UNAVAILABLE -> response.setHeader("Retry-After", "1");
            case CONTENT_TOO_LARGE, TOO_EARLY -> {
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

    private void challenge(Set<SchemeName> used, HttpServletResponse response) {
        Challenge.of(reason, used, demand, policy).forEach(line -> response.addHeader("WWW-Authenticate", line));
        if (policy.schemes().contains(SchemeName.DPOP)) {
            demand.nonce().ifPresent(value -> response.setHeader("DPoP-Nonce", value)); // RFC 9449 section 9
        }
    }

    /** The schemes that the request names, as far as they are ours; several when it is at odds with itself. */
    private Set<SchemeName> used(HttpServletRequest request) {
        Set<SchemeName> used = EnumSet.noneOf(SchemeName.class);
        for (String credentials :
                new ServletReceivedRequest(request, TlsConnection.unknown()).fieldLines("authorization")) {
            for (SchemeName scheme : policy.schemes()) {
                String name = scheme.authScheme() + " ";
                if (credentials.regionMatches(true, 0, name, 0, name.length())) {
                    used.add(scheme);
                }
            }
        }
        return used.isEmpty() ? EnumSet.of(policy.schemes().get(0)) : used;
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
    private String problem(OAuthError error, Set<SchemeName> used) {
        JsonWriter problem = new JsonWriter();
        problem.text("type", "about:blank");
        problem.text("title", title(error));
        problem.number("status", error.status());
        problem.text("detail", reason.sentence());
        Challenge.code(error, used.iterator().next()).ifPresent(code -> problem.text("error", code));
        return problem.toString();
    }

    private static String title(OAuthError error) {
        return switch (error) {
            case UNAUTHENTICATED,
                    INVALID_TOKEN,
                    INVALID_PROOF,
                    USE_NONCE,
                    UNKNOWN_TOKEN_IDENTIFIER,
                    INSUFFICIENT_USER_AUTHENTICATION -> "Unauthorized";
            case INSUFFICIENT_SCOPE -> "Forbidden";
            case INVALID_REQUEST -> "Bad Request";
            case CONTENT_TOO_LARGE -> "Content Too Large";
            case TOO_EARLY -> "Too Early";
            case UNAVAILABLE -> "Service Unavailable";
        };
    }
}
