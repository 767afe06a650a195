// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.parse.Base64Url;
import java.security.SecureRandom;

/** Values of {@code jti}: 128 random bits each. */
final class OneTimeIds {

    private static final int OCTETS = 16;

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] id = new byte[OCTETS];
        random.nextBytes(id);
        return Base64Url.encode(id);
    }
}
