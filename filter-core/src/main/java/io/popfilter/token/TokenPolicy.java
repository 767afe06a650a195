// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import java.time.Duration;

/**
 * What an access token has to say.
 *
 * @param issuer exactly its {@code iss}
 * @param resource one of its {@code aud}, exactly
 * @param clockSkew how far the issuer's clock and ours may be apart
 * @param profile what a signed token has to look like
 */
public record TokenPolicy(String issuer, String resource, Duration clockSkew, Profile profile) {

    /** What a signed JWT has to look like to be an access token. */
    public enum Profile {
        /** RFC 9068: {@code typ} is {@code at+jwt}, and {@code sub}, {@code client_id}, {@code iat} and {@code jti} are there. */
        RFC9068,
        /** For issuers that predate RFC 9068: {@code typ} may be absent or {@code JWT}, those claims may be missing. */
        ANY_JWT
    }
}
