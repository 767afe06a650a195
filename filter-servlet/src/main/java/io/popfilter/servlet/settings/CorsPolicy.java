// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

/**
 * What pages of other origins get.
 *
 * @param preflight what becomes of a preflight, which cannot be signed
 * @param challenge whether scripts may read the challenge of a refusal
 */
public record CorsPolicy(Preflight preflight, Challenge challenge) {

    /** What becomes of a preflight. */
    public enum Preflight {
        /** It is refused like every request without proof. */
        REFUSE,
        /** It goes to the application, without a principal. */
        PASS
    }

    /** What becomes of the fields of a refusal. */
    public enum Challenge {
        /** Nothing is said about them, so that scripts of other origins cannot read them. */
        HIDDEN,
        /** {@code Access-Control-Expose-Headers} names them. */
        EXPOSED
    }

    /** Nothing for other origins. */
    public static CorsPolicy none() {
        return new CorsPolicy(Preflight.REFUSE, Challenge.HIDDEN);
    }
}
