// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import io.popfilter.answer.AnswerFields;
import io.popfilter.answer.RequestHash;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.MalformedException;
import io.popfilter.proof.VerifiedProof;
import io.popfilter.servlet.settings.CorsPolicy;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that asks for a signed answer, and the answer: one for all dispatches that follow from it. */
public final class SignedExchange {

    private static final String ATTRIBUTE = "io.popfilter.answer";
    private static final String NO_KEY =
            "no secret is shared with the client, or not known yet, and response-signing.key is not set";
    private static final String NO_CANONICAL_FORM =
            "a field of response-signing.headers has no canonical form, being on several lines for instance";

    private final AnswerPolicy policy;
    private final RequestHash request;
    private final boolean isHead;
    private final boolean takesTrailers;
    private Optional<VerifiedProof> proof = Optional.empty();
    private @Nullable SignedResponse response;

    /** What a request goes through once its answer will be signed. */
    public interface Step {
        /** Answers. */
        void run(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private SignedExchange(AnswerPolicy policy, RequestHash hash, HttpServletRequest request) {
        this.policy = policy;
        this.request = hash;
        this.isHead = request.getMethod().equals("HEAD");
        this.takesTrailers = takesTrailers(request);
    }

    /** That of a request that asks for it; the request keeps it. */
    public static SignedExchange start(AnswerPolicy policy, RequestHash hash, HttpServletRequest request) {
        SignedExchange exchange = new SignedExchange(policy, hash, request);
        request.setAttribute(ATTRIBUTE, exchange);
        return exchange;
    }

    /** The one that was started for this request, by whichever filter came first. */
    public static Optional<SignedExchange> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof SignedExchange exchange
                ? Optional.of(exchange)
                : Optional.empty();
    }

    /** Whom to tell of the proof of this request. */
    public static Consumer<VerifiedProof> listener(HttpServletRequest request) {
        return proof -> of(request).ifPresent(exchange -> exchange.proof = Optional.of(proof));
    }

    /**
     * RFC 9110 section 6.5.1: only clients that say so, over HTTP/2 too, where the JDK's own for instance drops them. Over
     * HTTP/1.1 the connection has to go on: where it is closed, its end may be that of the body (RFC 9112 section 6.3), as in
     * Undertow.
     */
    private static boolean takesTrailers(HttpServletRequest request) {
        return has(request, "TE", "trailers")
                && !has(request, "Connection", "close")
                && !"HTTP/1.0".equals(request.getProtocol());
    }

    private static boolean has(HttpServletRequest request, String field, String option) {
        return Collections.list(request.getHeaders(field)).stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .anyMatch(member -> member.strip().toLowerCase(Locale.ROOT).equals(option));
    }

    /** Has the answer written through us, and signs it unless it goes on after this dispatch. */
    public void run(HttpServletRequest received, HttpServletResponse containers, Step step)
            throws IOException, ServletException {
        switch (received.getDispatcherType()) {
            case FORWARD, INCLUDE -> step.run(received, containers); // what is around it signs
            case REQUEST, ASYNC, ERROR -> {
                SignedResponse ours = responseFor(received, containers);
                ours.attach();
                boolean isWritten = false;
                try {
                    step.run(new AnsweredRequest(received, ours), isOurs(containers) ? containers : ours);
                    isWritten = true;
                } finally {
                    if (!isWritten) {
                        ours.abandon(); // the container makes the answer, or breaks it off
                    } else if (!received.isAsyncStarted()) {
                        ours.finish();
                    }
                }
            }
        }
    }

    /** The one of before when a dispatch goes on with it; the error page of a container begins anew. */
    private SignedResponse responseFor(HttpServletRequest received, HttpServletResponse containers) {
        SignedResponse before = response;
        if (before == null || received.getDispatcherType() != DispatcherType.ASYNC) {
            before = new SignedResponse(containers, this);
            response = before;
        }
        return before;
    }

    private static boolean isOurs(ServletResponse containers) {
        boolean isAround =
                containers instanceof ServletResponseWrapper wrapper && wrapper.isWrapperFor(SignedResponse.class);
        return containers instanceof SignedResponse || isAround;
    }

    AnswerPolicy policy() {
        return policy;
    }

    boolean takesTrailers() {
        return takesTrailers;
    }

    /** Whether an answer of this status has no body, whatever the application writes (RFC 9110 section 6.4.1). */
    boolean isWithoutBody(int status) {
        return isHead || status == HttpServletResponse.SC_NO_CONTENT || status == HttpServletResponse.SC_NOT_MODIFIED;
    }

    /**
     * The signature, or nothing and a word in the log when there is no key for it or a field cannot be covered: the client
     * then refuses the answer.
     */
    Optional<String> sign(HttpServletResponse containers, int status, List<String> fields, Optional<String> bodyHash) {
        Optional<SigningKey> key = proof.flatMap(VerifiedProof::sharedKey).or(policy::ownKey);
        if (key.isEmpty()) {
            policy.log().accept(NO_KEY);
            return Optional.empty();
        }
        try {
            return Optional.of(policy.signer()
                    .sign(key.get(), request, status, fields, name -> lines(containers, name), bodyHash));
        } catch (MalformedException e) {
            policy.log().accept(NO_CANONICAL_FORM);
            return Optional.empty();
        }
    }

    /** Some containers do not count Content-Type among the header fields before they send it. */
    private static List<String> lines(HttpServletResponse containers, String name) {
        if (name.equals("content-type")) {
            String type = containers.getContentType();
            return type == null ? List.of() : List.of(type);
        }
        return List.copyOf(containers.getHeaders(name));
    }

    /** Puts a signature into the header, and lets scripts of other origins read it where they may read challenges. */
    void put(HttpServletResponse containers, String signature) {
        containers.setHeader(AnswerFields.SIGNATURE, signature);
        if (policy.cors().challenge() == CorsPolicy.Challenge.EXPOSED) {
            containers.addHeader("Access-Control-Expose-Headers", AnswerFields.SIGNATURE);
        }
    }
}
