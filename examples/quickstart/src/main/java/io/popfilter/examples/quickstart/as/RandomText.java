// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import java.security.SecureRandom;
import java.util.Base64;

/** Texts that nobody can guess. */
final class RandomText {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** Base64url of that many random octets. */
    static String ofOctets(int count) {
        byte[] octets = new byte[count];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
