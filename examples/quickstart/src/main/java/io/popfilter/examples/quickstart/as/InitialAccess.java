// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may register clients, and for how much (RFC 7591 section 1.2, "initial access token"). Without it anybody could make
 * a client for himself, and have this server fetch any {@code jwks_uri}.
 *
 * @param token what is sent as {@code Authorization: Bearer}
 * @param scopes the most that a client can be registered for
 */
public record InitialAccess(String token, Set<String> scopes) {

    /** Keeps the scopes as they are now. */
    public InitialAccess {
        scopes = Set.copyOf(scopes);
    }

    void require(@Nullable String authorization) throws Refusal {
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        if (authorization == null || !MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(Refusal.Code.INVALID_TOKEN, "send the initial access token");
        }
    }

    /** Does not show the token. */
    @Override
    public String toString() {
        return "registration for " + scopes;
    }
}
