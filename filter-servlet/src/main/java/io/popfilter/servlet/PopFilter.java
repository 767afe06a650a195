// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.RequestVerifier;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.servlet.answer.SignedExchange;
import io.popfilter.servlet.settings.ConfigurationException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
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
        Optional<SignedExchange> exchange = gate.exchange(http);
        if (exchange.isEmpty()) {
            filter(gate, http, answer, chain);
        } else {
            Gate here = gate;
            exchange.get().run(http, answer, (asked, signed) -> filter(here, asked, signed, chain));
        }
    }

    private void filter(Gate here, HttpServletRequest http, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        Object before = http.getAttribute(Verdict.ATTRIBUTE);
        Verdict verdict;
        try {
            Optional<PublishedDocument> document = here.documentFor(http);
            if (document.isPresent()) {
                document.get().answer(http, answer);
                return;
            }
            verdict = here.decide(http);
        } catch (Rejection e) {
            log.refused(http, e);
            if (http.getDispatcherType() == DispatcherType.INCLUDE) {
                // the answer is that of the page around it, and may have begun
                throw new ServletException("popfilter refuses what is included: " + e.reason());
            }
            here.refuse(http, answer, e);
            return;
        }
        if (before != verdict) {
            verdict.announceNonce(answer);
        }
        Optional<RequestContent> content = verdict.content();
        if (content.isEmpty()) {
            chain.doFilter(verdict.appliedTo(http), answer);
            return;
        }
        ContentEnd end = new ContentEnd(content.get(), log, http);
        try {
            chain.doFilter(verdict.appliedTo(http), answer);
        } catch (IOException | ServletException | RuntimeException e) {
            if (!mayAnswer(content.get(), http, answer)) {
                throw e;
            }
            content.get().failureToLog().ifPresent(failure -> log.refused(http, failure));
            answer.reset();
            here.refuse(http, answer, content.get().failure().orElseThrow());
        } finally {
            if (before != verdict) {
                end.when(http);
            }
        }
    }

    /** Whether an application failed because of the body, and the answer is still ours to give. */
    private static boolean mayAnswer(RequestContent content, HttpServletRequest request, HttpServletResponse answer) {
        boolean isOutermost = request.getDispatcherType() == DispatcherType.REQUEST
                || request.getDispatcherType() == DispatcherType.ASYNC;
        return isOutermost && content.failure().isPresent() && !request.isAsyncStarted() && !answer.isCommitted();
    }
}
