// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.RequestVerifier;
import io.popfilter.VerifiedRequest;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.RequestTarget;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.servlet.settings.CorsPolicy;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** What a filter has once it is configured: it admits a request, or refuses it. */
record Gate(RequestVerifier verifier, FilterPolicy policy) {

    /** The request as the application gets it. */
    HttpServletRequest admit(HttpServletRequest request) throws Rejection {
        try {
            if (request.getDispatcherType() != DispatcherType.REQUEST
                    && request.getAttribute(Verdict.ATTRIBUTE) instanceof Verdict verdict
                    && verdict.gate().equals(this)
                    && stands(verdict, request)) {
                return verdict.appliedTo(request);
            }
            return verify(request);
        } catch (RuntimeException e) {
            throw Rejection.outage(Reason.INTERNAL_FAULT, e); // the container's or ours: nobody passes
        }
    }

    private HttpServletRequest verify(HttpServletRequest request) throws Rejection {
        ServletReceivedRequest received = new ServletReceivedRequest(request);
        RequestTarget target = verifier.readTarget(received, request.getContextPath());
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            ServletMapping.check(request, target.route(), policy.welcomeFiles());
        }
        boolean passesAsPreflight = policy.cors().preflight() == CorsPolicy.Preflight.PASS && Preflight.isOne(received);
        if (passesAsPreflight || policy.excludes(target.route())) {
            return admit(request, Optional.empty());
        }
        VerifiedRequest verified = verifier.verify(received, target);
        request.setAttribute(PopFilter.PRINCIPAL, verified.principal());
        return admit(request, Optional.of(verified));
    }

    private HttpServletRequest admit(HttpServletRequest request, Optional<VerifiedRequest> verified) {
        Verdict verdict = new Verdict(this, verified);
        request.setAttribute(Verdict.ATTRIBUTE, verdict);
        return verdict.appliedTo(request);
    }

    /** Whether the verdict is one for this dispatch too; path rules are looked at again, for the route it leads to. */
    private boolean stands(Verdict verdict, HttpServletRequest request) throws Rejection {
        return switch (request.getDispatcherType()) {
            case REQUEST -> false;
            case ERROR -> true; // the error page of whatever was refused or failed
            case FORWARD, ASYNC -> stands(verdict, request.getRequestURI(), request.getContextPath());
            case INCLUDE ->
                stands(
                        verdict,
                        request.getAttribute("jakarta.servlet.include.request_uri"),
                        request.getAttribute("jakarta.servlet.include.context_path"));
        };
    }

    /** A dispatch by name has no path, and is the application's own call. */
    private boolean stands(Verdict verdict, Object path, Object contextPath) throws Rejection {
        if (!(path instanceof String rawPath)) {
            return true;
        }
        Optional<CanonicalPath> route =
                RequestTarget.routeOf(rawPath, contextPath instanceof String context ? context : "");
        if (verdict.verified().isEmpty()) {
            if (route.filter(policy::excludes).isPresent()) {
                return true;
            }
            throw new Rejection(Reason.NO_CREDENTIALS); // an excluded route may not lead into one that is not
        }
        if (route.isPresent()) {
            verifier.requireCoverageFor(route.get(), verdict.verified().get());
        }
        return true;
    }

    void refuse(HttpServletRequest request, HttpServletResponse response, Reason reason) throws IOException {
        request.setAttribute(PopFilter.REASON, reason);
        new Refusal(reason, policy).answer(request, response);
    }
}
