// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import io.popfilter.fetch.FetchUri;
import io.popfilter.token.TokenPolicy;
import java.time.Duration;

/**
 * How tokens are asked for and how long answers are believed.
 *
 * @param endpoint the introspection endpoint
 * @param credentials how this server identifies itself there
 * @param tokens what a token has to say
 * @param answers whether answers have to be signed
 * @param activeFor how long an active token is taken for active without asking again; never past its {@code exp}
 * @param inactiveFor how long an inactive one is refused without asking again
 * @param maxEntries how many answers are remembered
 * @param maxConcurrent how many requests wait for an answer at a time; more are refused at once, so that an authorization
 *     server that hangs cannot hold all threads of this one
 */
public record IntrospectionPolicy(
        FetchUri endpoint,
        ResourceServerCredentials credentials,
        TokenPolicy tokens,
        Answers answers,
        Duration activeFor,
        Duration inactiveFor,
        long maxEntries,
        int maxConcurrent) {

    /** The form of the answers. */
    public enum Answers {
        /** JSON (RFC 7662 section 2.2). */
        PLAIN,
        /** A signed JWT (RFC 9701 section 5); a plain answer is refused. */
        SIGNED
    }
}
