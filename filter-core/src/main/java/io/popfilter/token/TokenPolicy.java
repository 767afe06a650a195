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
 * @param encryption whether a token may be readable for everybody who sees it
 */
public record TokenPolicy(String issuer, String resource, Duration clockSkew, Profile profile, Encryption encryption) {

    /** What a signed JWT has to look like to be an access token. */
    public enum Profile {
        /** RFC 9068: {@code typ} is {@code at+jwt}, and {@code sub}, {@code client_id}, {@code iat} and {@code jti} are there. */
        RFC9068,
        /** For issuers that predate RFC 9068: {@code typ} may be absent or {@code JWT}, those claims may be missing. */
        ANY_JWT
    }

    /** Whether JWTs have to be encrypted (RFC 9068 section 4: where that was agreed, nothing else is accepted). */
    public enum Encryption {
        /** They may be. */
        OPTIONAL,
        /** They have to be. */
        REQUIRED
    }
}
