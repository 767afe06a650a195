// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** Randomness that repeats itself, so that a vector changes only when its scenario does. */
final class Seeded {

    private Seeded() {}

    /** The sequence of this name. */
    static SecureRandom of(String name) {
        try {
            // seeded before its first use, this generator depends on the seed alone
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(Keys.octets(name));
            return random;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
