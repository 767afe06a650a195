// SPDX-License-Identifier: Apache-2.0
package io.popfilter.answer;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import java.util.List;
import java.util.Optional;

/**
 * What an answer says that it is to: the hash of the request's authenticator, which is good for one request.
 *
 * @param value SHA-256 as base64url
 */
public record RequestHash(String value) {

    private static final int MAX_LENGTH = 8 * 1024; // as schemes take it
    private static final String POP = "PoP ";
    private static final String DPOP = "DPoP ";

    /** Of a compact JWS: that of a signed request, or of a DPoP proof. */
    public static RequestHash of(String authenticator, Digests digests) {
        return new RequestHash(digests.sha256(authenticator));
    }

    /**
     * Of the authenticator of a request, which need not be a good one: refusals are answers too. Nothing when it has none, as
     * one with a token alone, or several.
     */
    public static Optional<RequestHash> of(ReceivedRequest request, Digests digests) {
        return single(request, "authorization")
                .flatMap(line -> authenticator(line, request))
                .map(text -> of(text, digests));
    }

    private static Optional<String> authenticator(String credentials, ReceivedRequest request) {
        if (credentials.regionMatches(true, 0, POP, 0, POP.length())) {
            return Optional.of(credentials.substring(POP.length()).strip());
        }
        boolean isDpop = credentials.regionMatches(true, 0, DPOP, 0, DPOP.length());
        return isDpop ? single(request, "dpop").map(String::strip) : Optional.empty();
    }

    private static Optional<String> single(ReceivedRequest request, String name) {
        List<String> lines = request.fieldLines(name);
        boolean isOne = lines.size() == 1 && lines.get(0).length() <= MAX_LENGTH;
        return isOne ? Optional.of(lines.get(0)) : Optional.empty();
    }
}
