// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.VerifiedRequest;
import io.popfilter.coverage.Hidden;
import io.popfilter.servlet.settings.CorsPolicy;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;

/**
 * What one gate decided about an admitted request, kept for the FORWARD, INCLUDE, ASYNC and ERROR dispatches that follow
 * from it: their target is the application's and was never signed, and the proof is spent.
 *
 * @param gate who decided; another one decides for itself
 * @param verified nothing when the route is excluded, or the request is a preflight
 * @param content nothing when the body is not covered, or nothing was verified
 * @param hiddenFields fields, by their names in lower case, that are not for the application, whatever was verified
 */
record Verdict(
        Gate gate, Optional<VerifiedRequest> verified, Optional<RequestContent> content, Set<String> hiddenFields) {

    static final String ATTRIBUTE = "io.popfilter.verdict";

    /** Hands out the nonce for the next request, when the one that was used will not be accepted for much longer. */
    void announceNonce(HttpServletResponse response) {
        verified.ifPresent(accepted -> accepted.nextNonce().ifPresent(nonce -> {
            response.setHeader("Cache-Control", "no-store"); // RFC 9449 section 8.2
            if (gate.policy().cors().challenge() == CorsPolicy.Challenge.EXPOSED) {
                response.addHeader("Access-Control-Expose-Headers", "DPoP-Nonce, Authentication-Info");
            }
            switch (accepted.scheme()) {
                case POP -> response.setHeader("Authentication-Info", "PoP nextnonce=\"" + nonce + '"');
                case DPOP -> response.setHeader("DPoP-Nonce", nonce);
                case MTLS, BEARER -> throw new IllegalStateException("a nonce for nobody who signs");
            }
        }));
    }

    HttpServletRequest appliedTo(HttpServletRequest request) {
        // FORWARD and INCLUDE bring our request along, ASYNC and ERROR may bring the container's
        boolean isOurs =
                request instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(VerifiedServletRequest.class);
        if (verified.isPresent() && (request instanceof VerifiedServletRequest || isOurs)) {
            return request;
        }
        HttpServletRequest visible = hiddenFields.stream().anyMatch(name -> request.getHeader(name) != null)
                ? new VisibleRequest(request, new Hidden(hiddenFields, Optional.empty()))
                : request;
        return verified.isEmpty()
                ? visible
                : new VerifiedServletRequest(
                        visible, verified.get(), gate.policy().rolesClaim(), content);
    }
}
