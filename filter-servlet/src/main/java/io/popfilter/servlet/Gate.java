// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.RequestVerifier;
import io.popfilter.VerifiedRequest;
import io.popfilter.answer.AnswerFields;
import io.popfilter.answer.RequestHash;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.RequestTarget;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.servlet.answer.AnswerPolicy;
import io.popfilter.servlet.answer.SignedExchange;
import io.popfilter.servlet.settings.CorsPolicy;
import io.popfilter.tls.TlsConnection;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What a filter has once it is configured: it admits a request, or refuses it. */
record Gate(RequestVerifier verifier, FilterPolicy policy) {

    /** The exchange of a request whose answer is to be signed; a request that is no good may get a signed refusal. */
    Optional<SignedExchange> exchange(HttpServletRequest request) {
        if (policy.answers().isEmpty()) {
            return Optional.empty();
        }
        Optional<SignedExchange> before = SignedExchange.of(request);
        if (before.isPresent() || request.getDispatcherType() != DispatcherType.REQUEST) {
            return before;
        }
        try {
            return start(policy.answers().get(), request);
        } catch (RuntimeException e) {
            return Optional.empty(); // the container's: what is decided next finds it too
        }
    }

    private static Optional<SignedExchange> start(AnswerPolicy answers, HttpServletRequest request) {
        ServletReceivedRequest received = new ServletReceivedRequest(request, TlsConnection.unknown());
        return AnswerFields.isWanted(received.fieldLines(AnswerFields.WANTED))
                ? RequestHash.of(received, answers.signer().digests())
                        .map(hash -> SignedExchange.start(answers, hash, request))
                : Optional.empty();
    }

    /** What this server says of itself, if that is what a request asks for. */
    Optional<PublishedDocument> documentFor(HttpServletRequest request) throws Rejection {
        try {
            return policy.metadata()
                    .filter(metadata -> request.getDispatcherType() == DispatcherType.REQUEST)
                    .flatMap(metadata -> metadata.documents()
                            .filter(document -> document.isAskedForBy(request))
                            .findFirst());
        } catch (RuntimeException e) {
            throw Rejection.outage(Reason.INTERNAL_FAULT, e);
        }
    }

    /** What was decided about a request, now or when it was dispatched first. */
    Verdict decide(HttpServletRequest request) throws Rejection {
        try {
            if (request.getDispatcherType() != DispatcherType.REQUEST
                    && request.getAttribute(Verdict.ATTRIBUTE) instanceof Verdict verdict
                    && verdict.gate().equals(this)
                    && stands(verdict, request)) {
                return verdict;
            }
            return verify(request);
        } catch (RuntimeException e) {
            throw Rejection.outage(Reason.INTERNAL_FAULT, e); // the container's or ours: nobody passes
        }
    }

    private Verdict verify(HttpServletRequest request) throws Rejection {
        ServletReceivedRequest received = received(request);
        RequestTarget target = verifier.readTarget(received, request.getContextPath());
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            ServletMapping.check(request, target.route(), policy.welcomeFiles());
        }
        Set<String> hidden = policy.tls().hiddenFields(request);
        boolean passesAsPreflight = policy.cors().preflight() == CorsPolicy.Preflight.PASS && Preflight.isOne(received);
        if (passesAsPreflight || policy.excludes(target.route())) {
            return keep(new Verdict(this, Optional.empty(), Optional.empty(), hidden), request);
        }
        VerifiedRequest verified = verifier.verify(received, target, SignedExchange.listener(request));
        request.setAttribute(PopFilter.PRINCIPAL, verified.principal());
        Optional<RequestContent> content = verified.body().map(body -> new RequestContent(body, policy.forms()));
        return keep(new Verdict(this, Optional.of(verified), content, hidden), request);
    }

    private ServletReceivedRequest received(HttpServletRequest request) {
        return new ServletReceivedRequest(request, policy.tls().of(request));
    }

    private static Verdict keep(Verdict verdict, HttpServletRequest request) {
        request.setAttribute(Verdict.ATTRIBUTE, verdict);
        return verdict;
    }

    /** Whether the verdict is one for this dispatch too; path rules are looked at again, for the route it leads to. */
    private boolean stands(Verdict verdict, HttpServletRequest request) throws Rejection {
        return switch (request.getDispatcherType()) {
            case REQUEST -> false;
            case ERROR -> true; // the error page of whatever was refused or failed
            case FORWARD, ASYNC -> {
                requireFor(RequestTarget.routeOf(request.getRequestURI(), request.getContextPath()), verdict, request);
                yield true;
            }
            case INCLUDE -> {
                // Servlet 6.0 section 9.3.1; getRequestURI() stays that of the page around it
                Object path = request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI);
                Object context = request.getAttribute(RequestDispatcher.INCLUDE_CONTEXT_PATH);
                if (path != null) { // an include by name has no path, and is the application's own call
                    String contextPath = context == null ? "" : context.toString();
                    requireFor(RequestTarget.routeOf(path.toString(), contextPath), verdict, request);
                }
                yield true;
            }
        };
    }

    /** Refuses to take a request to a route that it would not have reached by itself; an ambiguous one is as any other. */
    private void requireFor(Optional<CanonicalPath> route, Verdict verdict, HttpServletRequest request)
            throws Rejection {
        if (verdict.verified().isPresent()) {
            VerifiedRequest verified = verdict.verified().get();
            verifier.requireEnoughFor(route, verified, received(request));
        } else if (route.filter(policy::excludes).isEmpty()) {
            throw new Rejection(Reason.NO_CREDENTIALS);
        }
    }

    void refuse(HttpServletRequest request, HttpServletResponse response, Rejection rejection) throws IOException {
        request.setAttribute(PopFilter.REASON, rejection.reason());
        new Refusal(rejection.reason(), rejection.demand(), policy).answer(request, response);
    }
}
