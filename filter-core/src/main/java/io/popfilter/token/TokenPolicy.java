// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import java.time.Duration;

/**
 * What an access token has to say.
 *
 * @param issuer exactly its {@code iss}
 * @param resource one of its {@code aud}, exactly
 * @param clockSkew how far the issuer's clock and ours may be apart
 */
public record TokenPolicy(String issuer, String resource, Duration clockSkew) {}
