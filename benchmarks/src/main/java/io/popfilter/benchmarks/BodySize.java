// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import java.util.Random;

/** How long a body is. */
public enum BodySize {
    /** 1,024 octets. */
    KIB_1(1024),
    /** 102,400 octets. */
    KIB_100(100 * 1024),
    /** 10,485,760 octets. */
    MIB_10(10 * 1024 * 1024);

    private final int length;

    BodySize(int length) {
        this.length = length;
    }

    /** The same octets each time. */
    byte[] octets() {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }
}
