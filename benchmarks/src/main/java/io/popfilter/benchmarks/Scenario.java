// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

/** What is verified: the kind of signature and of token, and whether the server has seen the token before. */
public enum Scenario {
    /** HS256, the key inside a token wrapped with A256KW and A256GCM that is unwrapped for every request. */
    HS256_A256KW(Wrapping.A256KW, false),
    /** The same with a token that is remembered. */
    HS256_CACHED(Wrapping.A256KW, true),
    /** HS256, the key inside a token encrypted directly with A256GCM that is decrypted for every request. */
    HS256_DIR(Wrapping.DIR, false),
    /** ES256, the public key inside an ES256-signed token that is remembered. */
    ES256_CACHED(Wrapping.SIGNED, true),
    /** The same with a token whose signature is verified for every request. */
    ES256_SIGNED(Wrapping.SIGNED, false);

    /** How the token is made. */
    enum Wrapping {
        A256KW,
        DIR,
        SIGNED
    }

    private final Wrapping wrapping;
    private final boolean isTokenCached;

    Scenario(Wrapping wrapping, boolean isTokenCached) {
        this.wrapping = wrapping;
        this.isTokenCached = isTokenCached;
    }

    Wrapping wrapping() {
        return wrapping;
    }

    boolean isSymmetric() {
        return wrapping != Wrapping.SIGNED;
    }

    boolean isTokenCached() {
        return isTokenCached;
    }

    /** How many requests are signed beforehand. */
    int requests() {
        return isSymmetric() ? 30_000 : 1_000; // an ES256 signature takes the JDK up to a millisecond
    }
}
