// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.RequestVerifier;
import io.popfilter.VerifiedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.servlet.settings.ConfigurationException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request through when it is signed with the key that its access token names, and answers all others itself.
 *
 * <p>In web.xml, or registered by code as {@code new PopFilter()} with init-params, it is configured by the init-param
 * {@code config} and the keys of {@code docs/configuration.md}; a configuration that is wrong in anything fails the start.
 * Behind it, {@code getUserPrincipal()} is a {@link io.popfilter.PopPrincipal}, and {@code getRemoteUser},
 * {@code isUserInRole} and {@code getAuthType} agree with it.
 */
public final class PopFilter implements Filter {

    /** Request attribute: the {@link io.popfilter.PopPrincipal} of a verified request. */
    public static final String PRINCIPAL = "io.popfilter.principal";

    /** Request attribute, for error pages: the {@link Reason} of a refused request. */
    public static final String REASON = "io.popfilter.reason";

    private final RefusalLog log = new RefusalLog();
    private @Nullable Gate gate;

    /** A filter that is configured by its init-params. */
    public PopFilter() {}

    /** A filter that is put together by code; init-params are not looked at. */
    public PopFilter(RequestVerifier verifier, FilterPolicy policy) {
        this.gate = new Gate(verifier, policy);
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (gate != null) {
            return;
        }
        try {
            gate = new Configuration(config).gate(log);
        } catch (ConfigurationException e) {
            log.notStarted(e);
            throw new ServletException(e.getMessage(), e);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (gate == null) {
            throw new ServletException("popfilter was not initialized");
        }
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("popfilter protects HTTP only");
        }
        HttpServletRequest admitted;
        try {
            admitted = gate.admit(http);
        } catch (Rejection e) {
            log.refused(http, e);
            gate.refuse(http, answer, e.reason());
            return;
        }
        chain.doFilter(admitted, response);
    }

    /** What a filter has once it is configured. */
    record Gate(RequestVerifier verifier, FilterPolicy policy) {

        /** The request as the application gets it. */
        HttpServletRequest admit(HttpServletRequest request) throws Rejection {
            try {
                if (request.getDispatcherType() != DispatcherType.REQUEST
                        && request.getAttribute(Verdict.ATTRIBUTE) instanceof Verdict verdict
                        && verdict.gate().equals(this)
                        && verdict.standsFor(request.getDispatcherType())) {
                    return verdict.appliedTo(request);
                }
                ServletReceivedRequest received = new ServletReceivedRequest(request);
                RequestTarget target = verifier.readTarget(received, request.getContextPath());
                if (policy.excludes(target.route())) {
                    return admit(request, Optional.empty());
                }
                VerifiedRequest verified = verifier.verify(received, target);
                request.setAttribute(PRINCIPAL, verified.principal());
                return admit(request, Optional.of(verified));
            } catch (RuntimeException e) {
                throw Rejection.outage(Reason.INTERNAL_FAULT, e); // the container's or ours: nobody passes
            }
        }

        private HttpServletRequest admit(HttpServletRequest request, Optional<VerifiedRequest> verified) {
            Verdict verdict = new Verdict(this, verified);
            request.setAttribute(Verdict.ATTRIBUTE, verdict);
            return verdict.appliedTo(request);
        }

        void refuse(HttpServletRequest request, HttpServletResponse response, Reason reason) throws IOException {
            request.setAttribute(REASON, reason);
            new Refusal(reason, policy).answer(request, response);
        }
    }

    /**
     * What one gate decided about an admitted request, kept for the FORWARD, INCLUDE, ASYNC and ERROR dispatches that follow
     * from it: their target is the application's and was never signed, and the proof is spent.
     *
     * @param gate who decided; another one decides for itself
     * @param verified nothing when the route is excluded
     */
    private record Verdict(Gate gate, Optional<VerifiedRequest> verified) {

        static final String ATTRIBUTE = "io.popfilter.verdict";

        /** A route that is excluded may not forward into one that is not; its error page may still be shown. */
        boolean standsFor(DispatcherType dispatch) {
            return verified.isPresent() || dispatch == DispatcherType.ERROR;
        }

        HttpServletRequest appliedTo(HttpServletRequest request) {
            // FORWARD and INCLUDE bring our request along, ASYNC and ERROR may bring the container's
            boolean isOurs = request instanceof ServletRequestWrapper wrapper
                    && wrapper.isWrapperFor(VerifiedServletRequest.class);
            if (verified.isEmpty() || request instanceof VerifiedServletRequest || isOurs) {
                return request;
            }
            return new VerifiedServletRequest(
                    request, verified.get(), gate.policy().rolesClaim());
        }
    }
}
